import type { CollectContext, Forecast } from '../ports/collector.ts';
import { forecast } from './forecasts.ts';
import { AT_ONCE, objectSource, type ObjectRange, objectsPage } from './s3-objects.ts';
import { reckoned, type Seen, type Span } from './samples.ts';

/** Objects whose keys are in the order of their times. */
export interface TimedRange extends Pick<ObjectRange, 'bucket' | 'prefix' | 'region'> {
  readonly span: Span;
  /** A key before every object of that time, and behind those of earlier ones as far as names tell. */
  readonly keyAt: (time: number) => string;
  /** When an object was written, by its key; null where the key does not tell. */
  readonly timeOf: (key: string) => number | null;
}

const LISTED_AT_ONCE = 1000;

/** What fetching the objects of a range takes that the case does not have yet. @throws CloudError */
export async function rangeForecast(context: CollectContext, range: TimedRange): Promise<Forecast> {
  let [listed, wanted] = [0, 0];
  const { count, bytes, exact } = await reckoned(range.span, {
    begins: 'oldest',
    look: async (part) => {
      const seen = await lookAt(context, range, part);
      listed += seen.listed;
      wanted += seen.count;
      return seen;
    },
  });
  const all = wanted === 0 ? listed : (count * listed) / wanted;
  return forecast({
    calls: {
      's3:ListObjectsV2': Math.max(1, Math.ceil(all / LISTED_AT_ONCE)),
      's3:GetObject': count,
    },
    pieces: count,
    bytes,
    exact,
    atOnce: { 's3:GetObject': AT_ONCE },
  });
}

async function lookAt(
  context: CollectContext,
  { bucket, prefix, region, keyAt, timeOf }: TimedRange,
  part: Span,
): Promise<Seen & { readonly listed: number }> {
  const { objects, token } = await objectsPage(context, {
    range: { bucket, prefix, region },
    from: { StartAfter: keyAt(part.from) },
  });
  const times = objects.map(({ key }) => timeOf(key));
  const last = times.at(-1) ?? null;
  let [count, bytes, listed] = [0, 0, 0];
  for (const [index, object] of objects.entries()) {
    const time = times[index] ?? null;
    if (time !== null && (time < part.from || time > part.to)) continue;
    listed += 1;
    if (await context.kept.has({ ...object, source: objectSource(object) })) continue;
    count += 1;
    bytes += object.size;
  }
  const whole = token === null || (last !== null && last > part.to);
  return { count, bytes, listed, covered: whole ? null : Math.max(0, (last ?? part.to) - part.from) };
}
