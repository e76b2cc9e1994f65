import type { StepCoverage } from './coverage.ts';

/** The eight panels, in the order they are shown. */
export const PANEL_IDS = [
  'guardrail-blocks',
  'tokens-by-identity',
  'unique-callers',
  'error-rate',
  'cost-per-hour',
  'suspicious-prompts',
  'deployment-changes',
  'access-denied',
] as const;
export type PanelId = (typeof PANEL_IDS)[number];

/**
 * How a value stands to its thresholds. `below`: under both in what was read, which is no proof where the coverage is
 * partial. `unrated`: the panel has no threshold. `not-seen`: its source was not read, so there is no value.
 */
export type PanelLevel = 'critical' | 'warning' | 'below' | 'unrated' | 'not-seen';

/** A value above a threshold reaches it; the thresholds are those of the published guide. */
export interface Threshold {
  readonly warning: number;
  readonly critical: number;
}

/** A stretch of the time axis and its value; null = no record stands there, so nothing is known of it. */
export interface SeriesPoint {
  readonly at: string;
  readonly value: number | null;
}

export interface Series {
  readonly name: string;
  /** Each point stands for this many hours, with the largest hour among them. */
  readonly hours: number;
  readonly points: readonly SeriesPoint[];
}

export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly level: PanelLevel;
  /** What stands beside the bar. */
  readonly note: string;
}

/** One event of a list: a prompt, a change. */
export interface PanelItem {
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly detail: string;
  /** The event id, the request id, or `sha256:record`. */
  readonly event: string;
}

export type Unit = 'count' | 'tokens' | 'ratio' | 'usd';

export interface Panel {
  readonly id: PanelId;
  readonly title: string;
  /** What the value is, and what it is compared with. */
  readonly measures: string;
  readonly unit: Unit;
  readonly value: number | null;
  readonly level: PanelLevel;
  readonly threshold: Threshold | null;
  /** Whether the thresholds are for one hour, so that they can be drawn into the series. */
  readonly perHour: boolean;
  /** The panel in one sentence. */
  readonly text: string;
  readonly series: readonly Series[];
  readonly bars: readonly Bar[];
  readonly items: readonly PanelItem[];
  /** How many items there are in all. */
  readonly itemCount: number;
  /** What the value leaves out: models without a price, records without tokens. */
  readonly notes: readonly string[];
  readonly coverage: StepCoverage;
}

/** The six groups of things to monitor (AWS Well-Architected, GENSEC03-BP01). */
export const MONITORING_GROUP_IDS = [
  'performance',
  'quality',
  'security',
  'cost',
  'audit-trail',
  'compliance',
] as const;
export type MonitoringGroupId = (typeof MONITORING_GROUP_IDS)[number];

/** One thing to monitor: what the logs say of it, or where else it can be seen. */
export interface Measure {
  readonly id: string;
  readonly title: string;
  /** `seen`: told by the logs. `not-seen`: they would tell, and were not read. `elsewhere`: no log tells it. */
  readonly state: 'seen' | 'not-seen' | 'elsewhere';
  readonly text: string;
  readonly coverage: StepCoverage | null;
}

export interface MonitoringGroup {
  readonly id: MonitoringGroupId;
  readonly title: string;
  readonly measures: readonly Measure[];
}

/** How a workload stands, over the logs at hand. */
export interface Overview {
  /** The first and the last record of all sources; null without a record. */
  readonly from: string | null;
  readonly to: string | null;
  readonly panels: readonly Panel[];
  readonly groups: readonly MonitoringGroup[];
  readonly prices: { readonly asOf: string; readonly source: string };
}

/** How a value stands to thresholds; it has to be above one to reach it. */
export function levelOf(value: number | null, threshold: Threshold | null): PanelLevel {
  if (value === null) return 'not-seen';
  if (threshold === null) return 'unrated';
  if (value > threshold.critical) return 'critical';
  return value > threshold.warning ? 'warning' : 'below';
}

/** A value as people read it: `1,234`, `4.2 M tokens`, `12.5 %`, `$3.20`. */
export function valueText(value: number, unit: Unit): string {
  switch (unit) {
    case 'usd':
      return `$${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
    case 'ratio':
      return `${(value * 100).toLocaleString('en-US', { maximumFractionDigits: 1 })} %`;
    case 'tokens':
      return `${value.toLocaleString('en-US')} tokens`;
    case 'count':
      return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
  }
}
