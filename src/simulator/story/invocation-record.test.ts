import { describe, expect, it } from 'vitest';
import { invocationRecord, type Exchange } from './invocation-record.ts';

const exchange: Exchange = {
  time: Date.UTC(2026, 0, 15, 9, 5, 7),
  region: 'us-east-1',
  requestId: '01234567-89ab-4cde-8f01-23456789abcd',
  operation: 'Converse',
  modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
  callerArn: 'arn:aws:sts::111122223333:assumed-role/app/s',
  prompt: 'Where is my parcel?',
  response: 'On its way.',
  inputTokens: 12,
  outputTokens: 5,
};
const intervention = {
  source: 'input' as const,
  assessment: { contentPolicy: { filters: [{ type: 'PROMPT_ATTACK', action: 'BLOCKED' }] } },
  message: 'No.',
};

describe('invocationRecord', () => {
  it('writes Converse as one assembled object', () => {
    const { record, sideObjects } = invocationRecord(exchange);
    expect(record).toMatchObject({
      schemaType: 'ModelInvocationLog',
      schemaVersion: '1.0',
      timestamp: '2026-01-15T09:05:07Z',
      requestId: exchange.requestId,
      identity: { arn: exchange.callerArn },
      input: { inputBodyJson: { messages: [{ role: 'user', content: [{ text: exchange.prompt }] }] } },
      output: { outputBodyJson: { stopReason: 'end_turn', usage: { totalTokens: 17 } }, outputTokenCount: 5 },
    });
    expect(sideObjects).toEqual([]);
  });

  it('writes a stream of InvokeModel as chunks, with [DONE] where asked for and no output count', () => {
    const { record } = invocationRecord({
      ...exchange,
      operation: 'InvokeModelWithResponseStream',
      endsWithDone: true,
    });
    expect(record['output']).not.toHaveProperty('outputTokenCount');
    expect(record['output']).toMatchObject({
      outputBodyJson: [
        { type: 'message_start' },
        { type: 'content_block_start' },
        { delta: { text: 'On its way.' } },
        { type: 'content_block_stop' },
        { usage: { output_tokens: 5 } },
        { type: 'message_stop' },
        '[DONE]',
      ],
    });
  });

  it('puts what a guardrail stopped where each operation has it, with no tokens counted for a blocked input', () => {
    const converse = invocationRecord({ ...exchange, guardrail: intervention });
    expect(converse.record).toMatchObject({
      input: { inputTokenCount: 0 },
      output: {
        outputBodyJson: {
          stopReason: 'guardrail_intervened',
          trace: { guardrail: { inputAssessment: { grexample001: intervention.assessment } } },
        },
      },
    });
    const invoke = invocationRecord({ ...exchange, operation: 'InvokeModel', guardrail: intervention });
    expect(invoke.record).toMatchObject({
      output: { outputBodyJson: { 'amazon-bedrock-guardrailAction': 'INTERVENED' } },
    });
  });

  it('keeps the words that a guardrail took out of an answer', () => {
    const { record } = invocationRecord({ ...exchange, guardrail: { ...intervention, source: 'output' } });
    expect(record).toMatchObject({
      output: {
        outputBodyJson: {
          output: { message: { content: [{ text: 'No.' }] } },
          trace: { guardrail: { modelOutput: ['On its way.'] } },
        },
      },
    });
  });

  it('says only that a guardrail looked when it found nothing', () => {
    const { record } = invocationRecord({ ...exchange, guardrail: 'evaluated' });
    expect(JSON.stringify(record)).toContain('invocationMetrics');
    expect(JSON.stringify(record)).not.toContain('INTERVENED');
  });

  it('puts a large body aside and says where it is', () => {
    const { record, sideObjects } = invocationRecord({ ...exchange, offload: 'input' });
    const name = `data/${exchange.requestId}_input.json.gz`;
    expect(sideObjects.map((side) => side.name)).toEqual([name]);
    expect(record['input']).toMatchObject({
      inputBodyS3Path: `s3://example-bedrock-logs-111122223333/AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/01/15/09/${name}`,
    });
    expect(record['input']).not.toHaveProperty('inputBodyJson');
  });

  it('writes the call of a tool', () => {
    const { record } = invocationRecord({
      ...exchange,
      toolCall: { name: 'send_email', input: { to: 'all' } },
    });
    expect(record).toMatchObject({
      output: {
        outputBodyJson: {
          stopReason: 'tool_use',
          output: { message: { content: [{}, { toolUse: { name: 'send_email' } }] } },
        },
      },
    });
  });
});
