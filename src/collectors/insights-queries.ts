/** One of the five detection queries of the published guide, once for Logs Insights and once for the lake. */
export interface InsightsQuery {
  /** As the guide names it. */
  readonly id: string;
  readonly title: string;
  /** What the guide's text does wrong on records as Bedrock writes them, and what stands here instead. */
  readonly corrected: string;
  /** Where the two texts may answer differently, or what neither can tell. */
  readonly limits: string;
  /** Logs Insights query language. `:new_since` stands for a time, in milliseconds since 1970. */
  readonly insights: string;
  /** Athena SQL over bedrock_invocations. `:new_since` is a parameter, ISO 8601. */
  readonly sql: string;
}

/** Words that the guide looks for; two of its five were translated there and match no prompt in English. */
const WORDS = 'ignore previous|system prompt|you are now|disregard instructions|override (safety|security)';

/** An hour as `bin(1h)` writes it. */
const HOUR = `date_format(date_trunc('hour', event_ts), '%Y-%m-%d %H:%i:%s.000')`;

/** The five queries in the guide's order. They have run on simulated accounts only: on AWS they are unverified. */
export const INSIGHTS_QUERIES: readonly InsightsQuery[] = [
  {
    id: 'prompt_injection_indicators',
    title: 'Prompts with the words of an injection, by hour',
    corrected:
      'The guide parses the text after a member whose name was translated, and looks for two translated phrases: neither occurs in a record. Here the text is what stands between `"input":{` and `"output":{`, and the phrases are English again.',
    limits:
      'The whole input is searched, system prompt and tool descriptions included: an application whose own prompt says "system prompt" hits on every call. Bodies that were put aside (over 100 KB) are in neither. In Insights a prompt with a member `"output":{` of its own is read up to there, and a log that writes output before input is not read right.',
    insights: String.raw`fields @timestamp
| parse @message /"input":\{(?<input_text>.*?)(?:"output":\{|$)/
| filter input_text like /(?i)(${WORDS})/
| stats count(*) as hit_count by bin(1h) as time_window
| sort time_window desc`,
    sql: `SELECT ${HOUR} AS time_window, count(*) AS hit_count
FROM bedrock_invocations
WHERE regexp_like(input_body, '(?i)(${WORDS})')
GROUP BY 1
ORDER BY 1 DESC`,
  },
  {
    id: 'high_token_consumers',
    title: 'Callers and models with more than 500,000 tokens',
    corrected:
      'The guide adds `inputTokenCount` and `outputTokenCount`, which are no fields of a record: they are `input.inputTokenCount` and `output.outputTokenCount`. It adds them event by event, where a record that lacks one of them would count for nothing; here each is summed first.',
    limits:
      'Streamed answers often have no output count in the record. The lake then reads it from the usage in the answer; Insights counts such an answer as no tokens. A caller is a session: a role that is assumed anew each hour is a new caller each hour.',
    insights: `fields identity.arn as caller, modelId
| stats sum(input.inputTokenCount) as input_tokens, sum(output.outputTokenCount) as output_tokens, input_tokens + output_tokens as total_tokens, count(*) as request_count by caller, modelId
| filter total_tokens > 500000
| sort total_tokens desc`,
    sql: `SELECT identity_arn AS caller, modelid, coalesce(sum(input_tokens), 0) AS input_tokens, coalesce(sum(output_tokens), 0) AS output_tokens,
  coalesce(sum(input_tokens), 0) + coalesce(sum(output_tokens), 0) AS total_tokens, count(*) AS request_count
FROM bedrock_invocations
GROUP BY 1, 2
HAVING coalesce(sum(input_tokens), 0) + coalesce(sum(output_tokens), 0) > 500000
ORDER BY total_tokens DESC`,
  },
  {
    id: 'content_filter_blocks',
    title: 'Callers with more than five guardrail interventions in an hour',
    corrected:
      'The guide asks for a field `guardrailAction` with the value BLOCKED. Neither exists: what a guardrail did lies in the answer, as `amazon-bedrock-guardrailAction` INTERVENED for InvokeModel and as stopReason `guardrail_intervened` for Converse. In a streamed answer it is in a late chunk whose place differs, so that the text of the event is searched.',
    limits:
      'An intervention is a block or a masking; the record of an InvokeModel call without a trace does not say which. Answers that were put aside are in neither. A call without a guardrail leaves no trace at all.',
    insights: String.raw`fields identity.arn as caller
| filter @message like /"amazon-bedrock-guardrailAction":\s*"INTERVENED"|"stopReason":\s*"guardrail_intervened"/
| stats count(*) as block_count by caller, bin(1h) as hour
| filter block_count > 5
| sort block_count desc`,
    sql: `SELECT identity_arn AS caller, ${HOUR} AS hour, count(*) AS block_count
FROM bedrock_invocations
WHERE guardrail_action = 'INTERVENED'
GROUP BY 1, 2
HAVING count(*) > 5
ORDER BY block_count DESC`,
  },
  {
    id: 'unusual_model_access',
    title: 'Callers that used a model for the first time in the last 24 hours',
    corrected:
      'The guide compares with `ago(24h)`, which Insights does not have: the query is refused. Here the time is written out, 24 hours before the end of the window.',
    limits:
      'First means first within the window: where the window is hardly longer than a day, everything is new. Times are milliseconds since 1970. A caller is a session, so that a role shows up as new with every session.',
    insights: `fields @timestamp, identity.arn as caller, modelId
| stats earliest(@timestamp) as first_seen, latest(@timestamp) as last_seen, count(*) as total_calls by caller, modelId
| filter first_seen > :new_since
| sort total_calls desc`,
    sql: `SELECT identity_arn AS caller, modelid, CAST(to_unixtime(min(event_ts)) * 1000 AS bigint) AS first_seen,
  CAST(to_unixtime(max(event_ts)) * 1000 AS bigint) AS last_seen, count(*) AS total_calls
FROM bedrock_invocations
GROUP BY 1, 2
HAVING to_unixtime(min(event_ts)) > to_unixtime(from_iso8601_timestamp(:new_since))
ORDER BY total_calls DESC`,
  },
  {
    id: 'large_output_requests',
    title: 'Callers with more than ten answers over 4,000 tokens',
    corrected:
      'The guide reads `outputTokenCount` at the top of the record, where it is not: the filter never holds. It is `output.outputTokenCount`.',
    limits:
      'Streamed answers without a count in the record are seen by the lake, which reads the usage in the answer, and not by Insights.',
    insights: `fields identity.arn as caller
| filter output.outputTokenCount > 4000
| stats count(*) as large_output_count, avg(output.outputTokenCount) as avg_output, sum(output.outputTokenCount) as total_output by caller
| filter large_output_count > 10
| sort total_output desc`,
    sql: `SELECT identity_arn AS caller, count(*) AS large_output_count, avg(output_tokens) AS avg_output, sum(output_tokens) AS total_output
FROM bedrock_invocations
WHERE output_tokens > 4000
GROUP BY 1
HAVING count(*) > 10
ORDER BY total_output DESC`,
  },
];

const DAY = 86_400_000;

/** From when on a first use counts as new, for a window that ends then: ISO 8601 UTC. */
export function newSince(to: string): string {
  return new Date(Date.parse(to) - DAY).toISOString();
}

/** The text for Insights over a window that ends then. */
export function insightsText({ insights }: InsightsQuery, to: string): string {
  return insights.replace(':new_since', String(Date.parse(newSince(to))));
}
