import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import type { CloudTrailRecord } from '../story/cloudtrail-record.ts';

export interface Trail {
  readonly name: string;
  readonly arn: string;
  readonly homeRegion: string;
  readonly bucket: string;
  readonly isMultiRegion: boolean;
  readonly isOrganization: boolean;
  readonly validation: boolean;
  isLogging: boolean;
  startedAt: number | undefined;
  stoppedAt: number | undefined;
  selectors: Selectors;
}

/** Basic and advanced selectors exclude each other. */
export type Selectors =
  | { readonly kind: 'basic'; readonly selectors: readonly EventSelector[] }
  | { readonly kind: 'advanced'; readonly selectors: readonly AdvancedEventSelector[] };

/** An event and the time it happened, in milliseconds since 1970. */
export interface TrackedEvent {
  readonly time: number;
  readonly record: CloudTrailRecord;
}

/** The key that signs digests, as ListPublicKeys shows it. */
export interface DigestKey {
  /** DER, PKCS#1. */
  readonly value: Uint8Array;
  readonly fingerprint: string;
  readonly validFrom: number;
  readonly validTo: number;
}

export interface TrailState {
  readonly trails: Map<string, Trail>;
  /** Every event of the account, in the order of time. */
  readonly events: TrackedEvent[];
  digestKey: DigestKey | undefined;
}

/** Puts an event where its time belongs; calls come in order, so that this is nearly always the end. */
export function track(state: TrailState, event: TrackedEvent): void {
  const at = state.events.findLastIndex(({ time }) => time <= event.time);
  state.events.splice(at + 1, 0, event);
}
