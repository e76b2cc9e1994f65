import { ListGuardrailsCommand } from '@aws-sdk/client-bedrock';
import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { ListUsersCommand } from '@aws-sdk/client-iam';
import * as organizations from '@aws-sdk/client-organizations';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import { openAccount } from '../../../src/simulator/account/account.ts';
import { inProcess } from '../../../src/simulator/wire/in-process.ts';
import {
  ADMIN_ROLE,
  containment,
  denial,
  each,
  outcomes,
  RESPONDER_ARN,
  WENT_THROUGH,
  type Calls,
  type Containment,
} from '../../support/containment.ts';
import { emptyAccount } from '../../support/empty-account.ts';
import { modelCalls, planeCalls } from '../../support/inference-calls.ts';
import { OPENED, type Clients } from '../../support/simulated-account.ts';

const ACCOUNT = '111122223333';
const Type = 'SERVICE_CONTROL_POLICY';
const INFERENCE = ['bedrock:InvokeModel*', 'bedrock-mantle:*', 'aws-external-anthropic:*'];
const EXCEPT_RESPONDER = { ArnNotLike: { 'aws:PrincipalArn': RESPONDER_ARN } };

/** Something of several services. */
function everywhere({ iam, s3, bedrock }: Clients): Calls {
  return {
    ListUsers: () => iam.send(new ListUsersCommand({})),
    ListBuckets: () => s3.send(new ListBucketsCommand({})),
    ListGuardrails: () => bedrock.send(new ListGuardrailsCommand({})),
  };
}

const deniedEverywhere = {
  ListUsers: 'AccessDenied',
  ListBuckets: 'AccessDenied',
  ListGuardrails: 'AccessDeniedException',
};

async function create(client: organizations.OrganizationsClient, Content: string): Promise<string> {
  const { Policy } = await client.send(
    new organizations.CreatePolicyCommand({ Name: 'contain', Description: 'The incident', Type, Content }),
  );
  return Policy?.PolicySummary?.Id ?? '';
}

describe('C25, a service control policy', () => {
  let opened: Containment;
  let client: organizations.OrganizationsClient;
  beforeEach(async () => {
    opened = await containment();
    client = new organizations.OrganizationsClient(opened.settings(opened.responder));
  });
  const attach = async (Content: string): Promise<{ PolicyId: string; TargetId: string }> => {
    const target = { PolicyId: await create(client, Content), TargetId: ACCOUNT };
    await client.send(new organizations.AttachPolicyCommand(target));
    return target;
  };

  it('stops every principal of the account on every plane it names, the running sessions too', async () => {
    const held = ['adminSession', 'secondKey', 'stolenSession'];
    const own = Object.fromEntries(
      held.flatMap((name) =>
        Object.entries(modelCalls(opened.heldSettings(name))).map(([call, it]) => [`${call} of ${name}`, it]),
      ),
    );
    const planes = planeCalls(opened, opened.keys('adminSession'));
    expect(await outcomes({ ...own, ...planes })).toEqual(each({ ...own, ...planes }, WENT_THROUGH));
    const attached = await attach(denial(INFERENCE, EXCEPT_RESPONDER));
    expect(await outcomes({ ...own, ...planes })).toEqual({
      ...each(own, 'AccessDeniedException'),
      ...each(planes, 'status 403'),
    });
    await client.send(new organizations.DetachPolicyCommand(attached));
    expect(await outcomes({ ...own, ...planes })).toEqual(each({ ...own, ...planes }, WENT_THROUGH));
  });

  it('leaves what it does not name, and whom it excepts', async () => {
    await attach(denial(INFERENCE, EXCEPT_RESPONDER));
    const calls: Calls = {
      ...everywhere(opened.held('adminSession')),
      ...modelCalls(opened.settings(opened.responder)),
    };
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
  });

  it('leaves AWS itself: its log files go on coming', async () => {
    await attach(denial('s3:*', EXCEPT_RESPONDER));
    const before = opened.world.s3.buckets.get('example-cloudtrail-111122223333')?.objects.size ?? 0;
    opened.clock.advance(900_000);
    await opened.responders.s3.send(new ListBucketsCommand({}));
    expect(opened.world.s3.buckets.get('example-cloudtrail-111122223333')?.objects.size).toBeGreaterThan(
      before,
    );
  });

  it('cannot be undone from within the account by whom it denies', async () => {
    const attached = await attach(denial(['organizations:*'], EXCEPT_RESPONDER));
    const intruders = new organizations.OrganizationsClient(opened.heldSettings('adminSession'));
    expect(
      await outcomes({
        DetachPolicy: () => intruders.send(new organizations.DetachPolicyCommand(attached)),
      }),
    ).toEqual({ DetachPolicy: 'AccessDeniedException' });
  });

  it('has no effect on the management account', async () => {
    const { world, admin } = emptyAccount(OPENED);
    const dispatch = openAccount(world);
    const settings = {
      region: 'us-east-1',
      credentials: admin,
      maxAttempts: 1,
      requestHandler: inProcess(dispatch, '192.0.2.55'),
    };
    const management = new organizations.OrganizationsClient(settings);
    const PolicyId = await create(management, denial('*'));
    await management.send(new organizations.AttachPolicyCommand({ PolicyId, TargetId: world.accountId }));
    const calls = {
      DescribeOrganization: () => management.send(new organizations.DescribeOrganizationCommand({})),
    };
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
  });
});

describe('C25, an account moved into isolation', () => {
  let opened: Containment;
  let client: organizations.OrganizationsClient;
  beforeEach(async () => {
    opened = await containment();
    client = new organizations.OrganizationsClient(opened.settings(opened.responder));
  });
  const move = (SourceParentId: string, DestinationParentId: string): Promise<unknown> =>
    client.send(
      new organizations.MoveAccountCommand({ AccountId: ACCOUNT, SourceParentId, DestinationParentId }),
    );

  it('stops every principal but the responders, and lets them go when it is moved back', async () => {
    const names = ['adminSession', 'secondKey'];
    await move('ou-exam-workload1', 'ou-exam-isolate1');
    for (const name of names) expect(await outcomes(everywhere(opened.held(name)))).toEqual(deniedEverywhere);
    const own = everywhere(opened.responders);
    expect(await outcomes(own)).toEqual(each(own, WENT_THROUGH));
    await move('ou-exam-isolate1', 'ou-exam-workload1');
    for (const name of names) {
      const calls = everywhere(opened.held(name));
      expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
    }
  });

  it('refuses new sessions, and leaves GetCallerIdentity', async () => {
    await move('ou-exam-workload1', 'ou-exam-isolate1');
    const { sts } = opened.held('leakedKey');
    expect(
      await outcomes({
        AssumeRole: () =>
          sts.send(
            new AssumeRoleCommand({
              RoleArn: `arn:aws:iam::${ACCOUNT}:role/${ADMIN_ROLE}`,
              RoleSessionName: 'again',
            }),
          ),
        GetCallerIdentity: () => sts.send(new GetCallerIdentityCommand({})),
      }),
    ).toEqual({ AssumeRole: 'AccessDenied', GetCallerIdentity: WENT_THROUGH });
  });

  it('drops what the account inherited from the unit it came from', async () => {
    const { PolicyId, ...rest } = {
      PolicyId: await create(client, denial('cloudtrail:StopLogging', EXCEPT_RESPONDER)),
      TargetId: 'ou-exam-workload1',
    };
    await client.send(new organizations.AttachPolicyCommand({ PolicyId, ...rest }));
    // What the account itself has would hide what it inherits.
    await client.send(new organizations.DetachPolicyCommand({ PolicyId: 'p-protect1', TargetId: ACCOUNT }));
    const call = {
      StopLogging: () =>
        opened.held('adminSession').cloudtrail.send(new StopLoggingCommand({ Name: 'organization' })),
    };
    expect(await outcomes(call)).toEqual({ StopLogging: 'AccessDeniedException' });
    await move('ou-exam-workload1', 'r-exam');
    expect(await outcomes(call)).toEqual({ StopLogging: WENT_THROUGH });
  });
});
