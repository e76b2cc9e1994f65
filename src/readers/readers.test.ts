import { describe, expect, it } from 'vitest';
import type { Json } from '../base/json.ts';
import type { Framing, Head } from '../ports/reader.ts';
import { bedrockRow } from './bedrock-invocations.ts';
import { guardrailOf } from './bedrock-guardrail.ts';
import { READERS } from './registry.ts';

function readerOf(
  first: Json,
  {
    path = 'logs/x.json',
    framing = { kind: 'values' },
  }: { readonly path?: string; readonly framing?: Framing } = {},
): string | undefined {
  const head: Head = { path, text: JSON.stringify(first), first, framing };
  return READERS.find((reader) => reader.recognise(head))?.id;
}

const EVENT = {
  eventVersion: '1.11',
  eventTime: '2026-01-15T10:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateUser',
};
const RECORD = {
  schemaType: 'ModelInvocationLog',
  schemaVersion: '1.0',
  timestamp: '2026-01-15T10:00:00Z',
  accountId: '111122223333',
  region: 'us-east-1',
  requestId: 'r-1',
  operation: 'Converse',
  modelId: 'm',
  identity: { arn: 'arn:aws:iam::111122223333:user/alice' },
  input: {
    inputContentType: 'application/json',
    inputBodyJson: {
      system: [{ text: 'be brief' }],
      messages: [{ role: 'user', content: [{ text: 'hello' }] }],
    },
    inputTokenCount: 7,
  },
  output: {
    outputContentType: 'application/json',
    outputBodyJson: {
      output: { message: { content: [{ text: 'hi' }, { toolUse: { name: 'send', input: {} } }] } },
      stopReason: 'tool_use',
    },
    outputTokenCount: 3,
  },
};

describe('recognition', () => {
  it('goes by content', () => {
    expect(readerOf(EVENT)).toBe('cloudtrail');
    expect(
      readerOf(
        { eventSource: 's3.amazonaws.com', eventName: 'GetObject' },
        { framing: { kind: 'envelope', member: 'Records' } },
      ),
    ).toBe('cloudtrail');
    expect(readerOf({ eventSource: 's3.amazonaws.com', eventName: 'GetObject', rule: 'x' })).toBeUndefined();
    expect(readerOf({ EventId: 'e', CloudTrailEvent: JSON.stringify(EVENT) })).toBe(
      'cloudtrail-lookup-events',
    );
    expect(readerOf(RECORD)).toBe('bedrock-invocations');
    expect(readerOf({ _raw: JSON.stringify(RECORD) })).toBe('bedrock-invocations-wrapped');
    expect(
      readerOf(
        { timestamp: 1, message: JSON.stringify(RECORD) },
        { framing: { kind: 'envelope', member: 'events' } },
      ),
    ).toBe('bedrock-log-events');
    expect(readerOf([{ type: 'message_start' }])).toBe('bedrock-bare-chunks');
    expect(readerOf({ digestStartTime: 'x', logFiles: [] })).toBe('cloudtrail-digest');
    expect(readerOf({ captureData: {}, eventMetadata: {} })).toBe('sagemaker-data-capture');
    expect(readerOf({ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', eventTime: 'x' })).toBe(
      's3-notification',
    );
    expect(readerOf({ anything: 'else' })).toBeUndefined();
  });

  it('goes by place only where nothing else says what a file is', () => {
    expect(
      readerOf(
        { messages: [] },
        {
          path: 'a/AWSLogs/1/BedrockModelInvocationLogs/us-east-1/2026/01/15/10/data/0a1b2c3d-1111_input.json.gz',
        },
      ),
    ).toBe('bedrock-bodies');
    expect(readerOf({ messages: [] }, { path: 'a/0a1b2c3d-1111_input.json.gz' })).toBeUndefined();
  });
});

function rowOf(record: Json): Readonly<Record<string, unknown>> {
  const made = bedrockRow(record);
  if (!made.ok) throw new Error(made.problem);
  return JSON.parse(made.rows[0] ?? '') as Readonly<Record<string, unknown>>;
}

describe('bedrockRow', () => {
  it('gives an assembled answer its texts, tokens and tool calls', () => {
    expect(rowOf(RECORD)).toMatchObject({
      requestid: 'r-1',
      identity_arn: RECORD.identity.arn,
      prompt_text: 'be brief\nhello',
      response_text: 'hi',
      input_tokens: 7,
      output_tokens: 3,
    });
    expect(JSON.parse(String(rowOf(RECORD)['tool_uses']))).toEqual([
      { toolUse: { name: 'send', input: {} } },
    ]);
  });

  it('joins the chunks of a stream, whose last may be "[DONE]", and finds their tokens', () => {
    const chunks = [
      { type: 'message_start', message: { usage: { input_tokens: 11 } } },
      { type: 'content_block_delta', delta: { type: 'text_delta', text: 'Hel' } },
      { type: 'content_block_delta', delta: { type: 'text_delta', text: 'lo' } },
      { type: 'message_delta', usage: { output_tokens: 2 } },
      {
        'amazon-bedrock-guardrailAction': 'INTERVENED',
        'amazon-bedrock-trace': {
          guardrail: {
            input: { gr1: { contentPolicy: { filters: [{ type: 'PROMPT_ATTACK', action: 'BLOCKED' }] } } },
          },
        },
      },
      '[DONE]',
    ];
    const { inputTokenCount: _none, ...input } = RECORD.input;
    const row = rowOf({
      ...RECORD,
      operation: 'InvokeModelWithResponseStream',
      input,
      output: { outputBodyJson: chunks },
    });
    expect(row).toMatchObject({
      response_text: 'Hello',
      input_tokens: 11,
      output_tokens: 2,
      guardrail_action: 'INTERVENED',
    });
  });

  it('does not take a bare array of chunks for a record', () => {
    expect(bedrockRow([{ type: 'message_start' }])).toMatchObject({ ok: false });
  });
});

describe('guardrailOf', () => {
  const assessment = { topicPolicy: { topics: [{ name: 'x', type: 'DENY', action: 'BLOCKED' }] } };
  it('reads assessments in every layout that was seen', () => {
    for (const outputAssessments of [
      { gr1: [assessment] },
      [{ gr1: assessment }],
      [{ gr1: [assessment] }],
      { gr1: assessment },
    ]) {
      const result = guardrailOf({ trace: { guardrail: { outputAssessments } } });
      expect(result.action).toBe('INTERVENED');
      expect(JSON.parse(result.assessments ?? '')).toEqual([{ at: 'output', assessment }]);
    }
  });

  it('tells evaluated and clean from not seen', () => {
    expect(
      guardrailOf({ trace: { guardrail: { inputAssessment: { gr1: { invocationMetrics: {} } } } } }).action,
    ).toBe('NONE');
    expect(guardrailOf({ stopReason: 'end_turn' })).toEqual({ action: null, assessments: null });
    expect(guardrailOf({ stopReason: 'guardrail_intervened' }).action).toBe('INTERVENED');
  });
});
