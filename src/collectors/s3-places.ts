import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext, Collected, Forecast } from '../ports/collector.ts';
import { forecast, refusedForecast } from './forecasts.ts';
import { deniedText, orDenied } from './given-pieces.ts';
import { fetchObjects, type ListedObject, listObjects, objectSource, objectsPage } from './s3-objects.ts';

/** Objects are held in memory while they are kept: larger ones are named, and not fetched. */
const LARGEST = 256 * 1024 * 1024;

/** A place that a configuration names, `s3://bucket/prefix`. */
export interface S3Place {
  readonly bucket: string;
  readonly prefix: string;
}

/** How fetching everything below a place went. */
export interface FetchedPlace {
  objects: number;
  /** What was not fetched, and why. */
  readonly missed: string[];
}

/** Null for what is no place in S3. */
export function s3Place(uri: string | null): S3Place | null {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(uri ?? '') ?? [];
  return bucket === undefined ? null : { bucket, prefix };
}

/** Fetches every object below a place that the case does not have yet. */
export async function* fetchPlace(
  context: CollectContext,
  { bucket, prefix }: S3Place,
  told: FetchedPlace,
): AsyncGenerator<Collected> {
  const { region, kept } = context;
  const name = objectSource({ bucket, key: prefix });
  const pages = listObjects(context, { bucket, prefix, region, after: '', isBehind: () => false });
  for (;;) {
    const page = await orDenied(() => pages.next());
    if (page instanceof CloudError) return void told.missed.push(`${name}: ${deniedText(page)}`);
    if (page.done === true) return;
    const wanted: ListedObject[] = [];
    for (const object of page.value) {
      const source = objectSource(object);
      if (object.size > LARGEST) told.missed.push(`${source}: ${object.size} bytes are more than is fetched`);
      else if (await kept.has({ ...object, source })) told.objects += 1;
      else wanted.push(object);
    }
    yield* fetchWanted(context, wanted, told);
  }
}

/** What fetching a place takes, by the first page of what lies below it. */
export async function placeForecast(context: CollectContext, { bucket, prefix }: S3Place): Promise<Forecast> {
  const range = { bucket, prefix, region: context.region };
  const page = await orDenied(() => objectsPage(context, { range, from: {} }));
  if (page instanceof CloudError) return refusedForecast(page);
  let [objects, bytes] = [0, 0];
  for (const object of page.objects) {
    const kept = await context.kept.has({ ...object, source: objectSource(object) });
    if (kept || object.size > LARGEST) continue;
    objects += 1;
    bytes += object.size;
  }
  return forecast({
    calls: { 's3:ListObjectsV2': 1, 's3:GetObject': objects },
    pieces: objects,
    bytes,
    exact: page.token === null,
  });
}

async function* fetchWanted(
  context: CollectContext,
  wanted: readonly ListedObject[],
  told: FetchedPlace,
): AsyncGenerator<Collected> {
  // One that is refused says nothing of those beside it.
  for (const object of wanted) {
    const fetched = await orDenied(() => fetchObjects(context, [object], context.region).next());
    const source = objectSource(object);
    if (fetched instanceof CloudError) told.missed.push(`${source}: ${deniedText(fetched)}`);
    else if (fetched.done !== true && fetched.value.bytes !== null) {
      told.objects += 1;
      const { bytes } = fetched.value;
      yield { kind: 'evidence', source, bytes, modified: object.modified, mark: null };
    }
  }
}
