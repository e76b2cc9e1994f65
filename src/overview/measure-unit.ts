import type { MonitoringGroupId } from '../model/overview.ts';
import type { Row } from '../model/row.ts';
import type { SourceId } from '../model/source.ts';

/** One thing to monitor: told by the logs through one statement of one row, or by no log at all. */
export type MeasureUnit = { readonly id: string; readonly title: string } & (
  | {
      readonly kind: 'told';
      readonly sources: readonly SourceId[];
      readonly needs: 'all' | 'any';
      /** Athena SQL with one row. */
      readonly sql: string;
      /** What the row says. Null: the records are there, and do not hold what it would take. */
      readonly say: (row: Row) => string | null;
      /** What it would take, where `say` has nothing to say. */
      readonly lacking?: string;
    }
  | {
      readonly kind: 'elsewhere';
      /** Where it can be seen instead. */
      readonly where: string;
    }
);

/** A group of GENSEC03-BP01 with its five things to monitor, in the source's order. */
export interface GroupUnit {
  readonly id: MonitoringGroupId;
  readonly title: string;
  readonly measures: readonly MeasureUnit[];
}

export const LOGGED = { kind: 'told', sources: ['bedrock.invocations'], needs: 'all' } as const;
export const RECORDED = { kind: 'told', sources: ['cloudtrail.management'], needs: 'all' } as const;
