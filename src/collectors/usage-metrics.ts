import type { Json, JsonObject } from '../base/json.ts';
import { counted } from '../base/text.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext, Collected, Collector } from '../ports/collector.ts';
import { forecast, refusedForecast } from './forecasts.ts';
import { coverage, deniedText, document, objectsIn, readOrDenied, textIn } from './given-pieces.ts';

/** Where Bedrock and its other plane count (FACTS 1.4); the names for agents and guardrails are unverified [u]. */
const NAMESPACES = ['AWS/Bedrock', 'AWS/BedrockMantle', 'AWS/Bedrock/Agents', 'AWS/Bedrock/Guardrails'];
/** Metrics that one call asks for. */
const AT_ONCE = 500;
const DAY = 86_400_000;
/** ListMetrics shows what had a value within so long. */
const LISTED_DAYS = 14;
/** Values of five minutes are kept for so long, those of an hour for 455 days. */
const FINE_DAYS = 63;

interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly JsonObject[];
}

/** What was counted over the window, summed. */
interface Counted {
  series: number;
  readonly models: Set<string>;
  readonly sums: Record<string, number>;
}

/**
 * What CloudWatch counted of model calls, agents and guardrails, in sums of five minutes. Bedrock counts calls and
 * tokens whether or not the invocation log is on: where the log was off, these counts are the only witness of how
 * much was asked; by whom they do not tell. Source: FACTS section 5 (E8).
 */
export const usageMetrics: Collector = {
  id: 'usage-metrics',
  title: 'Calls and tokens as CloudWatch counted them',
  gives: 'documents',
  where: 'every-region',
  reads: ['cloudwatch:ListMetrics', 'cloudwatch:GetMetricData'],
  async *collect(context) {
    const told: Counted = { series: 0, models: new Set(), sums: {} };
    for (const namespace of NAMESPACES) {
      const series = await listed(context, namespace);
      if (series instanceof CloudError) return yield notReadable(context, series);
      for (let first = 0; first < series.length; first += AT_ONCE) {
        const batch = series.slice(first, first + AT_ONCE);
        const refused = yield* valuesOf(context, { namespace, batch, first }, told);
        if (refused !== null) return yield notReadable(context, refused);
      }
    }
    yield covered(context, told);
  },
  async forecast(context) {
    const lists = await Promise.all(NAMESPACES.map((namespace) => listed(context, namespace)));
    let batches = 0;
    for (const series of lists) {
      if (series instanceof CloudError) return refusedForecast(series);
      batches += Math.ceil(series.length / AT_ONCE);
    }
    return forecast({
      calls: { 'cloudwatch:ListMetrics': NAMESPACES.length, 'cloudwatch:GetMetricData': batches },
      pieces: batches,
      bytes: batches === 0 ? 0 : null,
      exact: batches === 0,
    });
  },
};

function notReadable(context: CollectContext, error: CloudError): Collected {
  return coverage(context, 'aws.metrics', { status: 'not-readable', detail: deniedText(error) });
}

async function listed(context: CollectContext, Namespace: string): Promise<readonly Series[] | CloudError> {
  const series: Series[] = [];
  let token: string | null = null;
  do {
    const page: JsonObject | CloudError = await readOrDenied(context, {
      service: 'cloudwatch',
      operation: 'ListMetrics',
      input: { Namespace, ...(token === null ? {} : { NextToken: token }) },
    });
    if (page instanceof CloudError) return page;
    for (const { MetricName, Dimensions = null } of objectsIn(page['Metrics']))
      series.push({ namespace: Namespace, name: String(MetricName), dimensions: objectsIn(Dimensions) });
    token = textIn(page['NextToken']);
  } while (token !== null && token !== '');
  return series;
}

interface Batch {
  readonly namespace: string;
  readonly batch: readonly Series[];
  /** Its place among the metrics of the namespace. */
  readonly first: number;
}

async function* valuesOf(
  context: CollectContext,
  { namespace, batch, first }: Batch,
  told: Counted,
): AsyncGenerator<Collected, CloudError | null> {
  const input = request(batch, context);
  let token: string | null = null;
  for (let page = 1; page === 1 || token !== null; page += 1) {
    const given: JsonObject = token === null ? input : { ...input, NextToken: token };
    const answer: JsonObject | CloudError = await readOrDenied(context, {
      service: 'cloudwatch',
      operation: 'GetMetricData',
      input: given,
    });
    if (answer instanceof CloudError) return answer;
    yield document(context, `cloudwatch/GetMetricData/${namespace}/${first + 1}/${page}`, {
      input: given,
      answer,
    });
    for (const result of objectsIn(answer['MetricDataResults'])) {
      const series = batch[Number(textIn(result['Id'])?.slice(1))];
      if (series !== undefined) add(told, series, result['Values']);
    }
    token = textIn(answer['NextToken']);
    if (token === '') token = null;
  }
  told.series += batch.length;
  return null;
}

function request(batch: readonly Series[], context: CollectContext): JsonObject {
  const { from, to } = context.window;
  const fine = daysSince(from, context) < FINE_DAYS;
  return {
    MetricDataQueries: batch.map(({ namespace, name, dimensions }, index) => ({
      Id: `m${index}`,
      MetricStat: {
        Metric: { Namespace: namespace, MetricName: name, Dimensions: [...dimensions] },
        Period: fine ? 300 : 3600,
        Stat: 'Sum',
      },
    })),
    StartTime: { $date: from },
    EndTime: { $date: to },
    ScanBy: 'TimestampAscending',
  };
}

function daysSince(time: string, { now }: Pick<CollectContext, 'now'>): number {
  return (Date.parse(now) - Date.parse(time)) / DAY;
}

/** Bedrock counts each call under its model, and once more over all of them. */
function add(told: Counted, { namespace, name, dimensions }: Series, values: Json | undefined): void {
  const [model, ...others] = dimensions;
  if (namespace !== 'AWS/Bedrock' || model?.['Name'] !== 'ModelId' || others.length > 0) return;
  const sum = Array.isArray(values) ? values.reduce<number>((total, value) => total + Number(value), 0) : 0;
  if (sum === 0) return;
  told.models.add(String(model['Value']));
  told.sums[name] = (told.sums[name] ?? 0) + sum;
}

function covered(context: CollectContext, { series, models, sums }: Counted): Collected {
  const { from, to } = context.window;
  const old = daysSince(to, context) > LISTED_DAYS;
  const sum = (...names: readonly string[]): number =>
    names.reduce((total, name) => total + (sums[name] ?? 0), 0);
  const failed = sum('InvocationClientErrors', 'InvocationServerErrors', 'InvocationThrottles');
  const seen = [
    `${counted(sum('Invocations'), 'call')} of ${counted(models.size, 'model')} counted`,
    `${failed.toLocaleString('en-US')} refused or failed`,
    `${sum('InputTokenCount', 'OutputTokenCount').toLocaleString('en-US')} tokens`,
  ].join(', ');
  const gone = `metrics without a value in the last ${LISTED_DAYS} days are not listed`;
  return coverage(context, 'aws.metrics', {
    status: old ? 'partial' : 'complete',
    detail: [series === 0 ? 'CloudWatch lists no metric of Bedrock' : seen, ...(old ? [gone] : [])].join(
      '; ',
    ),
    from,
    to,
    records: series,
    stretches: [{ from, to }],
  });
}
