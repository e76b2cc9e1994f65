import { counted } from '../base/text.ts';
import type { JsonObject } from '../base/json.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext, Collected, Collector, Forecast } from '../ports/collector.ts';
import { forecast, refusedForecast, together } from './forecasts.ts';
import { coverage, deniedText, objectsIn, orDenied, textIn } from './given-pieces.ts';
import { type InvocationPlaces, invocationPlaces } from './invocation-places.ts';
import { fetchObjects, type ListedObject, listObjects, objectSource } from './s3-objects.ts';
import { rangeForecast } from './s3-survey.ts';
import { reckoned } from './samples.ts';

/** Files of an hour come so much later at most, as a rule. */
const DELIVERED_WITHIN = 3_600_000;
/** Records younger than this may still be under way. */
const DELAY = 15 * 60_000;

/**
 * Bedrock's model invocation log of a Region, from the buckets and log groups that its configuration names now, and
 * from those that past configurations named. Bodies that lie beside the records come along.
 */
export const invocationLogs: Collector = {
  id: 'bedrock-invocation-logs',
  title: 'Bedrock model invocation logs',
  gives: 'logs',
  where: 'every-region',
  reads: [
    'bedrock:GetModelInvocationLoggingConfiguration',
    's3:ListBuckets',
    's3:ListObjectsV2',
    's3:GetObject',
    'cloudwatch-logs:FilterLogEvents',
  ],
  async *collect(context) {
    const places = await invocationPlaces(context);
    const refused: string[] = [];
    for (const place of places.buckets) {
      const error = yield* fromBucket(context, place);
      if (error !== null) refused.push(`s3://${place.bucket}: ${deniedText(error)}`);
    }
    for (const group of places.groups) {
      const error = yield* fromGroup(context, group);
      if (error !== null) refused.push(`log group ${group}: ${deniedText(error)}`);
    }
    if (places.denied !== null) refused.push(deniedText(places.denied));
    yield* covered(context, places, refused);
  },
  async forecast(context) {
    const { buckets, groups, denied, on } = await invocationPlaces(context);
    const off = on === false ? ['model invocation logging is off'] : [];
    return together([
      forecast({ calls: { 'bedrock:GetModelInvocationLoggingConfiguration': 1 }, notes: off }),
      ...(denied === null ? [] : [refusedForecast(denied)]),
      ...(await Promise.all([
        ...buckets.map((place) => bucketForecast(context, place)),
        ...groups.map((group) => groupForecast(context, group)),
      ])),
    ]);
  },
};

type Piece = Extract<Collected, { kind: 'evidence' }>;

async function* fromBucket(
  context: CollectContext,
  { bucket, prefix }: InvocationPlaces['buckets'][number],
): AsyncGenerator<Piece, CloudError | null> {
  const { region, window, mark, kept } = context;
  const folder = folderOf(context, prefix);
  const place = objectSource({ bucket, key: folder });
  const marked = textIn(mark?.[place]) ?? '';
  const first = `${folder}${hourOf(Date.parse(window.from))}/`;
  const last = `${folder}${hourOf(Date.parse(window.to) + DELIVERED_WITHIN)}/~`;
  const after = marked > first ? marked : first;
  const pages = listObjects(context, {
    bucket,
    prefix: folder,
    region,
    after,
    isBehind: (key) => key > last,
  });
  for (;;) {
    const page = await orDenied(() => pages.next());
    if (page instanceof CloudError) return page;
    if (page.done === true) return null;
    const wanted: ListedObject[] = [];
    for (const object of page.value)
      if (!(await kept.has({ ...object, source: objectSource(object) }))) wanted.push(object);
    const fetched = fetchObjects(context, wanted, region);
    for (;;) {
      const next = await orDenied(() => fetched.next());
      if (next instanceof CloudError) return next;
      if (next.done === true) break;
      const { object, bytes } = next.value;
      if (bytes === null) continue;
      const source = objectSource(object);
      yield {
        kind: 'evidence',
        source,
        bytes,
        modified: object.modified,
        mark: { ...mark, [place]: object.key },
      };
    }
  }
}

function folderOf({ account, region }: CollectContext, prefix: string): string {
  return `${prefix}AWSLogs/${account}/BedrockModelInvocationLogs/${region}/`;
}

async function bucketForecast(
  context: CollectContext,
  { bucket, prefix }: InvocationPlaces['buckets'][number],
): Promise<Forecast> {
  const folder = folderOf(context, prefix);
  const { from, to } = context.window;
  const told = await orDenied(() =>
    rangeForecast(context, {
      bucket,
      prefix: folder,
      region: context.region,
      span: { from: Date.parse(from), to: Date.parse(to) + DELIVERED_WITHIN },
      keyAt: (at) => `${folder}${hourOf(at)}/`,
      timeOf: (key) => timeOf(key.slice(folder.length)),
    }),
  );
  return told instanceof CloudError ? refusedForecast(told) : told;
}

/** The end of the hour whose folder it lies in: files of an hour belong to it whole. */
function timeOf(path: string): number | null {
  const [, year, month, day, hour] = /^(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)\//.exec(path) ?? [];
  return year === undefined ? null : Date.parse(`${year}-${month}-${day}T${hour}:59:59Z`);
}

/** Events and bytes of one answer at most (FACTS 1.2). */
const MOST_EVENTS = 10_000;
const MOST_BYTES = 1_000_000;

async function groupForecast(context: CollectContext, group: string): Promise<Forecast> {
  const { from, to } = context.window;
  const told = await orDenied(() =>
    reckoned(
      { from: Date.parse(from), to: Date.parse(to) },
      {
        begins: 'oldest',
        look: async (part) => {
          const input = { logGroupName: group, startTime: part.from, endTime: part.to };
          const answer = await context.fetch({
            service: 'cloudwatch-logs',
            operation: 'FilterLogEvents',
            input,
          });
          const times = objectsIn(answer.output['events']).map(({ timestamp }) => Number(timestamp));
          const reach =
            textIn(answer.output['nextToken']) === null ? null : Math.max(...times, part.from) - part.from;
          return { count: times.length, bytes: answer.raw.byteLength, covered: reach };
        },
      },
    ),
  );
  if (told instanceof CloudError) return refusedForecast(told);
  const pages = Math.max(1, Math.ceil(told.count / MOST_EVENTS), Math.ceil(told.bytes / MOST_BYTES));
  const calls = { 'cloudwatch-logs:FilterLogEvents': pages };
  return forecast({ calls, pieces: pages, bytes: told.bytes, exact: told.exact });
}

/** `2026/01/15/09`. */
function hourOf(time: number): string {
  return new Date(time).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/');
}

/** An empty page is not the end while it has a token; a token is good for the same question only. */
async function* fromGroup(context: CollectContext, group: string): AsyncGenerator<Piece, CloudError | null> {
  const { account, region, window, fetch, mark } = context;
  const { from, to } = window;
  const place = `log-group ${group}`;
  let token: string | null = null;
  let page = 0;
  // Tokens do not last: an interrupted search begins again at the last event that was kept.
  const since = Number(mark?.[place] ?? Date.parse(from));
  let latest = since;
  do {
    const input: JsonObject = {
      logGroupName: group,
      startTime: since,
      endTime: Date.parse(to),
      ...(token === null ? {} : { nextToken: token }),
    };
    const answer = await orDenied(() =>
      fetch({ service: 'cloudwatch-logs', operation: 'FilterLogEvents', input }),
    );
    if (answer instanceof CloudError) return answer;
    const times = objectsIn(answer.output['events']).map(({ timestamp }) => Number(timestamp));
    latest = Math.max(latest, ...times);
    page += 1;
    if (times.length > 0)
      yield {
        kind: 'evidence',
        source: `aws://${account}/${region}/logs/FilterLogEvents/${group}/${since}_${to}/${String(page).padStart(6, '0')}`,
        bytes: answer.raw,
        modified: null,
        mark: { ...mark, [place]: latest },
      };
    token = textIn(answer.output['nextToken']);
  } while (token !== null);
  return null;
}

/** No digest proves an invocation log: what was deleted from it, or when it was first switched on, is not known. */
function* covered(
  context: CollectContext,
  { buckets, groups, on, changes, unlisted }: InvocationPlaces,
  refused: readonly string[],
): Generator<Collected> {
  const known = buckets.length + groups.length;
  if (known === 0 || refused.length >= known) {
    if (refused.length > 0)
      yield coverage(context, 'bedrock.invocations', { status: 'not-readable', detail: refused.join('; ') });
    if (unlisted.length > 0 && refused.length === 0)
      yield coverage(context, 'bedrock.invocations', {
        status: 'not-readable',
        detail: `past logs were looked for, and not in ${unlisted.slice(0, 3).join(', ')}`,
      });
    // Where it is off and never was on, the state of logging says so.
    return;
  }
  const { from } = context.window;
  const to = new Date(Date.parse(context.window.to) - DELAY).toISOString();
  const detail = [
    `invocation log read to its end from ${[...buckets.map(({ bucket }) => `s3://${bucket}`), ...groups].join(', ')}; nothing proves that no record was deleted`,
    ...(on === false ? ['logging is off now'] : []),
    ...changes.map((change) => `logging was ${change}`),
    ...refused.map((line) => `not readable: ${line}`),
    ...(unlisted.length > 0
      ? [`${counted(unlisted.length, 'bucket')} could not be looked into: ${unlisted.slice(0, 3).join(', ')}`]
      : []),
  ].join('; ');
  yield coverage(context, 'bedrock.invocations', {
    status: 'partial',
    detail,
    from,
    to,
    stretches: [{ from, to }],
  });
}
