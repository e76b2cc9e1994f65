import { CreateExportTaskCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { colleague } from '../support/action-checks.ts';
import { exportBucket } from '../support/export-bucket.ts';

const ID = 'cloudwatch-logs/export-logs';
const bucket = 'example-log-exports';
const params = { logGroup: '/example/bedrock/invocations', bucket, prefix: 'case-1' };

function exported(open: ActionCase): readonly string[] {
  return [...(open.account.world.s3.buckets.get(bucket)?.objects.keys() ?? [])];
}

describe('cloudwatch-logs/export-logs', () => {
  let open: ActionCase;
  beforeEach(async () => {
    open = await actionCase();
    await exportBucket(open, bucket);
  });
  afterEach(() => open.close());

  it('plans without exporting, and says that nothing takes it back', async () => {
    const { calls, blast } = await open.plan(ID, params);
    expect(calls.map(({ operation, reversibility }) => [operation, reversibility.kind])).toEqual([
      ['CreateExportTask', 'irreversible'],
    ]);
    expect(blast.join()).toContain('personal data');
    expect(open.changesInTrail()).toEqual([]);
    expect(exported(open)).toEqual([]);
  });

  it('exports once: what is running or done is not asked for again, and there is no undo', async () => {
    const entry = await open.apply(ID, params);
    expect(open.book.state.actions[entry]?.status).toBe('applied');
    const { Contents = [] } = await colleague(open).s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: 'case-1/' }),
    );
    expect(Contents.some(({ Key }) => Key?.endsWith('.gz'))).toBe(true);
    expect((await open.plan(ID, params)).calls).toEqual([]);
    open.account.clock.advance(120_000);
    const to = '2026-01-15T12:00:00.000Z';
    expect(await open.observe(ID, { ...params, to })).toMatchObject({ status: 'COMPLETED', busy: null });
    await expect(open.undo(entry)).rejects.toMatchObject({
      message: expect.stringContaining('cannot be undone') as string,
    });
  });

  it('waits for another export, and exports no time twice', async () => {
    await colleague(open).logs.send(
      new CreateExportTaskCommand({
        logGroupName: '/aws/lambda/support-assistant',
        from: 0,
        to: open.account.clock.now(),
        destination: bucket,
      }),
    );
    await expect(open.plan(ID, params)).rejects.toMatchObject({
      why: expect.stringContaining('/aws/lambda/support-assistant is running') as string,
    });
    open.account.clock.advance(120_000);
    expect((await open.plan(ID, params)).calls).toHaveLength(1);
  });

  it('refuses a group that is not there, and a time that ends before it begins', async () => {
    await expect(open.plan(ID, { ...params, logGroup: '/gone' })).rejects.toMatchObject({
      why: expect.stringContaining('no log group /gone') as string,
    });
    const time = { from: '2026-01-15T10:00:00Z', to: '2026-01-15T09:00:00Z' };
    await expect(open.plan(ID, { ...params, ...time })).rejects.toMatchObject({
      why: expect.stringContaining('ends before') as string,
    });
  });
});
