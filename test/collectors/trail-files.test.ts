import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ListUsersCommand } from '@aws-sdk/client-iam';
import { StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/base/hashing.ts';
import { DIGESTS, keysBelow, LOGS, objectsBelow, TRAIL_BUCKET } from '../support/delivered-logs.ts';
import { OPENED } from '../support/simulated-account.ts';
import { opened } from '../support/opened-case.ts';

const HOUR = 3_600_000;
const Bucket = TRAIL_BUCKET;

const iso = (time: number): string => new Date(time).toISOString();

describe('log files of a trail', () => {
  it('are kept byte for byte, each with its place and time', async () => {
    const { account, own } = await opened();
    await own.collect();
    const { s3 } = account.as(account.responder);
    const files = await objectsBelow(s3, `${LOGS}us-east-1/`);
    const kept = (await own.custody()).filter(({ collector }) => collector === 'cloudtrail-trail-files');
    expect(kept.length).toBeGreaterThan(30);
    expect(kept.every(({ modified }) => modified !== null)).toBe(true);
    const hashes = new Map(files.map(({ key, bytes }) => [`s3://${Bucket}/${key}`, sha256(bytes)]));
    expect(kept.every(({ source, sha256: hash }) => hashes.get(source) === hash)).toBe(true);
  });

  it('are complete where the digests hold, and say from when', async () => {
    const { own } = await opened();
    // Digests of the simulated account begin at 06:00 and the last full hour is 12:00.
    await own.collect({ from: '2026-01-15T06:00:00.000Z' });
    const [management] = own.coverage('cloudtrail.management', 'us-east-1');
    expect(management).toMatchObject({ status: 'complete', from: '2026-01-15T06:00:00.000Z' });
    const [objects] = own.coverage('cloudtrail.data.s3', 'us-east-1');
    expect(objects?.detail).toBe('trail organization: its digest chain holds, and every log file in it');
    expect(objects).toMatchObject({ status: 'complete', to: '2026-01-15T10:45:00.000Z' });
    const [bedrock] = own.coverage('cloudtrail.data.bedrock', 'us-east-1');
    expect(bedrock?.status).toBe('partial');
    expect(bedrock?.detail).toContain('selected are the events of AWS::Bedrock::AgentAlias');
    expect(own.coverage('cloudtrail.data.mantle', 'us-east-1')).toMatchObject([{ status: 'not-enabled' }]);
    expect(own.book.state.findings).toEqual({});
  });

  it('before the first digest are not said to be proved', async () => {
    const { own } = await opened();
    await own.collect({ from: '2026-01-10T00:00:00.000Z' });
    const [objects] = own.coverage('cloudtrail.data.s3', 'us-east-1');
    expect(objects?.status).toBe('partial');
    expect(objects?.detail).toContain('no digest covers the time before 2026-01-15T06:00:00.000Z');
  });

  it.each(['2026-01-15T08:27:13.000Z', '2026-01-15T08:59:59.000Z'])(
    'from within an hour on are not missed where the window did not ask for them: %s',
    async (from) => {
      const { own } = await opened();
      await own.collect({ from });
      expect(own.book.state.findings).toEqual({});
      expect(own.coverage('cloudtrail.data.s3', 'us-east-1')).toMatchObject([{ status: 'complete', from }]);
    },
  );

  it('are missed where one of the window is gone, though the window begins within the hour', async () => {
    const { account, own } = await opened();
    const from = '2026-01-15T08:27:13.000Z';
    const { s3 } = account.as(account.responder);
    const inWindow = (await keysBelow(s3, `${LOGS}us-east-1/`)).find((key) => key.includes('T0835Z'));
    if (inWindow === undefined) throw new Error('the trail has no file of 08:35');
    account.world.s3.buckets.get(Bucket)?.objects.delete(inWindow);
    await own.collect({ from });
    expect(own.book.state.findings).toMatchObject({ T2: { count: 1 } });
  });

  it('are fetched once: a later collection fetches what is new', async () => {
    const { account, own } = await opened();
    await own.collect();
    const fetched = (): number => own.calls.filter(({ operation }) => operation === 'GetObject').length;
    const first = fetched();
    account.clock.advance(2 * HOUR);
    await own.collect({ to: iso(OPENED + 2 * HOUR) });
    const { s3 } = account.as(account.responder);
    const files = await keysBelow(s3, `${LOGS}us-east-1/`);
    const kept = (await own.custody()).filter(({ collector }) => collector === 'cloudtrail-trail-files');
    expect(new Set(kept.map(({ source }) => source)).size).toBe(kept.length);
    expect(kept.length).toBe(files.length);
    expect(fetched() - first).toBeLessThan(first);
  });
});

describe('a trail that was tampered with', () => {
  it('a changed log file and one deleted are named, and cut out', async () => {
    const { account, own } = await opened();
    const { s3 } = account.as(account.responder);
    const keys = await keysBelow(s3, `${LOGS}us-east-1/2026/01/15/`);
    const [changed = '', deleted = ''] = keys.filter(
      (key) => key.includes('T0930Z') || key.includes('T1000Z'),
    );
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: changed }));
    const text = gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString('utf8');
    const forged = gzipSync(text.replace('"eventVersion":"1.11"', '"eventVersion":"1.10"'));
    await s3.send(new PutObjectCommand({ Bucket, Key: changed, Body: forged }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: deleted }));
    await own.collect({ from: '2026-01-15T06:00:00.000Z' });
    const [objects] = own.coverage('cloudtrail.data.s3', 'us-east-1');
    expect(objects?.status).toBe('partial');
    expect(objects?.detail).toContain(`1 invalid: ${changed.split('/').at(-1)}`);
    expect(objects?.detail).toContain(`1 missing: ${deleted.split('/').at(-1)}`);
    expect(own.coverage('cloudtrail.management', 'us-east-1')[0]?.status).toBe('partial');
    const { T1, T2 } = own.book.state.findings;
    expect(T2).toMatchObject({ severity: 'critical', count: 2 });
    expect(T2?.events.toSorted()).toEqual(
      [changed, deleted].map((key) => `s3://${Bucket}/${key}`).toSorted(),
    );
    expect(T1?.severity).toBe('high');
    expect(T1?.count).toBeGreaterThan(0);
  });

  it('an hour without logging and deleted files are found, and no answer about that hour is clean', async () => {
    const { account, own } = await opened();
    const { cloudtrail, s3, iam } = account.as(account.responder);
    account.clock.advance(HOUR);
    await cloudtrail.send(new StopLoggingCommand({ Name: 'organization' }));
    account.clock.advance(HOUR / 2);
    await iam.send(new ListUsersCommand({}));
    account.clock.advance(HOUR / 2);
    await cloudtrail.send(new StartLoggingCommand({ Name: 'organization' }));
    account.clock.advance(3 * HOUR);
    const gone = (await keysBelow(s3, `${LOGS}us-east-1/2026/01/15/`)).filter((key) =>
      /T10[0-2]\dZ/.test(key),
    );
    expect(gone.length).toBeGreaterThan(0);
    for (const Key of gone) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    await own.collect({ from: '2026-01-15T06:00:00.000Z', to: iso(account.clock.now()) });
    const { T1, T2 } = own.book.state.findings;
    expect(T1?.reason).toContain('2026-01-15T13:00:00.000Z');
    expect(T1?.first).toMatch(/^2026-01-15T(09:5|10:)/);
    expect(T2?.count).toBe(gone.length);
    for (const source of ['cloudtrail.management', 'cloudtrail.data.s3'] as const) {
      const [entry] = own.coverage(source, 'us-east-1');
      expect(entry?.status).toBe('partial');
      const at = (time: string): boolean =>
        entry?.stretches.some(({ from, to }) => from <= time && time < to) ?? false;
      expect([source, at('2026-01-15T13:30:00.000Z'), at('2026-01-15T10:10:00.000Z')]).toEqual([
        source,
        false,
        false,
      ]);
      expect([source, at('2026-01-15T08:30:00.000Z')]).toEqual([source, true]);
    }
  });

  it('without its digests is as supplied', async () => {
    const { account, own } = await opened();
    const { s3 } = account.as(account.responder);
    for (const Key of await keysBelow(s3, `${DIGESTS}us-east-1/`))
      await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    await own.collect({ from: '2026-01-15T06:00:00.000Z' });
    const [objects] = own.coverage('cloudtrail.data.s3', 'us-east-1');
    expect(objects?.status).toBe('partial');
    expect(objects?.detail).toContain('no digest proves');
  });
});
