import { ListGuardrailsCommand } from '@aws-sdk/client-bedrock';
import * as iam from '@aws-sdk/client-iam';
import { GetObjectCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import {
  ADMIN_ROLE,
  containment,
  denial,
  denyRole,
  denyUser,
  each,
  given,
  outcomes,
  WENT_THROUGH,
  type Calls,
  type Containment,
} from '../../support/containment.ts';
import { modelCalls } from '../../support/inference-calls.ts';
import type { Clients } from '../../support/simulated-account.ts';

const SECOND = 1000;
const RoleArn = `arn:aws:iam::111122223333:role/${ADMIN_ROLE}`;
const KNOWLEDGE = { Bucket: 'example-support-kb-111122223333', Key: 'manuals/returns/3.md' };

/** Something from each corner of the account. */
function everywhere(clients: Clients): Calls {
  return {
    ListUsers: () => clients.iam.send(new iam.ListUsersCommand({})),
    ListBuckets: () => clients.s3.send(new ListBucketsCommand({})),
    GetObject: () => clients.s3.send(new GetObjectCommand(KNOWLEDGE)),
    ListGuardrails: () => clients.bedrock.send(new ListGuardrailsCommand({})),
  };
}

async function disable({ responders, keys }: Containment, UserName: string, key: string): Promise<void> {
  await responders.iam.send(
    new iam.UpdateAccessKeyCommand({
      UserName,
      AccessKeyId: keys(key).accessKeyId,
      Status: 'Inactive',
    }),
  );
}

/** Sessions whose tokens are older than half a minute from now are over, as the console writes it. */
function olderSessions({ clock }: Containment): string {
  const cut = new Date(clock.now() + 30 * SECOND).toISOString();
  return denial('*', { DateLessThan: { 'aws:TokenIssueTime': cut } });
}

async function sessionOf(clients: Clients, opened: Containment): Promise<Clients> {
  const { Credentials } = await clients.sts.send(new GetSessionTokenCommand({}));
  return opened.as(given(Credentials));
}

async function roleOf(clients: Clients, opened: Containment): Promise<Clients> {
  const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'again' });
  return opened.as(given((await clients.sts.send(assume)).Credentials));
}

describe('C01, a key switched off', () => {
  it('ends the key at once, for every service', async () => {
    const opened = await containment();
    const calls: Calls = {
      ...everywhere(opened.held('secondKey')),
      ...modelCalls(opened.heldSettings('secondKey')),
    };
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
    await disable(opened, 'marta.silva', 'secondKey');
    expect(await outcomes(calls)).toEqual({
      ...each(calls, 'UnrecognizedClientException'),
      ListUsers: 'InvalidClientTokenId',
      ListBuckets: 'InvalidAccessKeyId',
      GetObject: 'InvalidAccessKeyId',
    });
    // Nor does it get anything new.
    expect(
      await outcomes({
        GetSessionToken: () => opened.held('secondKey').sts.send(new GetSessionTokenCommand({})),
        GetCallerIdentity: () => opened.held('secondKey').sts.send(new GetCallerIdentityCommand({})),
      }),
    ).toEqual({ GetSessionToken: 'InvalidClientTokenId', GetCallerIdentity: 'InvalidClientTokenId' });
  });

  it('leaves what was minted from it alone, until C05 ends that too', async () => {
    const opened = await containment();
    const token = await sessionOf(opened.held('secondKey'), opened);
    const role = await roleOf(opened.held('leakedKey'), opened);
    const tokens: Calls = {
      'token of the user': () => token.s3.send(new ListBucketsCommand({})),
      'session of the role': () => role.iam.send(new iam.ListUsersCommand({})),
      "the story's own session of the role": () =>
        opened.held('adminSession').iam.send(new iam.ListUsersCommand({})),
    };
    await disable(opened, 'marta.silva', 'secondKey');
    await disable(opened, 'ci-deployer', 'leakedKey');
    expect(await outcomes(tokens)).toEqual(each(tokens, WENT_THROUGH));
    opened.clock.advance(3600 * SECOND - 1);
    expect(await outcomes(tokens)).toEqual(each(tokens, WENT_THROUGH));
    await denyUser(opened, olderSessions(opened), { name: 'AWSRevokeOlderSessions' });
    await denyRole(opened, olderSessions(opened), { name: 'AWSRevokeOlderSessions' });
    expect(await outcomes(tokens)).toEqual(each(tokens, 'AccessDenied'));
  });

  it("leaves the other keys of the user and everybody else's alone, and is undone", async () => {
    const opened = await containment();
    await disable(opened, 'ci-deployer', 'leakedKey');
    const others: Calls = {
      'second key': () => opened.held('secondKey').iam.send(new iam.ListUsersCommand({})),
      'phantom key': () => opened.held('phantomKey').bedrock.send(new ListGuardrailsCommand({})),
      responder: () => opened.responders.iam.send(new iam.ListUsersCommand({})),
    };
    expect(await outcomes(others)).toEqual(each(others, WENT_THROUGH));
    await opened.responders.iam.send(
      new iam.UpdateAccessKeyCommand({
        UserName: 'ci-deployer',
        AccessKeyId: opened.keys('leakedKey').accessKeyId,
        Status: 'Active',
      }),
    );
    const again = { again: () => opened.held('leakedKey').iam.send(new iam.ListUsersCommand({})) };
    expect(await outcomes(again)).toEqual(each(again, WENT_THROUGH));
  });
});

describe('C02, everything denied', () => {
  it('stops keys and sessions of the principal, the new ones too', async () => {
    const opened = await containment();
    const { held } = opened;
    const token = await sessionOf(held('secondKey'), opened);
    await denyUser(opened, denial('*'));
    await opened.responders.iam.send(
      new iam.AttachRolePolicyCommand({
        RoleName: ADMIN_ROLE,
        PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll',
      }),
    );
    const renewed = await roleOf(held('leakedKey'), opened);
    for (const clients of [held('secondKey'), token, held('adminSession'), renewed]) {
      const calls = everywhere(clients);
      expect(await outcomes(calls)).toEqual({
        ...each(calls, 'AccessDenied'),
        ListGuardrails: 'AccessDeniedException',
        // A user's token without MFA is no good for IAM anyway.
        ...(clients === token ? { ListUsers: 'InvalidClientTokenId' } : {}),
      });
    }
  });

  it('leaves GetCallerIdentity, which needs no permission, and every other principal', async () => {
    const opened = await containment();
    await denyUser(opened, denial('*'));
    const calls: Calls = {
      'who am I': () => opened.held('secondKey').sts.send(new GetCallerIdentityCommand({})),
      'the session of the role': () => opened.held('adminSession').iam.send(new iam.ListUsersCommand({})),
      'the phantom key': () => opened.held('phantomKey').bedrock.send(new ListGuardrailsCommand({})),
    };
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
  });

  it('is lifted by taking the policy away', async () => {
    const opened = await containment();
    await denyUser(opened, denial('*'));
    await opened.responders.iam.send(
      new iam.DeleteUserPolicyCommand({ UserName: 'marta.silva', PolicyName: 'contained' }),
    );
    const calls = everywhere(opened.held('secondKey'));
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
  });
});

describe('C05, sessions revoked', () => {
  it('ends the sessions there are, and those made before its time has come', async () => {
    const opened = await containment();
    await denyRole(opened, olderSessions(opened), { name: 'AWSRevokeOlderSessions' });
    const young = await roleOf(opened.held('leakedKey'), opened);
    const calls: Calls = {
      'the old session': () => opened.held('adminSession').iam.send(new iam.ListUsersCommand({})),
      'a session of this minute': () => young.iam.send(new iam.ListUsersCommand({})),
    };
    expect(await outcomes(calls)).toEqual(each(calls, 'AccessDenied'));
    opened.clock.advance(31 * SECOND);
    expect(await outcomes(calls)).toEqual(each(calls, 'AccessDenied'));
  });

  it('leaves access keys alone, and whoever takes the role up anew', async () => {
    const opened = await containment();
    await denyUser(opened, olderSessions(opened), { name: 'AWSRevokeOlderSessions' });
    await denyRole(opened, olderSessions(opened), { name: 'AWSRevokeOlderSessions' });
    opened.clock.advance(31 * SECOND);
    const renewed = await roleOf(opened.held('leakedKey'), opened);
    const calls: Calls = {
      'key of the user': () => opened.held('secondKey').iam.send(new iam.ListUsersCommand({})),
      'new session of the role': () => renewed.iam.send(new iam.ListUsersCommand({})),
    };
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
  });

  it('hits good sessions as well, and lets them back by the deletion of the policy', async () => {
    const opened = await containment();
    const colleague = await roleOf(opened.responders, opened);
    const call = { colleague: () => colleague.iam.send(new iam.ListUsersCommand({})) };
    await denyRole(opened, olderSessions(opened), { name: 'AWSRevokeOlderSessions' });
    expect(await outcomes(call)).toEqual({ colleague: 'AccessDenied' });
    await opened.responders.iam.send(
      new iam.DeleteRolePolicyCommand({ RoleName: ADMIN_ROLE, PolicyName: 'AWSRevokeOlderSessions' }),
    );
    expect(await outcomes(call)).toEqual({ colleague: WENT_THROUGH });
  });
});

describe('a role whose trust was narrowed', () => {
  it('is taken up no more by whom it trusts no longer', async () => {
    const opened = await containment();
    await opened.responders.iam.send(
      new iam.UpdateAssumeRolePolicyCommand({
        RoleName: ADMIN_ROLE,
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: 'arn:aws:iam::111122223333:role/example-incident-responder' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
      }),
    );
    const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'again' });
    expect(
      await outcomes({
        intruder: () => opened.held('leakedKey').sts.send(assume),
        'session there was': () => opened.held('adminSession').iam.send(new iam.ListUsersCommand({})),
        responder: () => opened.responders.sts.send(assume),
      }),
    ).toEqual({ intruder: 'AccessDenied', 'session there was': WENT_THROUGH, responder: WENT_THROUGH });
  });
});

describe('a boundary and a session policy', () => {
  it('narrow what a role may do', async () => {
    const opened = await containment();
    const { responders } = opened;
    const allowed = (Action: string): string =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
    const { Policy: boundary } = await responders.iam.send(
      new iam.CreatePolicyCommand({ PolicyName: 'only-iam', PolicyDocument: allowed('iam:*') }),
    );
    const assume = new AssumeRoleCommand({
      RoleArn,
      RoleSessionName: 'narrow',
      Policy: allowed('s3:ListAllMyBuckets'),
    });
    const narrow = opened.as(given((await responders.sts.send(assume)).Credentials));
    const calls: Calls = {
      ListBuckets: () => narrow.s3.send(new ListBucketsCommand({})),
      ListUsers: () => narrow.iam.send(new iam.ListUsersCommand({})),
    };
    expect(await outcomes(calls)).toEqual({ ListBuckets: WENT_THROUGH, ListUsers: 'AccessDenied' });
    await responders.iam.send(
      new iam.PutRolePermissionsBoundaryCommand({
        RoleName: ADMIN_ROLE,
        PermissionsBoundary: boundary?.Arn,
      }),
    );
    expect(await outcomes(calls)).toEqual(each(calls, 'AccessDenied'));
    const whole = await roleOf(responders, opened);
    expect(
      await outcomes({
        ListBuckets: () => whole.s3.send(new ListBucketsCommand({})),
        ListUsers: () => whole.iam.send(new iam.ListUsersCommand({})),
      }),
    ).toEqual({ ListBuckets: 'AccessDenied', ListUsers: WENT_THROUGH });
  });
});
