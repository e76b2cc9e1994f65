import { canonicalJson } from '../base/canonical-json.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext, Forecast } from '../ports/collector.ts';
import { forecast, refusedForecast, together } from './forecasts.ts';
import { objectsIn, orDenied, textIn } from './given-pieces.ts';
import type { SnapshotFollow, SnapshotRead } from './snapshot-reads.ts';
import { answerOf } from './take-snapshot.ts';

/** What taking a snapshot takes, by the first page of each of its lists: one read at least for whatever they lead to. */
export async function snapshotForecast(
  context: CollectContext,
  reads: readonly SnapshotRead[],
): Promise<Forecast> {
  return together(await Promise.all(reads.map((read) => readForecast(context, read))));
}

async function readForecast(context: CollectContext, read: SnapshotRead): Promise<Forecast> {
  const { service, operation, input = {}, token, each } = read;
  const answer = await orDenied(() => answerOf(context, { service, operation, input }));
  if (answer instanceof CloudError) return refusedForecast(answer);
  const more = token !== undefined && (textIn(answer?.[token[1]]) ?? '') !== '';
  const size = Buffer.byteLength(canonicalJson(answer));
  const first = forecast({
    calls: { [`${service}:${operation}`]: more ? 2 : 1 },
    pieces: more ? 2 : 1,
    bytes: more ? 2 * size : size,
    exact: !more,
  });
  if (each === undefined) return first;
  const items = objectsIn(answer?.[each.list]);
  return together([
    first,
    ...each.reads.map((follow) => {
      const asked = items.filter((item) => follow.from(item, input) !== null).length;
      return followed(follow, asked);
    }),
  ]);
}

/** What each of so many things leads to; how large it is, nobody has seen yet. */
function followed({ service, operation, each }: SnapshotFollow, count: number): Forecast {
  if (count === 0) return forecast({});
  const own = forecast({ calls: { [`${service}:${operation}`]: count }, pieces: count, bytes: null });
  const further = each?.reads.map((follow) => ({ ...followed(follow, count), exact: false })) ?? [];
  return together([own, ...further]);
}
