import { jsonFault } from '../base/json-fault.ts';
import { isObject, type Json } from '../base/json.ts';
import type { Reader, Rewritten } from '../ports/reader.ts';
import { guardrailOf } from './bedrock-guardrail.ts';
import { promptText, responseText, tokensOf, toolUses } from './bedrock-text.ts';

/**
 * Bedrock model invocation log records (FACTS 2.3), as lines, arrays, or inside a log group's export.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
 */
export const bedrockInvocations: Reader = {
  id: 'bedrock-invocations',
  title: 'Bedrock model invocation records',
  table: 'bedrock_invocations',
  recognise: ({ first }) => isInvocation(first),
  rewrite: ({ text }) => parsed(text, bedrockRow),
};

/** A log group's events as FilterLogEvents or GetLogEvents gives them: each message is a record. */
export const bedrockLogEvents: Reader = {
  id: 'bedrock-log-events',
  title: 'Bedrock model invocation records from CloudWatch Logs',
  table: 'bedrock_invocations',
  recognise: ({ first }) =>
    isObject(first) &&
    typeof first['message'] === 'string' &&
    first['message'].includes('"modelId"') &&
    first['message'].trimStart().startsWith('{'),
  rewrite: ({ text }) =>
    parsed(text, (event) => {
      const message = isObject(event) ? event['message'] : undefined;
      return typeof message === 'string'
        ? parsed(message, bedrockRow)
        : { ok: false, problem: 'the log event has no message' };
    }),
};

/** Chunks of a streamed answer without the record around them (seen in the field; FACTS 2.3 [2]). */
export const bedrockBareChunks: Reader = {
  id: 'bedrock-bare-chunks',
  title: 'chunks of a streamed answer without their invocation record',
  table: 'bedrock_invocations',
  framing: 'values',
  recognise: ({ first, framing }) =>
    isChunk(framing.kind === 'values' && Array.isArray(first) ? (first[0] as Json | undefined) : first),
  rewrite: ({ text }) => parsed(text, bedrockRow),
};

export function isInvocation(value: Json | undefined): boolean {
  if (!isObject(value)) return false;
  if (value['schemaType'] === 'ModelInvocationLog') return true;
  return (
    typeof value['modelId'] === 'string' &&
    typeof value['operation'] === 'string' &&
    (isObject(value['input']) || isObject(value['identity']))
  );
}

function isChunk(value: Json | undefined): boolean {
  return (
    isObject(value) &&
    typeof value['type'] === 'string' &&
    /^(message|content_block)_(start|delta|stop)$/.test(value['type'])
  );
}

/** One record as a row of `bedrock_invocations`. */
export function bedrockRow(record: Json): Rewritten {
  if (Array.isArray(record))
    return {
      ok: false,
      problem: 'an array of chunks without its invocation record: who called which model is not known',
    };
  if (!isObject(record) || !isInvocation(record))
    return { ok: false, problem: 'the record is no invocation record' };
  const input = member(record, 'input');
  const output = member(record, 'output');
  const problems: string[] = [];
  const inputBody = input['inputBodyJson'];
  const outputBody = output['outputBodyJson'];
  const guardrail = guardrailOf(outputBody);
  if (typeof record['timestamp'] !== 'string') problems.push('timestamp is missing');
  if (typeof record['requestId'] !== 'string') problems.push('requestId is missing');
  const row = {
    schematype: textOf(record['schemaType']),
    schemaversion: textOf(record['schemaVersion']),
    timestamp: textOf(record['timestamp']),
    accountid: textOf(record['accountId']),
    region: textOf(record['region']),
    requestid: textOf(record['requestId']),
    operation: textOf(record['operation']),
    modelid: textOf(record['modelId']),
    identity_arn: textOf(member(record, 'identity')['arn']),
    errorcode: textOf(record['errorCode']),
    input_content_type: textOf(input['inputContentType']),
    input_body: json(inputBody),
    input_body_s3: textOf(input['inputBodyS3Path']),
    input_tokens: count(input['inputTokenCount']) ?? tokensOf(outputBody).input,
    output_content_type: textOf(output['outputContentType']),
    output_body: json(outputBody),
    output_body_s3: textOf(output['outputBodyS3Path']),
    output_tokens: count(output['outputTokenCount']) ?? tokensOf(outputBody).output,
    prompt_text: promptText(inputBody),
    response_text: responseText(outputBody),
    guardrail_action: guardrail.action,
    guardrail_assessments: guardrail.assessments,
    tool_uses: json(toolUses(inputBody, outputBody)),
  };
  return { ok: true, rows: [JSON.stringify(row)], problems };
}

export function parsed(source: string, use: (value: Json) => Rewritten): Rewritten {
  try {
    return use(JSON.parse(source) as Json);
  } catch (error) {
    if (error instanceof SyntaxError)
      return { ok: false, problem: `the record is not valid JSON (${jsonFault(error)})` };
    throw error;
  }
}

function member(record: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const value = record[key];
  return isObject(value) ? value : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) ? value : null;
}

function json(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
