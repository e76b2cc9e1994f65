import { GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/base/json.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, colleague, intruder } from '../support/action-checks.ts';

const ID = 's3/restore-object';
const bucket = 'example-support-kb-111122223333';
const key = 'manuals/returns/1.md';

/** Version ids are drawn from the account's seed: the good version of the deleted manual is always the same. */
async function goodVersion(open: ActionCase): Promise<string> {
  const { Versions = [] } = await colleague(open).s3.send(
    new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }),
  );
  return Versions.at(-1)?.VersionId ?? '';
}

async function text(open: ActionCase): Promise<string> {
  const got = colleague(open).s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return got.then(
    ({ Body }) => Body?.transformToString() ?? '',
    (error: unknown) => (error instanceof Error ? error.name : ''),
  );
}

const versionId = await actionCase().then(async (open) => {
  const found = await goodVersion(open);
  await open.close();
  return found;
});

checkAction({
  id: ID,
  params: { bucket, key, versionId },
  // The intruder deleted the manual and suspended versioning.
  calls: ['PutBucketVersioning', 'CopyObject'],
  proof: {
    act: async (open) => (await text(open)).slice(0, 11),
    free: 'NoSuchKey',
    inForce: '# returns 1',
  },
  tamper: (open) =>
    intruder(open, 'adminSession').s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'poisoned again' }),
    ),
  conflict: /which is not the copy that was made/,
});

describe('s3/restore-object', () => {
  it('keeps a bad version that was written without versioning', async () => {
    const open = await actionCase();
    await intruder(open, 'adminSession').s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'poisoned' }),
    );
    expect(await text(open)).toBe('poisoned');
    await open.apply(ID, { bucket, key, versionId });
    expect(await text(open)).toMatch(/^# returns 1/);
    const bad = await colleague(open).s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: 'null' }),
    );
    expect(await bad.Body?.transformToString()).toBe('poisoned');
    await open.close();
  });

  it('marks a copy where ETags tell nothing, and knows it by its mark', async () => {
    const open = await actionCase();
    const versions = open.account.world.s3.buckets.get(bucket)?.objects.get(key) ?? [];
    const good = versions.find((version) => version.versionId === versionId);
    if (good?.content === undefined) throw new Error('the account has no good version');
    // As an upload in parts has it.
    Object.assign(good.content, {
      etag: '"d41d8cd98f00b204e9800998ecf8427e-2"',
      metadata: { owner: 'docs' },
    });
    await open.apply(ID, { bucket, key, versionId });
    const observed = await open.observe(ID, { bucket, key, versionId });
    expect((observed['top'] as { readonly metadata: Json }).metadata).toEqual({
      owner: 'docs',
      'heptad-restored-from': versionId,
    } satisfies JsonObject);
    expect((await open.plan(ID, { bucket, key, versionId })).calls).toEqual([]);
    await open.close();
  });

  it('refuses a version that is not there', async () => {
    const open = await actionCase();
    await expect(open.plan(ID, { bucket, key, versionId: 'no-such-version' })).rejects.toMatchObject({
      why: expect.stringContaining('no version no-such-version') as string,
    });
    await open.close();
  });
});
