import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { colleague } from '../support/action-checks.ts';

const ID = 's3/copy-evidence';
const bucket = 'example-support-kb-111122223333';
const key = 'manuals/returns/zz ütf.md';
const to = 'example-evidence';

describe('s3/copy-evidence', () => {
  let open: ActionCase;
  let versionId = '';
  beforeEach(async () => {
    open = await actionCase();
    const { s3 } = colleague(open);
    await s3.send(new CreateBucketCommand({ Bucket: to }));
    const { VersionId = '' } = await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: 'text',
        ContentType: 'text/markdown',
        Metadata: { signature: 'ab12' },
      }),
    );
    versionId = VersionId;
  });
  afterEach(() => open.close());

  it('plans one call and changes nothing', async () => {
    const plan = await open.plan(ID, { bucket, key, versionId, to });
    expect(plan.calls.map(({ operation, reversibility }) => [operation, reversibility.kind])).toEqual([
      ['CopyObject', 'leaves'],
    ]);
    expect(open.changesInTrail()).toEqual([]);
  });

  it('keeps bytes, metadata and origin, carries a SHA-256, and is not made twice', async () => {
    const params = { bucket, key, versionId, to };
    await open.apply(ID, params);
    const head = await colleague(open).s3.send(
      new HeadObjectCommand({
        Bucket: to,
        Key: `evidence/${bucket}/${versionId}/${key}`,
        ChecksumMode: 'ENABLED',
      }),
    );
    // SHA-256 of 'text'.
    expect(head.ChecksumSHA256).toBe('mC2ePrmW9VnmM/TRlN7zdh2Qn1o7ZH0ahR/q1nwyydE=');
    expect(head.ContentType).toBe('text/markdown');
    expect(head.Metadata).toEqual({
      signature: 'ab12',
      'heptad-source-bucket': bucket,
      'heptad-source-key': 'manuals%2Freturns%2Fzz%20%C3%BCtf.md',
      'heptad-source-version': versionId,
      'heptad-source-modified': '2026-01-15T12:00:00.000Z',
      'heptad-source-etag': '1cb251ec0d568de6a929b520c4aed8d1',
    });
    expect((await open.plan(ID, params)).calls).toEqual([]);
    expect(open.changesInTrail()).toEqual(['CopyObject']);
  });

  it('goes to the evidence bucket although that is guarded, and is not taken back', async () => {
    const guarded = await actionCase({
      organization: { ...open.desk.organization, evidenceBuckets: [to] },
    });
    const { s3 } = colleague(guarded);
    await s3.send(new CreateBucketCommand({ Bucket: to }));
    const params = {
      bucket: 'example-hr-records-111122223333',
      key: 'reviews/2024.csv',
      versionId: 'null',
      to,
    };
    const entry = await guarded.apply(ID, params);
    await expect(guarded.undo(entry)).rejects.toMatchObject({
      why: 'a copy kept as evidence is not deleted by heptad',
    });
    await guarded.close();
  });

  it('refuses what has no content', async () => {
    await expect(open.plan(ID, { bucket, key, versionId: 'none', to })).rejects.toMatchObject({
      why: expect.stringContaining('no version none') as string,
    });
  });
});
