import { sha256 } from '../base/hashing.ts';
import type { ElementId } from './element.ts';
import type { Mappings } from './mapping.ts';
import type { Severity } from './severity.ts';

/** `open` until the responder says otherwise; `expected` findings stay in the record with their reason. */
export type Disposition = 'open' | 'expected';

/** What a step's rows amount to. One finding per id; runs of the step for further suspects add to it. */
export interface Finding extends Mappings {
  /** The signal's id (A2, M1 …; FACTS 5), or `manual-N` for one a responder raised. */
  readonly id: string;
  readonly element: ElementId;
  readonly step: string;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  /** How many events, exactly. */
  readonly count: number;
  /** Time of the first and last event, ISO 8601 UTC. */
  readonly first: string | null;
  readonly last: string | null;
  readonly principals: readonly string[];
  readonly sourceIps: readonly string[];
  /** eventIDs, or `sha256:record` where an event has none; at most 1,000. */
  readonly events: readonly string[];
  /** SHA-256 of the evidence files the events stand in. */
  readonly evidence: readonly string[];
  readonly disposition: Disposition;
  readonly reason: string | null;
}

/** The part of a finding that a step's run gives; the fold adds the disposition. */
export type RaisedFinding = Omit<Finding, 'disposition' | 'reason'>;

export const MOST_EVENTS_LISTED = 1000;

/** The finding that a detection rule raises. Of a rule with a plain name or a UUID it is read off; others get a mark. */
export function ruleFindingId(key: string): string {
  const words = key.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  const plain = /^\w+$/.test(key) || /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(key);
  return plain
    ? `rule-${words}`
    : `rule-${[words, sha256(key).slice(0, 8)].filter((part) => part !== '').join('-')}`;
}
