import { counted, listed } from '../base/text.ts';
import type { CloudError } from '../model/cloud-error.ts';
import type { CollectContext, Collected, Collector } from '../ports/collector.ts';
import { forecast, refusedForecast } from './forecasts.ts';
import { coverage, deniedText, objectsIn, textIn } from './given-pieces.ts';
import { answered, type InsightsAnswer, MOST_ROWS } from './insights-answers.ts';
import { INSIGHTS_QUERIES } from './insights-queries.ts';
import { invocationGroups } from './invocation-places.ts';

/** Records younger than this may still be under way. */
const DELAY = 15 * 60_000;

/**
 * The answers of Logs Insights to five queries over each log group that model invocation logging writes to, or once
 * wrote to. Only where it is asked for: the records themselves come by another collector, and AWS bills each query by
 * the bytes it scans. It gives an answer within a minute where bringing a large log in takes an hour.
 */
export const bedrockInsights: Collector = {
  id: 'bedrock-insights',
  title: 'answers of Logs Insights over the invocation log',
  gives: 'documents',
  where: 'every-region',
  onDemand: true,
  reads: [
    'bedrock:GetModelInvocationLoggingConfiguration',
    'cloudwatch-logs:StartQuery',
    'cloudwatch-logs:GetQueryResults',
    'cloudwatch-logs:StopQuery',
  ],
  async *collect(context) {
    const { groups, denied } = await invocationGroups(context);
    const told = [...toldBefore(context)];
    for (const group of groups)
      for (const query of INSIGHTS_QUERIES) {
        const key = `${group} ${query.id}`;
        if (told.some((one) => one.key === key)) continue;
        const pieces = answered(context, { group, query });
        const kept: Piece[] = [];
        let next = await pieces.next();
        for (; next.done !== true; next = await pieces.next()) kept.push(next.value);
        told.push({ key, group, query: query.id, outcome: next.value });
        yield* withMark(kept, told);
      }
    yield covered(context, { told, groups, denied });
  },
  async forecast(context) {
    const { groups, denied } = await invocationGroups(context);
    if (denied !== null && groups.length === 0) return refusedForecast(denied);
    const queries = groups.length * INSIGHTS_QUERIES.length;
    return forecast({
      // An answer is looked for at least twice.
      calls: { 'cloudwatch-logs:StartQuery': queries, 'cloudwatch-logs:GetQueryResults': 2 * queries },
      pieces: 2 * queries,
      bytes: null,
      exact: false,
      notes:
        queries === 0
          ? ['no model invocation log goes to a log group']
          : ['AWS bills each of the five queries for the bytes that its log group has in this time'],
    });
  },
};

type Piece = Extract<Collected, { kind: 'evidence' }>;

interface Told {
  readonly key: string;
  readonly group: string;
  readonly query: string;
  /** Text: why there is no answer. */
  readonly outcome: InsightsAnswer | string;
}

/** Only the last page says that the query need not be asked again. */
function* withMark(kept: readonly Piece[], told: readonly Told[]): Generator<Piece> {
  const mark = {
    told: told.map(({ key, group, query, outcome }) =>
      typeof outcome === 'string' ? { key, group, query, why: outcome } : { key, group, query, ...outcome },
    ),
  };
  for (const [index, piece] of kept.entries()) yield index === kept.length - 1 ? { ...piece, mark } : piece;
}

function toldBefore({ mark }: CollectContext): readonly Told[] {
  return objectsIn(mark?.['told']).map(({ key, group, query, why, rows, cut, scanned, bytes }) => ({
    key: String(key),
    group: String(group),
    query: String(query),
    outcome:
      textIn(why) ??
      ({ rows: Number(rows), cut: cut === true, scanned: Number(scanned), bytes: Number(bytes) } as const),
  }));
}

function covered(
  context: CollectContext,
  {
    told,
    groups,
    denied,
  }: {
    readonly told: readonly Told[];
    readonly groups: readonly string[];
    readonly denied: CloudError | null;
  },
): Collected {
  const missed = told.flatMap(({ group, query, outcome }) =>
    typeof outcome === 'string' ? [`${query} over ${group}: ${outcome}`] : [],
  );
  if (denied !== null) missed.push(deniedText(denied));
  const answers = told.flatMap(({ query, outcome }) =>
    typeof outcome === 'string' ? [] : [{ query, ...outcome }],
  );
  if (answers.length === 0)
    return coverage(
      context,
      'bedrock.insights',
      missed.length > 0
        ? { status: 'not-readable', detail: missed.join('; ') }
        : { status: 'not-enabled', detail: 'no model invocation log goes to a log group here' },
    );
  const { from } = context.window;
  const to = new Date(Date.parse(context.window.to) - DELAY).toISOString();
  const cut = answers.filter((answer) => answer.cut).map(({ query }) => query);
  const bytes = answers.reduce((sum, answer) => sum + answer.bytes, 0);
  return coverage(context, 'bedrock.insights', {
    status: 'partial',
    detail: [
      `${counted(answers.length, 'query', 'queries')} answered over ${listed(groups)}, ${counted(bytes, 'byte')} scanned; nothing proves that no record was deleted`,
      ...(cut.length > 0
        ? [
            `${listed(cut)} stopped at the most rows that Insights delivers (${MOST_ROWS.toLocaleString('en-US')}): there may be more`,
          ]
        : []),
      ...missed.map((line) => `not answered: ${line}`),
    ].join('; '),
    from,
    to,
    records: Math.max(...answers.map(({ scanned }) => scanned)),
    stretches: [{ from, to }],
  });
}
