import { sha256 } from '../../base/hashing.ts';
import { compactMinute, seconds } from '../story/names.ts';
import type { Random } from '../story/random.ts';
import type { TrackedEvent, TrailSettings, TrailState } from '../world/trail-state.ts';
import type { Delivery } from './delivered-object.ts';

/** A trail's log file of five minutes in one Region. */
export interface TrailFile extends Delivery {
  readonly region: string;
  /** SHA-256 of the text. */
  readonly hash: () => string;
  readonly newest: number;
  readonly oldest: number;
}

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export interface TrailFileOptions {
  readonly account: string;
  readonly folder: string;
  readonly region: string;
  readonly bucket: string;
  /** The end of the five minutes. */
  readonly end: number;
  readonly due: number;
  readonly events: readonly TrackedEvent[];
  readonly random: Random;
}

export function trailFile({ events, random, ...of }: TrailFileOptions): TrailFile {
  const { account, folder, region, end, due, bucket } = of;
  const text = (): string => JSON.stringify({ Records: events.map(({ record }) => record) });
  const name = `${account}_CloudTrail_${region}_${compactMinute(end)}_${random.text(ALPHANUMERIC, 16)}.json.gz`;
  const times = events.map(({ record }) => Date.parse(record.eventTime));
  let hash: string | undefined;
  return {
    bucket,
    key: `${folder}/CloudTrail/${region}/${dayFolder(end)}/${name}`,
    due,
    text,
    region,
    hash: () => (hash ??= sha256(text())),
    newest: Math.max(...times),
    oldest: Math.min(...times),
  };
}

/** `[prefix/]AWSLogs/[o-ORG/]ACCOUNT`. */
export function trailFolder(
  { prefix, isOrganization }: TrailSettings,
  { organizationId }: TrailState,
  account: string,
): string {
  const organization = isOrganization && organizationId !== undefined ? `${organizationId}/` : '';
  return `${prefix === undefined || prefix === '' ? '' : `${prefix}/`}AWSLogs/${organization}${account}`;
}

/** `2026/01/15`. */
export function dayFolder(time: number): string {
  return seconds(time).slice(0, 10).replaceAll('-', '/');
}
