import { counted } from '../../base/text.ts';
import type { GroupUnit } from '../measure-unit.ts';
import { LOGGED, RECORDED } from '../measure-unit.ts';
import { numberIn, textOrNull } from '../row-values.ts';
import { uncountedText } from '../uncounted-text.ts';

export const performance: GroupUnit = {
  id: 'performance',
  title: 'Performance',
  measures: [
    {
      ...LOGGED,
      id: 'latency',
      title: 'Response time and throughput',
      // By rank, not by an estimate: what is shown is the time of a call. Converse tells metrics.latencyMs; streams of InvokeModel tell invocationLatency in their last chunk.
      sql: `WITH told AS (
  SELECT coalesce(try_cast(json_extract_scalar(output_body, '$.metrics.latencyMs') AS double), try_cast(regexp_extract(output_body, '"invocationLatency": *([0-9]+)', 1) AS double)) AS ms
  FROM bedrock_invocations
), ranked AS (
  SELECT ms, row_number() OVER (ORDER BY ms NULLS LAST) AS place, count(ms) OVER () AS places FROM told
)
SELECT count(*) AS calls, count(ms) AS timed, min(CASE WHEN place >= 0.5 * places THEN ms END) AS half, min(CASE WHEN place >= 0.95 * places THEN ms END) AS most FROM ranked`,
      say: (row) =>
        numberIn(row, 'timed') === 0
          ? null
          : `half of the calls within ${ms(numberIn(row, 'half'))}, 95 % within ${ms(numberIn(row, 'most'))} (${numberIn(row, 'timed').toLocaleString('en-US')} of ${counted(numberIn(row, 'calls'), 'call')} tell it)`,
      lacking:
        'a latency in the answers; InvokeModel without a stream tells none (CloudWatch: InvocationLatency)',
    },
    {
      id: 'resources',
      title: 'CPU, GPU and memory',
      kind: 'elsewhere',
      where: 'CloudWatch metrics of SageMaker endpoints and of the hosts; managed models have none',
    },
    {
      ...LOGGED,
      id: 'volume',
      title: 'Tokens and requests',
      sql: `SELECT count(*) AS calls, count(coalesce(input_tokens, output_tokens)) AS counted, sum(coalesce(input_tokens, 0)) AS input, sum(coalesce(output_tokens, 0)) AS output FROM bedrock_invocations`,
      say: (row) =>
        numberIn(row, 'counted') === 0
          ? `${counted(numberIn(row, 'calls'), 'logged request')}, none with a token count`
          : `${counted(numberIn(row, 'calls'), 'logged request')}, ${counted(numberIn(row, 'input'), 'token')} in and ${numberIn(row, 'output').toLocaleString('en-US')} out${uncountedText(row)}`,
    },
    {
      ...RECORDED,
      id: 'batch',
      title: 'Batch jobs and queues',
      sql: `SELECT count(*) AS jobs, count_if(coalesce(errorcode, '') <> '') AS failed, max(eventtime) AS last_at FROM cloudtrail
WHERE eventsource = 'bedrock.amazonaws.com' AND coalesce(eventname, '') IN ('CreateModelInvocationJob', 'StartAsyncInvoke')`,
      say: (row) =>
        `${counted(numberIn(row, 'jobs'), 'batch or asynchronous job')} asked for${numberIn(row, 'jobs') === 0 ? ' in these records' : `, ${numberIn(row, 'failed')} refused, the last at ${textOrNull(row, 'last_at') ?? 'no time'}`}; lengths of queues stand in CloudWatch`,
    },
    {
      id: 'loading',
      title: 'Loading of models',
      kind: 'elsewhere',
      where: 'CloudWatch metrics of SageMaker endpoints (ModelLoadingWaitTime); managed models have none',
    },
  ],
};

function ms(value: number): string {
  return value >= 10_000
    ? `${(value / 1000).toFixed(1)} s`
    : `${Math.round(value).toLocaleString('en-US')} ms`;
}
