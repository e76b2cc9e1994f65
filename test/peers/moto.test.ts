import * as account from '@aws-sdk/client-account';
import * as bedrock from '@aws-sdk/client-bedrock';
import * as budgets from '@aws-sdk/client-budgets';
import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as config from '@aws-sdk/client-config-service';
import * as ec2 from '@aws-sdk/client-ec2';
import * as eventbridge from '@aws-sdk/client-eventbridge';
import * as guardduty from '@aws-sdk/client-guardduty';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as lambda from '@aws-sdk/client-lambda';
import * as organizations from '@aws-sdk/client-organizations';
import * as s3 from '@aws-sdk/client-s3';
import * as ses from '@aws-sdk/client-ses';
import * as sts from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccount } from '../../src/simulator/account/account.ts';
import { listen } from '../../src/simulator/wire/http-server.ts';
import { emptyAccount } from '../support/empty-account.ts';
import * as absent from './calls/absent-calls.ts';
import type { CalledOperation } from './calls/called.ts';
import { BUDGETS_CALLS, CONFIG_CALLS } from './calls/cost-calls.ts';
import { IAM_CALLS } from './calls/iam-calls.ts';
import * as further from './calls/further-calls.ts';
import * as other from './calls/other-calls.ts';
import { S3_CALLS } from './calls/s3-calls.ts';
import * as watching from './calls/watching-calls.ts';
import { differing, made, namesOf, type AnyClient, type CameOf } from './conformance.ts';
import { LISTED, UNCHECKED_THERE } from './moto-differences.ts';
import { motoPage, type Compared } from './moto-page.ts';
import { startMoto, type MotoServer } from './moto-server.ts';

const TABLES: readonly (readonly [string, object, unknown, readonly CalledOperation[]])[] = [
  ['iam', iam, iam.IAMClient, [...IAM_CALLS, ...absent.ABSENT_IAM]],
  ['s3', s3, s3.S3Client, [...S3_CALLS, ...absent.ABSENT_S3, ...further.S3_SETTINGS_CALLS]],
  ['sts', sts, sts.STSClient, other.STS_CALLS],
  [
    'cloudtrail',
    cloudtrail,
    cloudtrail.CloudTrailClient,
    [...other.CLOUDTRAIL_CALLS, ...absent.ABSENT_CLOUDTRAIL],
  ],
  ['lambda', lambda, lambda.LambdaClient, [...other.LAMBDA_CALLS, ...absent.ABSENT_LAMBDA]],
  ['kms', kms, kms.KMSClient, [...other.KMS_CALLS, ...absent.ABSENT_KMS]],
  ['logs', logs, logs.CloudWatchLogsClient, [...other.LOGS_CALLS, ...absent.ABSENT_LOGS]],
  [
    'organizations',
    organizations,
    organizations.OrganizationsClient,
    [...other.ORGANIZATIONS_CALLS, ...absent.ABSENT_ORGANIZATIONS],
  ],
  ['ses', ses, ses.SESClient, other.SES_CALLS],
  ['bedrock', bedrock, bedrock.BedrockClient, other.BEDROCK_CALLS],
  ['cloudwatch', cloudwatch, cloudwatch.CloudWatchClient, further.CLOUDWATCH_CALLS],
  ['guardduty', guardduty, guardduty.GuardDutyClient, further.GUARDDUTY_CALLS],
  ['ec2', ec2, ec2.EC2Client, further.EC2_CALLS],
  ['account', account, account.AccountClient, watching.ACCOUNT_CALLS],
  ['eventbridge', eventbridge, eventbridge.EventBridgeClient, watching.EVENTBRIDGE_CALLS],
  ['budgets', budgets, budgets.BudgetsClient, BUDGETS_CALLS],
  ['config', config, config.ConfigServiceClient, CONFIG_CALLS],
];
/** The part of all calls that may be listed. */
const MOST_LISTED = 0.02;

describe('the simulated account beside moto', () => {
  let moto: MotoServer;
  let close: () => Promise<void>;
  const ours = new Map<string, readonly CameOf[]>();
  const theirs = new Map<string, readonly CameOf[]>();
  beforeAll(async () => {
    const { world, admin } = emptyAccount(Date.now());
    const server = await listen(openAccount(world), 0);
    moto = await startMoto(world.accountId);
    close = server.close;
    const settings = { region: 'us-east-1', credentials: admin, maxAttempts: 1, forcePathStyle: true };
    const founder = new organizations.OrganizationsClient({ ...settings, endpoint: moto.url });
    await founder.send(new organizations.CreateOrganizationCommand({ FeatureSet: 'ALL' }));
    const { Roots = [] } = await founder.send(new organizations.ListRootsCommand({}));
    await founder.send(
      new organizations.EnablePolicyTypeCommand({
        RootId: Roots[0]?.Id,
        PolicyType: 'SERVICE_CONTROL_POLICY',
      }),
    );
    founder.destroy();
    for (const [name, module, Client, calls] of TABLES)
      for (const [endpoint, cameOf] of [
        [server.url, ours],
        [moto.url, theirs],
      ] as const) {
        const client = new (Client as new (input: object) => AnyClient)({ ...settings, endpoint });
        cameOf.set(name, await made(module, client, calls));
        client.destroy();
      }
  });
  afterAll(async () => {
    await moto.close();
    await close();
  });

  const compared = (): readonly Compared[] =>
    TABLES.flatMap(([service, , , calls]) =>
      namesOf(service, calls).map((name, index) => {
        const [mine, yours] = [ours.get(service)?.[index], theirs.get(service)?.[index]];
        return { service, name, mine, yours, differences: differing(service, { mine, yours }) };
      }),
    );

  it.each(TABLES)('%s: the same calls, the same answers', (service, _module, _client, calls) => {
    expect([ours.get(service)?.length, theirs.get(service)?.length]).toEqual([calls.length, calls.length]);
    const wrong = compared()
      .filter((call) => call.service === service && !(call.name in LISTED || call.name in UNCHECKED_THERE))
      .filter(({ differences }) => differences.length > 0);
    expect(wrong.map(({ name, differences }) => `${name} ${differences.join('; ')}`)).toEqual([]);
  });

  it('refuses what moto does not check', () => {
    for (const [name, { error }] of Object.entries(UNCHECKED_THERE)) {
      const call = compared().find((one) => one.name === name);
      expect([name, call?.mine]).toEqual([name, { error }]);
      expect([name, call?.yours]).toEqual([name, { answer: expect.anything() as unknown }]);
    }
  });

  it('makes enough calls, of both kinds, and lists few', () => {
    const all = compared();
    const failed = (side: 'mine' | 'yours') =>
      all.filter((one) => one[side] !== undefined && 'error' in one[side]).length;
    expect(all.length).toBeGreaterThan(400);
    expect([failed('mine') > 180, failed('yours') > 180]).toEqual([true, true]);
    // Nothing is listed that is not there, or that agrees.
    const listed = all.filter(({ name, differences }) => name in LISTED && differences.length > 0);
    expect(listed.map(({ name }) => name).toSorted()).toEqual(Object.keys(LISTED).toSorted());
    expect(listed.length).toBeLessThanOrEqual(MOST_LISTED * all.length);
  });

  it('has its figures on their page', async () => {
    const page = motoPage(compared());
    process.stdout.write(`${page.split('\n').slice(4, 8).join('\n')}\n`);
    await expect(page).toMatchFileSnapshot('../../docs/reference/simulated-account/moto.md');
  });
});
