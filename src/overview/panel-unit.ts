import type { StepCoverage } from '../model/coverage.ts';
import type { ModelPrices } from '../model/model-prices.ts';
import type { Bar, PanelId, PanelItem, PanelLevel, Series, Threshold, Unit } from '../model/overview.ts';
import type { Row } from '../model/row.ts';
import type { SourceId } from '../model/source.ts';
import type { OverviewQueryId } from './queries.ts';

/** What a panel is read from. */
export interface Seen {
  /** The rows of each query of the overview. */
  readonly rows: Readonly<Record<OverviewQueryId, readonly Row[]>>;
  readonly coverage: StepCoverage;
  readonly prices: ModelPrices;
}

/** What a panel says. Null as value: its source was read, and still does not tell. */
export interface PanelReading {
  readonly value: number | null;
  readonly text: string;
  readonly series?: readonly Series[];
  readonly bars?: readonly Bar[];
  readonly items?: readonly PanelItem[];
  readonly itemCount?: number;
  readonly notes?: readonly string[];
  /** Where the value is not to be held against the thresholds. */
  readonly level?: PanelLevel;
}

/** One panel of the overview: what it rests on, and a pure reading of the rows. */
export interface PanelUnit {
  readonly id: PanelId;
  readonly title: string;
  readonly measures: string;
  readonly unit: Unit;
  readonly threshold: Threshold | null;
  /** Whether the thresholds are for one hour. */
  readonly perHour: boolean;
  readonly sources: readonly SourceId[];
  /** `any`: either source tells; those without a record are named in the coverage, and the others count. */
  readonly needs: 'all' | 'any';
  /** It reads prompts: where they are sealed it says nothing. */
  readonly needsContent?: true;
  read(seen: Seen): PanelReading;
}
