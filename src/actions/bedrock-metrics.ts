import type { JsonObject } from '../base/json.ts';
import { ENOUGH_CALLS } from '../model/panel-thresholds.ts';

/** US dollars for a million tokens. */
export interface TokenPrices {
  readonly input: number;
  readonly output: number;
}

/** A sum of AWS/Bedrock; without a model over all of them, as Bedrock publishes it without the dimension ModelId. */
function bedrockSum(id: string, metric: string, of: { model: string | null; period: number }): JsonObject {
  const dimensions = of.model === null ? {} : { Dimensions: [{ Name: 'ModelId', Value: of.model }] };
  return {
    Id: id,
    MetricStat: {
      Metric: { Namespace: 'AWS/Bedrock', MetricName: metric, ...dimensions },
      Period: of.period,
      Stat: 'Sum',
    },
    ReturnData: false,
  };
}

function expression(id: string, text: string, returned: boolean): JsonObject {
  return { Id: id, Expression: text, ReturnData: returned };
}

/** What the tokens of all models in a period cost, in US dollars, were all of them at these prices. */
export function costQueries({ input, output }: TokenPrices, period: number): readonly JsonObject[] {
  return [
    bedrockSum('input', 'InputTokenCount', { model: null, period }),
    bedrockSum('output', 'OutputTokenCount', { model: null, period }),
    expression('cost', `(FILL(input, 0) * ${input} + FILL(output, 0) * ${output}) / 1000000`, true),
  ];
}

const FAILURES = {
  client: 'InvocationClientErrors',
  server: 'InvocationServerErrors',
  throttled: 'InvocationThrottles',
} as const;

/**
 * The share of failed calls in a period, of one model or of all; nothing of fewer calls than say something. Bedrock
 * counts successful calls in Invocations, and throttled ones in neither that nor the errors.
 */
export function errorRateQueries(model: string | null, period: number): readonly JsonObject[] {
  const failures = Object.entries(FAILURES);
  return [
    bedrockSum('answered', 'Invocations', { model, period }),
    ...failures.map(([id, metric]) => bedrockSum(id, metric, { model, period })),
    expression('failed', failures.map(([id]) => `FILL(${id}, 0)`).join(' + '), false),
    expression('calls', 'FILL(answered, 0) + failed', false),
    expression('rate', `IF(calls >= ${ENOUGH_CALLS}, failed / calls, 0)`, true),
  ];
}

/** The sum of a metric by its dimension `identity`: one row for each, and each is held against the threshold alone. */
export function sumByIdentity(namespace: string, metric: string, period: number): readonly JsonObject[] {
  const query = `SELECT SUM(${metric}) FROM SCHEMA("${namespace}", identity) GROUP BY identity ORDER BY SUM() DESC`;
  return [{ ...expression('each', query, true), Period: period }];
}
