import { ListFoundationModelsCommand } from '@aws-sdk/client-bedrock';
import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { ListUsersCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import type { Credentials } from '../../src/simulator/scenarios/scenario.ts';
import { refused, testAccount, type Clients } from '../support/simulated-account.ts';

const HOUR = 3_600_000;

/** One call to each service: STS, IAM, CloudTrail, Bedrock and S3. */
async function refusals(clients: Clients): Promise<readonly string[]> {
  return [
    await refused(clients.sts.send(new GetCallerIdentityCommand({}))),
    await refused(clients.iam.send(new ListUsersCommand({}))),
    await refused(clients.cloudtrail.send(new DescribeTrailsCommand({}))),
    await refused(clients.bedrock.send(new ListFoundationModelsCommand({}))),
    await refused(clients.s3.send(new ListBucketsCommand({}))),
  ];
}

describe('who is let in', () => {
  it('knows the responder and every credential the intruder holds', async () => {
    const { as, responder, intruder } = await testAccount();
    expect(await refusals(as(responder))).toEqual(Array.from({ length: 5 }, () => 'went through'));
    for (const credentials of Object.values(intruder)) {
      expect(await refused(as(credentials).sts.send(new GetCallerIdentityCommand({})))).toBe('went through');
    }
  });

  it.each<[string, (known: Credentials) => Credentials, readonly string[]]>([
    [
      'a wrong secret',
      (known) => ({ ...known, secretAccessKey: 'wrong' }),
      [
        'SignatureDoesNotMatch',
        'SignatureDoesNotMatch',
        'InvalidSignatureException',
        'InvalidSignatureException',
        'SignatureDoesNotMatch',
      ],
    ],
    [
      'an unknown key',
      (known) => ({ ...known, accessKeyId: 'ASIAUNKNOWNEXAMPLE00' }),
      [
        'InvalidClientTokenId',
        'InvalidClientTokenId',
        'UnrecognizedClientException',
        'UnrecognizedClientException',
        'InvalidAccessKeyId',
      ],
    ],
    [
      'a wrong session token',
      (known) => ({ ...known, sessionToken: 'wrong' }),
      [
        'InvalidClientTokenId',
        'InvalidClientTokenId',
        'UnrecognizedClientException',
        'UnrecognizedClientException',
        'InvalidToken',
      ],
    ],
    [
      'a missing session token',
      ({ accessKeyId, secretAccessKey }) => ({ accessKeyId, secretAccessKey }),
      [
        'InvalidClientTokenId',
        'InvalidClientTokenId',
        'UnrecognizedClientException',
        'UnrecognizedClientException',
        'InvalidToken',
      ],
    ],
  ])('refuses %s with the codes of each service', async (_what, change, codes) => {
    const { as, responder } = await testAccount();
    expect(await refusals(as(change(responder)))).toEqual(codes);
  });

  it('refuses expired credentials', async () => {
    const { as, responder, clock } = await testAccount();
    clock.advance(13 * HOUR);
    expect(await refusals(as(responder))).toEqual([
      'ExpiredToken',
      'ExpiredToken',
      'ExpiredTokenException',
      'ExpiredTokenException',
      'ExpiredToken',
    ]);
  });

  it('takes an inactive key for an unknown one, while tokens minted from it live on', async () => {
    const { as, responder, intruder } = await testAccount();
    const leaked = as(intruder['leakedKey'] ?? responder);
    const { Credentials: minted } = await leaked.sts.send(new GetSessionTokenCommand({}));
    const id = intruder['leakedKey']?.accessKeyId;
    await as(responder).iam.send(
      new UpdateAccessKeyCommand({ UserName: 'ci-deployer', AccessKeyId: id, Status: 'Inactive' }),
    );
    expect(await refused(leaked.sts.send(new GetCallerIdentityCommand({})))).toBe('InvalidClientTokenId');
    const token = as({
      accessKeyId: minted?.AccessKeyId ?? '',
      secretAccessKey: minted?.SecretAccessKey ?? '',
      sessionToken: minted?.SessionToken ?? '',
    });
    expect(await refused(token.sts.send(new GetCallerIdentityCommand({})))).toBe('went through');
    expect(await refused(token.iam.send(new ListUsersCommand({})))).toBe('InvalidClientTokenId');
    expect(await refused(token.sts.send(new GetSessionTokenCommand({})))).toBe('AccessDenied');
    expect(
      await refused(
        token.sts.send(
          new AssumeRoleCommand({
            RoleArn: 'arn:aws:iam::111122223333:role/data-platform-admin',
            RoleSessionName: 'x',
          }),
        ),
      ),
    ).toBe('went through');
  });

  it('refuses a request that nobody signed, and one signed long ago', async () => {
    const { dispatch } = await testAccount();
    const unsigned = {
      method: 'POST',
      path: '/',
      query: {},
      address: '192.0.2.1',
      body: Buffer.from('Action=ListUsers&Version=2010-05-08'),
    };
    const answer = await dispatch({
      ...unsigned,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer.status).toBe(403);
    expect(Buffer.from(answer.body).toString()).toContain('<Code>MissingAuthenticationToken</Code>');
  });
});
