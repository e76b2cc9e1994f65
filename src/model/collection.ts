import type { JsonObject } from '../base/json.ts';
import type { CoverageEntry } from './coverage.ts';

/** An attribute of events by which LookupEvents finds them, and its value: one at a time (FACTS 1.2). */
export interface Narrowing {
  readonly attribute: NarrowingAttribute;
  readonly value: string;
}

/** By the names of the command line: the attributes of LookupEvents, as its API names them. */
export const NARROWING_ATTRIBUTES = {
  'access-key': 'AccessKeyId',
  user: 'Username',
  'event-name': 'EventName',
  'event-source': 'EventSource',
  'resource-name': 'ResourceName',
  'resource-type': 'ResourceType',
} as const;

export type NarrowingAttribute = (typeof NARROWING_ATTRIBUTES)[keyof typeof NARROWING_ATTRIBUTES];

export interface CollectionPlanned {
  readonly account: string;
  /** What the account is called; null = it has no alias, or it may not be read. */
  readonly alias?: string | null;
  readonly regions: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly collectors: readonly string[];
  /** Of event history only these events are looked up; left out = all. */
  readonly narrowing?: Narrowing;
  /** Regions that could not be listed, or anything else that narrows what is collected. */
  readonly limits: readonly string[];
  /** By collector, in their order; cases of earlier versions have none. */
  readonly forecast?: readonly CollectorForecast[];
}

/** What a collector was thought to take before it began, over all Regions of the collection. */
export interface CollectorForecast {
  readonly collector: string;
  readonly calls: number;
  /** Pieces of evidence that come. */
  readonly pieces: number;
  readonly milliseconds: number;
  /** Null = not told beforehand. */
  readonly bytes: number | null;
  /** Calls and pieces were counted; otherwise they were reckoned from a part. */
  readonly exact: boolean;
  /** What is refused, off or billed, with the Regions where it is not so in all. */
  readonly notes: readonly string[];
}

export interface CollectionAdvanced {
  readonly collector: string;
  readonly account: string;
  readonly region: string;
  /** Where to go on; null = at the beginning. */
  readonly mark: JsonObject | null;
  readonly done: boolean;
  readonly coverage: readonly CoverageEntry[];
}
