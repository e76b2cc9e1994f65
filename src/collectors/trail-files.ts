import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext, Collected, Collector, Forecast } from '../ports/collector.ts';
import { DATA_SOURCES } from './event-selectors.ts';
import { refusedForecast, together } from './forecasts.ts';
import { coverage, deniedText, orDenied } from './given-pieces.ts';
import { fetchObjects, type ListedObject, listObjects, objectSource } from './s3-objects.ts';
import { rangeForecast } from './s3-survey.ts';
import { type FoundTrail, TRAIL_READS, trailsOf } from './trails.ts';

/** A file's name tells when it was delivered, which is so much after its events at most, as a rule (FACTS 1.3). */
export const DELIVERED_WITHIN = 3_600_000;

/**
 * The log files of every trail that reaches the Region, as they lie in the trail's bucket. Keys are in the order of
 * time, so that the listing begins at the window's first day and ends behind its last.
 */
export const trailFiles: Collector = {
  id: 'cloudtrail-trail-files',
  title: 'CloudTrail log files of the trails',
  gives: 'logs',
  where: 'every-region',
  reads: [...TRAIL_READS, 's3:GetObject'],
  async *collect(context) {
    const trails = await trailsOf(context);
    if (trails instanceof CloudError) {
      yield coverage(context, 'cloudtrail.management', {
        status: 'not-readable',
        detail: `trail files: ${deniedText(trails)}`,
      });
      return;
    }
    for (const trail of placesOf(trails)) yield* filesOf(context, trail);
  },
  async forecast(context) {
    const trails = await trailsOf(context);
    if (trails instanceof CloudError) return refusedForecast(trails);
    const places = placesOf(trails);
    const { account, region } = context;
    const name = (time: string): string =>
      `${account}_CloudTrail_${region}_${time.replaceAll(/[-:]/g, '').slice(0, 13)}`;
    const parts = places.map((trail) => trailForecast(context, trail, { folder: 'CloudTrail', name }));
    return together(await Promise.all(parts));
  },
};

type TrailFolder = 'CloudTrail' | 'CloudTrail-Digest';

interface Surveyed {
  readonly folder: TrailFolder;
  /** What names of that time, in ISO 8601, begin with within their day. */
  readonly name: (time: string) => string;
}

/** What fetching a trail's objects of one kind takes. */
export async function trailForecast(
  context: CollectContext,
  { bucket, root, homeRegion }: FoundTrail,
  { folder, name }: Surveyed,
): Promise<Forecast> {
  const prefix = `${root}${folder}/${context.region}/`;
  const { from, to } = context.window;
  const surveyed = await orDenied(() =>
    rangeForecast(context, {
      bucket,
      prefix,
      region: homeRegion,
      span: { from: Date.parse(from), to: Date.parse(to) + DELIVERED_WITHIN },
      keyAt: (at) => {
        const time = new Date(at).toISOString();
        return `${prefix}${dayOf(time)}/${name(time)}`;
      },
      timeOf: stampOf,
    }),
  );
  return surveyed instanceof CloudError ? refusedForecast(surveyed) : surveyed;
}

/** Trails that write to one place are read once. */
function placesOf(trails: readonly FoundTrail[]): readonly FoundTrail[] {
  return [...new Map(trails.map((trail) => [`${trail.bucket}/${trail.root}`, trail])).values()];
}

async function* filesOf(context: CollectContext, trail: FoundTrail): AsyncGenerator<Collected> {
  const place = objectSource({ bucket: trail.bucket, key: trail.root });
  const pages = trailObjects(context, trail, { folder: 'CloudTrail', after: lastKept(context, place) });
  for (;;) {
    const page = await orDenied(() => pages.next());
    if (page instanceof CloudError) return yield* unreadable(context, trail, page);
    if (page.done === true) return;
    const wanted = await notKept(context, page.value);
    const fetched = fetchObjects(context, wanted, trail.homeRegion);
    for (;;) {
      const next = await orDenied(() => fetched.next());
      if (next instanceof CloudError) return yield* unreadable(context, trail, next);
      if (next.done === true) break;
      const { object, bytes } = next.value;
      if (bytes === null) continue;
      yield {
        kind: 'evidence',
        source: objectSource(object),
        bytes,
        modified: object.modified,
        mark: { ...context.mark, [place]: object.key },
      };
    }
  }
}

function lastKept({ mark }: CollectContext, place: string): string {
  const key = mark?.[place];
  return typeof key === 'string' ? key : '';
}

async function notKept(
  { kept }: CollectContext,
  objects: readonly ListedObject[],
): Promise<readonly ListedObject[]> {
  const wanted: ListedObject[] = [];
  for (const object of objects) {
    const { size, modified } = object;
    if (!(await kept.has({ source: objectSource(object), size, modified }))) wanted.push(object);
  }
  return wanted;
}

/** The trail's objects of the window in a folder of its kind, page by page. */
export async function* trailObjects(
  context: CollectContext,
  { bucket, root, homeRegion }: FoundTrail,
  { folder, after }: { readonly folder: TrailFolder; readonly after: string },
): AsyncGenerator<readonly ListedObject[]> {
  const { region, window } = context;
  const prefix = `${root}${folder}/${region}/`;
  const first = `${prefix}${dayOf(window.from)}/`;
  const end = Date.parse(window.to) + DELIVERED_WITHIN;
  const last = `${prefix}${dayOf(new Date(end).toISOString())}/~`;
  const pages = listObjects(context, {
    bucket,
    prefix,
    region: homeRegion,
    after: after > first ? after : first,
    isBehind: (key) => key > last,
  });
  for await (const page of pages) yield page.filter(({ key }) => isIn(key, Date.parse(window.from), end));
}

/** By the time in its name; a name without one is in. */
function isIn(key: string, from: number, to: number): boolean {
  const at = stampOf(key);
  return at === null || (at >= from && at <= to);
}

/** When a file was delivered, or a digest's end, by its name: milliseconds since 1970. */
export function stampOf(key: string): number | null {
  const found = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?Z[_.][^/]*$/.exec(key);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second = '00'] = found;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function dayOf(time: string): string {
  return time.slice(0, 10).replaceAll('-', '/');
}

/** All the trail's classes of events lie in its files. */
function* unreadable(
  context: CollectContext,
  { name, bucket }: FoundTrail,
  error: CloudError,
): Generator<Collected, void> {
  const detail = `files of the trail ${name} in ${bucket}: ${deniedText(error)}`;
  for (const source of ['cloudtrail.management', ...DATA_SOURCES] as const)
    yield coverage(context, source, { status: 'not-readable', detail });
}
