import type {
  AdvancedEventSelector,
  EventDataStore,
  EventSelector,
  InsightType,
} from '@aws-sdk/client-cloudtrail';
import type { CloudTrailRecord } from '../story/cloudtrail-record.ts';

export interface Trail {
  readonly name: string;
  readonly arn: string;
  readonly homeRegion: string;
  /** What the trail was set to and since when, the newest last; never empty. An event belongs to the setting of its time. */
  readonly changes: TrailChange[];
  startedAt: number | undefined;
  stoppedAt: number | undefined;
  readonly delivery: { log: DeliveryStatus; digest: DeliveryStatus; logGroup?: DeliveryStatus };
  /** The types of CloudTrail Insights that are on; absent = none. */
  insights?: readonly InsightType[];
}

export interface TrailChange {
  readonly at: number;
  readonly settings: TrailSettings;
}

export interface TrailSettings {
  readonly bucket: string;
  readonly prefix: string | undefined;
  readonly isMultiRegion: boolean;
  /** Events of services that have no Region: IAM, the global endpoint of STS and a few more. */
  readonly globalServices: boolean;
  readonly isOrganization: boolean;
  readonly validation: boolean;
  readonly isLogging: boolean;
  readonly selectors: Selectors;
  readonly kmsKeyId: string | undefined;
  readonly logGroup: { readonly arn: string; readonly roleArn: string } | undefined;
}

/** Basic and advanced selectors exclude each other. */
export type Selectors =
  | { readonly kind: 'basic'; readonly selectors: readonly EventSelector[] }
  | { readonly kind: 'advanced'; readonly selectors: readonly AdvancedEventSelector[] };

/** How the last attempt to write to the bucket went. */
export interface DeliveryStatus {
  /** The last one that went through. */
  readonly latest: number | undefined;
  /** S3's code, when the last one did not. */
  readonly error: string | undefined;
}

/** An event and the time it happened, in milliseconds since 1970. */
export interface TrackedEvent {
  readonly time: number;
  readonly record: CloudTrailRecord;
}

export interface TrailState {
  readonly trails: Map<string, Trail>;
  /** Trails that were deleted: what happened before is still delivered. */
  readonly deleted: Trail[];
  /** The organization's id, where trails of the organization can be made. */
  readonly organizationId: string | undefined;
  /** Every event of the account, in the order of time. */
  readonly events: TrackedEvent[];
  /** Event data stores of CloudTrail Lake, by ARN; absent = none. */
  readonly stores?: ReadonlyMap<string, EventDataStore>;
  /** Log files are closed up to here. */
  closedUntil: number;
}

/**
 * Puts an event where its time belongs; calls come in order, so that this is nearly always the end. One that comes
 * when its log file is closed goes into the next.
 */
export function track(state: TrailState, event: TrackedEvent): void {
  const time = Math.max(event.time, state.closedUntil);
  const at = state.events.findLastIndex((other) => other.time <= time);
  state.events.splice(at + 1, 0, { ...event, time });
}

/** A trail that is set up for the first time. */
export function newTrail(
  names: Pick<Trail, 'name' | 'arn' | 'homeRegion'>,
  at: number,
  settings: TrailSettings,
): Trail {
  const nothing = { latest: undefined, error: undefined };
  return {
    ...names,
    changes: [{ at, settings }],
    startedAt: settings.isLogging ? at : undefined,
    stoppedAt: undefined,
    delivery: { log: nothing, digest: nothing },
  };
}
