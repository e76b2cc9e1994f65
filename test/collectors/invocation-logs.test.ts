import {
  DeleteModelInvocationLoggingConfigurationCommand,
  PutModelInvocationLoggingConfigurationCommand,
} from '@aws-sdk/client-bedrock';
import { describe, expect, it } from 'vitest';
import { configuredLogging } from '../../src/collectors/invocation-places.ts';
import { keysBelow } from '../support/delivered-logs.ts';
import { type CollectCase } from '../support/collect-case.ts';
import { opened } from '../support/opened-case.ts';

const HOUR = 3_600_000;

const COLLECTORS = ['logging-state', 'cloudtrail-event-history', 'bedrock-invocation-logs'];

async function keptOf(own: CollectCase): Promise<readonly string[]> {
  const custody = await own.custody();
  return custody
    .filter(({ collector }) => collector === 'bedrock-invocation-logs')
    .map(({ source }) => source)
    .toSorted();
}

describe('invocation logs', () => {
  it.each([[{}], [{ loggingConfig: null }], [{ loggingConfig: {} }]])(
    'are off where %j is answered',
    (answer) => {
      expect(configuredLogging(answer)).toBeNull();
    },
  );

  it('come from the bucket, bodies beside them included, though the intruder switched logging off', async () => {
    const { account, own } = await opened();
    const { bedrock, s3 } = account.as(account.responder);
    const bucket = 'example-bedrock-logs-111122223333';
    const config = { loggingConfig: { s3Config: { bucketName: bucket }, textDataDeliveryEnabled: true } };
    await bedrock.send(new PutModelInvocationLoggingConfigurationCommand(config));
    await bedrock.send(new DeleteModelInvocationLoggingConfigurationCommand({}));
    account.clock.advance(HOUR);
    await own.collect({ collectors: COLLECTORS, to: new Date(account.clock.now()).toISOString() });
    const kept = await keptOf(own);
    const folder = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/';
    const keys = await keysBelow(s3, folder, bucket);
    expect(kept).toEqual(keys.map((key) => `s3://${bucket}/${key}`).toSorted());
    expect(kept.length).toBeGreaterThan(0);
    const [entry] = own.coverage('bedrock.invocations', 'us-east-1');
    expect(entry?.status).not.toBe('complete');
    expect(entry?.detail).toContain('deleted at');
  });

  it('are found in the bucket they lie in though no configuration names it any more', async () => {
    const { own } = await opened();
    await own.collect({ collectors: COLLECTORS });
    expect((await keptOf(own)).some((source) => source.startsWith('s3://example-bedrock-logs-'))).toBe(true);
    const [entry] = own.coverage('bedrock.invocations', 'us-east-1');
    expect(entry?.status).toBe('partial');
    expect(entry?.detail).toContain('logging is off now');
  });

  it('a Region that has none is not enabled, and never a source without records', async () => {
    const { own } = await opened();
    await own.collect({ collectors: COLLECTORS, regions: ['sa-east-1'] });
    expect(own.coverage('bedrock.invocations', 'sa-east-1')).toMatchObject([{ status: 'not-enabled' }]);
    expect(await keptOf(own)).toEqual([]);
  });
});
