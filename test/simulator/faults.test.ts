import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as iam from '@aws-sdk/client-iam';
import * as s3 from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import type { FaultPlan, PlannedFault } from '../../src/simulator/faults/fault-plan.ts';
import { withFaults } from '../../src/simulator/faults/with-faults.ts';
import { listen, type Listening } from '../../src/simulator/wire/http-server.ts';
import { inProcess } from '../../src/simulator/wire/in-process.ts';
import { serviceModel } from '../../src/simulator/wire/service-model.ts';
import { refused, testAccount } from '../support/simulated-account.ts';

const MODELS = [
  serviceModel(iam, iam.IAMClient),
  serviceModel(cloudtrail, cloudtrail.CloudTrailClient),
  serviceModel(s3, s3.S3Client),
];
const servers: Listening[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function faulty(plan: FaultPlan, over: 'in process' | 'over HTTP' = 'in process', maxAttempts = 1) {
  const account = await testAccount();
  const waits: number[] = [];
  const delay = async (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
  };
  const dispatch = withFaults(account.dispatch, { plan, models: MODELS, delay });
  const server = over === 'in process' ? undefined : await listen(dispatch, 0);
  if (server !== undefined) servers.push(server);
  const settings = {
    region: 'us-east-1',
    credentials: account.responder,
    maxAttempts,
    ...(server === undefined
      ? { requestHandler: inProcess(dispatch) }
      : {
          endpoint: server.url,
          forcePathStyle: true,
          requestHandler: { requestTimeout: 200, throwOnRequestTimeout: true },
        }),
  };
  return {
    waits,
    account,
    iam: new iam.IAMClient(settings),
    cloudtrail: new cloudtrail.CloudTrailClient(settings),
    s3: new s3.S3Client(settings),
  };
}

describe('planned faults', () => {
  it.each<[PlannedFault, string, string, string]>([
    [{ kind: 'throttling' }, 'Throttling', 'ThrottlingException', 'SlowDown'],
    [{ kind: 'access-denied' }, 'AccessDenied', 'AccessDeniedException', 'AccessDenied'],
    [{ kind: 'expired-credentials' }, 'ExpiredToken', 'ExpiredTokenException', 'ExpiredToken'],
    [{ kind: 'server-error' }, 'InternalFailure', 'InternalFailure', 'InternalError'],
    [{ kind: 'server-error', status: 503 }, 'ServiceUnavailable', 'ServiceUnavailable', 'ServiceUnavailable'],
  ])('%j has the code of each protocol', async (fault, query, json, rest) => {
    const clients = await faulty([{ match: {}, fault }]);
    expect([
      await refused(clients.iam.send(new iam.ListUsersCommand({}))),
      await refused(clients.cloudtrail.send(new cloudtrail.ListTrailsCommand({}))),
      await refused(clients.s3.send(new s3.ListBucketsCommand({}))),
    ]).toEqual([query, json, rest]);
  });

  it('meet the call they name, the time they name, and nothing else', async () => {
    const { iam: client, cloudtrail: other } = await faulty([
      { match: { service: 'iam', operation: 'ListUsers', nth: 2 }, fault: { kind: 'throttling' } },
    ]);
    const list = (): Promise<string> => refused(client.send(new iam.ListUsersCommand({})));
    expect([
      await list(),
      await refused(client.send(new iam.ListRolesCommand({}))),
      await list(),
      await list(),
      await refused(other.send(new cloudtrail.ListTrailsCommand({}))),
    ]).toEqual(['went through', 'went through', 'Throttling', 'went through', 'went through']);
  });

  it('are what a client that tries again gets over', async () => {
    const { iam: client } = await faulty([{ match: { nth: 1 }, fault: { kind: 'dropped' } }], 'over HTTP', 3);
    const { $metadata, Users } = await client.send(new iam.ListUsersCommand({}));
    expect([$metadata.attempts, Users?.length]).toEqual([2, expect.any(Number)]);
  });

  it.each(['in process', 'over HTTP'] as const)(
    'lose the connection before or in the answer, %s',
    async (over) => {
      const lost = await faulty([{ match: { operation: 'CreateUser' }, fault: { kind: 'dropped' } }], over);
      expect(await refused(lost.iam.send(new iam.CreateUserCommand({ UserName: 'x' })))).toMatch(
        /ECONNRESET|Error/,
      );
      expect(lost.account.world.iam.users.has('x')).toBe(false);
      const done = await faulty(
        [{ match: { operation: 'CreateUser' }, fault: { kind: 'dropped', done: true } }],
        over,
      );
      await refused(done.iam.send(new iam.CreateUserCommand({ UserName: 'x' })));
      expect(done.account.world.iam.users.has('x')).toBe(true);
      const cut = await faulty([{ match: { operation: 'ListTrails' }, fault: { kind: 'truncated' } }], over);
      expect(await refused(cut.cloudtrail.send(new cloudtrail.ListTrailsCommand({})))).not.toBe(
        'went through',
      );
    },
  );

  it('keep a client waiting, for a while or until it gives up', async () => {
    const slow = await faulty([{ match: {}, fault: { kind: 'slow', milliseconds: 9000 } }]);
    expect(await refused(slow.iam.send(new iam.ListUsersCommand({})))).toBe('went through');
    expect(slow.waits).toEqual([9000]);
    const never = await faulty([{ match: {}, fault: { kind: 'timeout' } }], 'over HTTP');
    expect(await refused(never.iam.send(new iam.ListUsersCommand({})))).toBe('TimeoutError');
  });
});
