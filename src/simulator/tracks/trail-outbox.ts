import { settingsAt, settingsOf } from '../world/trail-settings.ts';
import type { TrackedEvent, Trail } from '../world/trail-state.ts';
import type { World } from '../world/world.ts';
import { deliver, type Delivery } from './delivered-object.ts';
import { nextWindow, type DigestWindow } from './digest-windows.ts';
import { trailDigest, type TrailDigest } from './trail-digest.ts';
import { trailFile, trailFolder, type TrailFile } from './trail-file.ts';
import { trailTakes } from './trail-scope.ts';

/** Events of one Region for a log group. */
export interface LogGroupBatch {
  readonly groupArn: string;
  /** `111122223333_CloudTrail_us-east-1`. */
  readonly stream: string;
  readonly region: string;
  readonly events: readonly TrackedEvent[];
}

type Parcel =
  | { readonly kind: 'log'; readonly delivery: TrailFile }
  | { readonly kind: 'digest'; readonly delivery: Delivery };

/** The digests of one Region so far, and the log files in the bucket that the next one will list. */
interface Chain {
  after: number;
  previous: TrailDigest | undefined;
  unlisted: (TrailFile & { readonly at: number })[];
}

const FIVE_MINUTES = 300_000;
/** How long CloudTrail goes on trying to write to a bucket. */
const PATIENCE = 30 * 86_400_000;

/** What one trail writes. */
export class TrailOutbox {
  readonly #world: World;
  readonly #trail: Trail;
  readonly #chains: ReadonlyMap<string, Chain>;
  #waiting: Parcel[] = [];

  /** @param since digests begin here, however long the trail has been there */
  constructor(world: World, trail: Trail, since: number) {
    this.#world = world;
    this.#trail = trail;
    this.#chains = new Map(
      world.regions.map((region) => [region, { after: since, previous: undefined, unlisted: [] }]),
    );
  }

  /** Tries again what found no bucket, or was denied by its policy. */
  retry(now: number): void {
    const again = this.#waiting.filter(({ delivery }) => now - delivery.due <= PATIENCE);
    this.#waiting = [];
    for (const parcel of again) this.#send(parcel);
  }

  isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Writes the log files of the five minutes before `end`; gives back what goes to a log group besides. */
  closeFiles(all: readonly TrackedEvent[], end: number): readonly LogGroupBatch[] {
    const { accountId: account, random } = this.#world;
    const due = this.#dueAfter(end);
    const groups = byRegion(all.filter((event) => trailTakes(this.#trail, event)));
    for (const [region, events] of groups) {
      const own = random.fork(`log file ${this.#trail.arn}/${region}/${end}`);
      const place = this.#placeAt(due);
      const file = trailFile({ ...place, account, region, end, due, events, random: own });
      this.#send({ kind: 'log', delivery: file });
    }
    const logGroup = settingsAt(this.#trail, due)?.logGroup;
    if (logGroup === undefined) return [];
    return [...groups].map(([region, events]) => ({
      groupArn: logGroup.arn,
      stream: `${account}_CloudTrail_${region}`,
      region,
      events,
    }));
  }

  /** GetTrailStatus tells the latest delivery to a log group, and the error of one that failed. */
  sentToGroup(arrived: boolean, end: number): void {
    const { delivery } = this.#trail;
    delivery.logGroup = arrived
      ? { latest: this.#dueAfter(end), error: undefined }
      : { latest: delivery.logGroup?.latest, error: 'ResourceNotFoundException' };
  }

  /** Writes the digests that are due; gives back when the next one will be. */
  closeDigests(now: number): number {
    let next = Infinity;
    for (const [region, chain] of this.#chains) {
      let window = this.#windowAfter(chain.after, region);
      while (window !== undefined && this.#dueAfter(window.to) <= now) {
        this.#closeDigest(region, chain, window);
        window = this.#windowAfter(chain.after, region);
      }
      if (window !== undefined) next = Math.min(next, this.#dueAfter(window.to));
    }
    return next;
  }

  #closeDigest(region: string, chain: Chain, window: DigestWindow): void {
    const due = this.#dueAfter(window.to);
    const rest = chain.unlisted.findIndex(({ at }) => at > window.to);
    const taken = chain.unlisted.splice(0, rest < 0 ? chain.unlisted.length : rest);
    const digest = trailDigest(this.#world, {
      ...this.#placeAt(due),
      trail: this.#trail,
      region,
      window,
      due,
      files: taken.filter(({ at }) => at > window.from),
      previous: window.isFirst ? undefined : chain.previous,
    });
    this.#send({ kind: 'digest', delivery: digest });
    chain.after = window.to;
    chain.previous = digest;
  }

  #windowAfter(after: number, region: string): DigestWindow | undefined {
    const lastFile = (time: number): number =>
      this.#dueAfter((Math.floor(time / FIVE_MINUTES) + 1) * FIVE_MINUTES);
    return nextWindow(this.#trail, region, { after, lastFile });
  }

  #send(parcel: Parcel): void {
    const { kind, delivery } = parcel;
    const { s3, random, accountId: account } = this.#world;
    const writer = { service: 'cloudtrail.amazonaws.com', account, sourceArn: this.#trail.arn };
    const result = deliver({ s3, random: random.fork(`version of ${delivery.key}`), writer }, delivery);
    const { latest } = this.#trail.delivery[kind];
    if ('error' in result) {
      this.#trail.delivery[kind] = { latest, error: result.error };
      this.#waiting.push(parcel);
      return;
    }
    this.#trail.delivery[kind] = { latest: Math.max(latest ?? -Infinity, result.at), error: undefined };
    if (kind === 'log') this.#chains.get(delivery.region)?.unlisted.push({ ...delivery, at: result.at });
  }

  #placeAt(time: number): { readonly bucket: string; readonly folder: string } {
    const settings = settingsAt(this.#trail, time) ?? settingsOf(this.#trail);
    const { trail, accountId } = this.#world;
    return { bucket: settings.bucket, folder: trailFolder(settings, trail, accountId) };
  }

  #dueAfter(end: number): number {
    return end + this.#world.delays.delivery;
  }
}

function byRegion(events: readonly TrackedEvent[]): ReadonlyMap<string, readonly TrackedEvent[]> {
  const groups = new Map<string, TrackedEvent[]>();
  for (const event of events) {
    const region = event.record.awsRegion;
    const group = groups.get(region);
    if (group === undefined) groups.set(region, [event]);
    else group.push(event);
  }
  return groups;
}
