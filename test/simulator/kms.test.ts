import * as kms from '@aws-sdk/client-kms';
import { PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastTrack, refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const PERSONNEL = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-4333-8444-555555555555';
const ANALYST = 'arn:aws:iam::111122223333:user/marta.silva';
const ROOT = 'arn:aws:iam::111122223333:root';

const policy = (...principals: string[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: principals }, Action: 'kms:*', Resource: '*' }],
  });

describe.each(['in process', 'over HTTP'] as const)('KMS %s', (over) => {
  let account: TestAccount;
  let client: kms.KMSClient;
  beforeAll(async () => {
    account = await testAccount(over);
    client = account.as(account.responder).kms;
  });
  afterAll(() => account.close());
  const newKey = async (): Promise<string> =>
    (await client.send(new kms.CreateKeyCommand({ Description: 'test' }))).KeyMetadata?.Arn ?? '';
  const stateOf = async (KeyId: string) =>
    (await client.send(new kms.DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;

  it('has the keys of the story under their aliases', async () => {
    const { Aliases = [] } = await client.send(new kms.ListAliasesCommand({ Limit: 1 }));
    expect(Aliases.map(({ AliasName }) => AliasName)).toEqual(['alias/hr-records']);
    const { KeyMetadata } = await client.send(new kms.DescribeKeyCommand({ KeyId: 'alias/hr-records' }));
    expect([KeyMetadata?.Arn, KeyMetadata?.KeyState]).toEqual([PERSONNEL, 'Enabled']);
    const first = await client.send(new kms.ListKeysCommand({ Limit: 1 }));
    const second = await client.send(new kms.ListKeysCommand({ Marker: first.NextMarker }));
    expect([first.Truncated, first.Keys?.length, second.Truncated, second.Keys?.length]).toEqual([
      true,
      1,
      false,
      1,
    ]);
    expect(await refused(client.send(new kms.ListKeysCommand({ Marker: 'nonsense' })))).toBe(
      'InvalidMarkerException',
    );
    expect(await refused(client.send(new kms.DescribeKeyCommand({ KeyId: 'alias/none' })))).toBe(
      'NotFoundException',
    );
  });

  it('encrypts and decrypts with the same context only, and with keys that are enabled', async () => {
    const KeyId = await newKey();
    await client.send(new kms.CreateAliasCommand({ AliasName: 'alias/t', TargetKeyId: KeyId }));
    const EncryptionContext = { purpose: 'test' };
    const Plaintext = Buffer.from('secret');
    const { CiphertextBlob } = await client.send(
      new kms.EncryptCommand({ KeyId: 'alias/t', Plaintext, EncryptionContext }),
    );
    expect(Buffer.from(CiphertextBlob ?? []).includes('secret')).toBe(false);
    const open = new kms.DecryptCommand({ CiphertextBlob, EncryptionContext });
    const opened = await client.send(open);
    expect([Buffer.from(opened.Plaintext ?? []).toString(), opened.KeyId]).toEqual(['secret', KeyId]);
    expect(await refused(client.send(new kms.DecryptCommand({ CiphertextBlob })))).toBe(
      'InvalidCiphertextException',
    );
    expect(
      await refused(
        client.send(new kms.DecryptCommand({ CiphertextBlob, EncryptionContext, KeyId: PERSONNEL })),
      ),
    ).toBe('IncorrectKeyException');
    const data = await client.send(new kms.GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
    const dataKey = await client.send(new kms.DecryptCommand({ CiphertextBlob: data.CiphertextBlob }));
    expect([data.Plaintext?.length, dataKey.Plaintext]).toEqual([32, data.Plaintext]);
    await client.send(new kms.DisableKeyCommand({ KeyId }));
    expect(await refused(client.send(open))).toBe('DisabledException');
    await client.send(new kms.EnableKeyCommand({ KeyId }));
    expect(await refused(client.send(open))).toBe('went through');
    expect(await refused(client.send(new kms.EncryptCommand({ KeyId, Plaintext: Buffer.alloc(4097) })))).toBe(
      'ValidationException',
    );
    await client.send(new kms.DeleteAliasCommand({ AliasName: 'alias/t' }));
  });

  it('deletes after a time in which that can be taken back', async () => {
    const KeyId = await newKey();
    const schedule = (PendingWindowInDays: number) =>
      client.send(new kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays }));
    expect(await refused(schedule(3))).toBe('ValidationException');
    expect(await refused(client.send(new kms.CancelKeyDeletionCommand({ KeyId })))).toBe(
      'KMSInvalidStateException',
    );
    expect((await schedule(7)).KeyState).toBe('PendingDeletion');
    expect(await refused(client.send(new kms.EncryptCommand({ KeyId, Plaintext: Buffer.from('x') })))).toBe(
      'KMSInvalidStateException',
    );
    expect(await refused(client.send(new kms.EnableKeyCommand({ KeyId })))).toBe('KMSInvalidStateException');
    await client.send(new kms.CancelKeyDeletionCommand({ KeyId }));
    expect(await stateOf(KeyId)).toBe('Disabled');
  });

  it('decides by the key policy together with IAM', async () => {
    const KeyId = await newKey();
    const read = () => client.send(new kms.GetKeyPolicyCommand({ KeyId }));
    expect(JSON.parse((await read()).Policy ?? '')).toMatchObject({ Id: 'key-default-1' });
    const put = (Policy: string) => client.send(new kms.PutKeyPolicyCommand({ KeyId, Policy }));
    expect(await refused(put('{}'))).toBe('MalformedPolicyDocumentException');
    expect(await refused(put(policy(ANALYST)))).toBe('MalformedPolicyDocumentException');
    const responder = 'arn:aws:iam::111122223333:role/example-incident-responder';
    await put(policy(responder));
    // An administrator by IAM alone is not enough where the policy does not let the account in.
    const admin = account.as(account.intruder['secondKey'] ?? account.responder).kms;
    const describeKey = new kms.DescribeKeyCommand({ KeyId });
    expect(await refused(admin.send(describeKey))).toBe('AccessDeniedException');
    const { GrantId } = await client.send(
      new kms.CreateGrantCommand({ KeyId, GranteePrincipal: ANALYST, Operations: ['DescribeKey'] }),
    );
    expect(await refused(admin.send(describeKey))).toBe('went through');
    const { Grants = [] } = await client.send(new kms.ListGrantsCommand({ KeyId }));
    expect(Grants.map(({ GranteePrincipal, Operations }) => [GranteePrincipal, Operations])).toEqual([
      [ANALYST, ['DescribeKey']],
    ]);
    await client.send(new kms.RevokeGrantCommand({ KeyId, GrantId }));
    expect(await refused(admin.send(describeKey))).toBe('AccessDeniedException');
    await put(policy(ROOT));
    expect(await refused(admin.send(describeKey))).toBe('went through');
  });

  it('obeys a denial in IAM, and leaves its tracks', async () => {
    const { iam } = account.as(account.responder);
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: 'kms:DisableKey', Resource: PERSONNEL }],
    });
    await iam.send(
      new PutUserPolicyCommand({ UserName: 'marta.silva', PolicyName: 'no-kms', PolicyDocument }),
    );
    const admin = account.as(account.intruder['secondKey'] ?? account.responder).kms;
    expect(await refused(admin.send(new kms.DisableKeyCommand({ KeyId: PERSONNEL })))).toBe(
      'AccessDeniedException',
    );
    expect(await stateOf(PERSONNEL)).toBe('Enabled');
    expect(lastTrack(account, 'DisableKey')).toMatchObject({
      eventSource: 'kms.amazonaws.com',
      readOnly: false,
      errorCode: 'AccessDenied',
      requestParameters: { keyId: PERSONNEL },
      resources: [{ ARN: PERSONNEL, type: 'AWS::KMS::Key' }],
    });
    await client.send(new kms.EncryptCommand({ KeyId: PERSONNEL, Plaintext: Buffer.from('words') }));
    const track = lastTrack(account, 'Encrypt');
    expect([track?.readOnly, JSON.stringify(track).includes('words')]).toEqual([true, false]);
  });

  it('is gone once the time is over', async () => {
    const KeyId = await newKey();
    await client.send(new kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    const key = account.world.kms('us-east-1').keys.get(KeyId.replace(/^.*\//, ''));
    expect(key?.state.kind).toBe('PendingDeletion');
    if (key?.state.kind === 'PendingDeletion') key.state = { ...key.state, at: account.clock.now() };
    expect(await refused(client.send(new kms.DescribeKeyCommand({ KeyId })))).toBe('NotFoundException');
  });
});
