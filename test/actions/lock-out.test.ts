import { AttachPolicyCommand, CreatePolicyCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { PutRolePolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockedOut } from '../../src/actions/policies-above.ts';
import { refuseLastWriter, roleWritersIn, writersTaken } from '../../src/actions/role-writers.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { ADMIN_ROLE, ANALYST, colleague, OPERATOR } from '../support/action-checks.ts';
import { NO_ORGANIZATION } from '../../src/model/organization.ts';
import { refused } from '../support/simulated-account.ts';

const ACCOUNT = '111122223333';
const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const NO_WRITING = policy({ Effect: 'Deny', Action: 'iam:Put*', Resource: '*' });

let open: ActionCase;
beforeEach(async () => {
  open = await actionCase();
});
afterEach(() => open.close());

/** Takes the right to write policies from everybody but one role. */
async function onlyWriter(name: string): Promise<void> {
  const { iam } = colleague(open);
  const { users, roles } = open.account.world.iam;
  const responder = OPERATOR.split('/').at(-1) ?? '';
  for (const UserName of users.keys())
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'no', PolicyDocument: NO_WRITING }));
  // The responder last: it writes the others.
  const others = [...roles.values()].filter((role) => role.name !== name && role.name !== responder);
  for (const { name: RoleName } of [...others, { name: responder }])
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'no', PolicyDocument: NO_WRITING }));
}

describe('the last who may write policies', () => {
  it('is not contained as a principal, and the refusal says what to do instead', async () => {
    await expect(open.plan('iam/deny-all', { principal: ADMIN_ROLE })).resolves.toBeDefined();
    await onlyWriter('data-platform-admin');
    const before = open.changesInTrail().length;
    const plan = open.plan('iam/deny-all', { principal: ADMIN_ROLE });
    await expect(plan).rejects.toMatchObject({
      message: 'iam/deny-all is refused',
      why: expect.stringContaining(ADMIN_ROLE) as string,
      fix: expect.stringContaining('give another principal that right first') as string,
    });
    // Whoever has not got the right is contained as before, and so are sessions.
    await expect(open.plan('iam/deny-all', { principal: ANALYST })).resolves.toBeDefined();
    await expect(open.plan('iam/revoke-sessions', { principal: ADMIN_ROLE })).resolves.toBeDefined();
    expect(open.changesInTrail()).toHaveLength(before);
  });

  it('is told by policies of its own, of its groups, and by boundaries', () => {
    const document = (action: string, more: object = {}) =>
      encodeURIComponent(policy({ Effect: 'Allow', Action: action, Resource: '*', ...more }));
    const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:user/${name}`;
    const user = (UserName: string, more: object) => ({ UserName, Arn: arn(UserName), ...more });
    const pages = [
      {
        UserDetailList: [
          user('inline', { UserPolicyList: [{ PolicyName: 'a', PolicyDocument: document('iam:*') }] }),
          user('reader', { UserPolicyList: [{ PolicyName: 'a', PolicyDocument: document('iam:Get*') }] }),
          user('grouped', { GroupList: ['admins'] }),
          user('bound', {
            GroupList: ['admins'],
            PermissionsBoundary: { PermissionsBoundaryArn: `arn:aws:iam::${ACCOUNT}:policy/bound` },
          }),
          user('conditional', {
            UserPolicyList: [
              {
                PolicyName: 'a',
                PolicyDocument: document('*', {
                  Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
                }),
              },
            ],
          }),
        ],
        GroupDetailList: [
          {
            GroupName: 'admins',
            AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
          },
        ],
        Policies: [
          {
            Arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
            PolicyVersionList: [{ IsDefaultVersion: true, Document: document('*') }],
          },
          {
            Arn: `arn:aws:iam::${ACCOUNT}:policy/bound`,
            PolicyVersionList: [
              { IsDefaultVersion: false, Document: document('*') },
              { IsDefaultVersion: true, Document: document('s3:*') },
            ],
          },
        ],
      },
    ];
    const writers = roleWritersIn(pages);
    expect(writers.map(({ name }) => name)).toEqual(['inline', 'grouped']);
    expect(refuseLastWriter(['User inline'], writers)).toBeNull();
    expect(refuseLastWriter(['User inline', 'User grouped'], writers)?.why).toContain('root user');
    expect(refuseLastWriter(['User reader'], writers)).toBeNull();
  });

  it('loses the right by a Deny without a condition alone', () => {
    const put = (document: string) => ({
      service: 'iam',
      operation: 'PutRolePolicy',
      region: 'us-east-1',
      input: { RoleName: 'app', PolicyName: 'x', PolicyDocument: document },
    });
    const deny = (more: object) => put(policy({ Effect: 'Deny', Resource: '*', ...more }));
    const older = { DateLessThan: { 'aws:TokenIssueTime': '2026-01-01T00:00:00Z' } };
    expect(writersTaken([deny({ Action: '*' })])).toEqual(['Role app']);
    expect(writersTaken([deny({ Action: '*', Condition: older })])).toEqual([]);
    expect(writersTaken([deny({ Action: 'bedrock:*' })])).toEqual([]);
    expect(writersTaken([deny({ NotAction: 'bedrock:*' })])).toEqual(['Role app']);
  });
});

describe('moving an account', () => {
  const organizations = () => new OrganizationsClient(open.account.settings(open.account.responder));

  async function unitWith(content: string): Promise<string> {
    const made = await organizations().send(
      new CreatePolicyCommand({
        Type: 'SERVICE_CONTROL_POLICY',
        Name: 'quarantine',
        Description: 'x',
        Content: content,
      }),
    );
    const TargetId = 'ou-exam-isolate1';
    await organizations().send(
      new AttachPolicyCommand({ PolicyId: made.Policy?.PolicySummary?.Id, TargetId }),
    );
    return TargetId;
  }

  it('shows the policies it loses and gets', async () => {
    const { blast } = await open.plan('organizations/move-account', {
      accountId: ACCOUNT,
      to: 'ou-exam-isolate1',
    });
    expect(blast.join('\n')).toMatch(/in force from then on: .*ou-exam-isolate1 \(.*Deny \*/);
  });

  it('is refused where the policies there would lock the operator out', async () => {
    const to = await unitWith(policy({ Effect: 'Deny', Action: '*', Resource: '*' }));
    await expect(open.plan('organizations/move-account', { accountId: ACCOUNT, to })).rejects.toMatchObject({
      why: expect.stringContaining('the identity heptad works with') as string,
    });
    expect(open.changesInTrail()).toEqual([]);
  });

  it('counts what is allowed at every level, and whom a Deny leaves alone', () => {
    const full = {
      at: 'r-exam',
      name: 'Full',
      content: policy({ Effect: 'Allow', Action: '*', Resource: '*' }),
    };
    const at = (content: string) => ({ at: 'ou-exam-x', name: 'x', content });
    const deny = (more: object) => at(policy({ Effect: 'Deny', Action: 'iam:*', Resource: '*', ...more }));
    expect(lockedOut([full])).toBeNull();
    expect(lockedOut([full, at(policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }))])).toEqual({
      spared: [],
    });
    const sparing = { Condition: { ArnNotLike: { 'aws:PrincipalArn': OPERATOR } } };
    const unit = { ...full, at: 'ou-exam-x' };
    expect(lockedOut([full, unit, deny(sparing)])).toEqual({ spared: [OPERATOR] });
    const region = { Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } } };
    expect(lockedOut([full, unit, deny(region)])).toBeNull();
  });
});

describe('a service control policy', () => {
  const wanted = { target: ACCOUNT, name: 'heptad-no-models', actions: ['bedrock:*'], except: [OPERATOR] };

  it('shows what is in force besides, and refuses to lock the operator or the responders out', async () => {
    const { blast } = await open.plan('organizations/attach-deny-policy', wanted);
    expect(blast.join('\n')).toMatch(/from then on also heptad-no-models: Deny bedrock:\*/);
    await expect(
      open.plan('organizations/attach-deny-policy', { ...wanted, except: [ADMIN_ROLE] }),
    ).rejects.toMatchObject({ why: expect.stringContaining('heptad works with') as string });
    const other = 'arn:aws:iam::111122223333:role/second-responder';
    await open.close();
    open = await actionCase({ organization: { ...NO_ORGANIZATION, incidentResponseRoles: [other] } });
    await expect(open.plan('organizations/attach-deny-policy', wanted)).rejects.toMatchObject({
      why: expect.stringContaining(other) as string,
      fix: expect.stringContaining('left alone') as string,
    });
  });
});

describe('log delivery', () => {
  it('keeps its statements and its access when the bucket is locked, and older ways are named', async () => {
    const Bucket = 'example-bedrock-logs-111122223333';
    const statements = [
      {
        Sid: 'Trail',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${Bucket}/*`,
      },
      {
        Sid: 'Old',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::444455556666:root' },
        Action: 's3:Put*',
        Resource: `arn:aws:s3:::${Bucket}/*`,
      },
    ];
    await colleague(open).s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policy(...statements) }));
    const plan = await open.plan('s3/lock-bucket', { bucket: Bucket, allow: [OPERATOR] });
    const written = JSON.stringify(plan.calls[0]?.input['Policy']);
    for (const part of ['cloudtrail.amazonaws.com', 'aws:PrincipalIsAWSService'])
      expect(written).toContain(part);
    expect(plan.blast).toContain('log delivery by cloudtrail.amazonaws.com goes on');
    expect(plan.blast.join('\n')).toMatch(/444455556666:root may write .* shut out unless named in allow/);
  });
});

describe("an intruder in the operator's own role", () => {
  it('is offered to be cut off by that one session, narrowed by aws:userid', async () => {
    const { arn, userId } = open.desk.cloud.identity;
    const session = `${arn.slice(0, arn.lastIndexOf('/'))}/intruder-session`;
    const narrowed = { principal: session, userId: `${userId.split(':')[0]}:intruder-session` };
    await expect(open.plan('iam/revoke-sessions', { principal: session })).rejects.toMatchObject({
      why: expect.stringContaining('heptad works with') as string,
      fix: expect.stringContaining(`--input userId=${narrowed.userId}`) as string,
      offer: { action: 'iam/revoke-sessions', params: narrowed },
    });
    await open.apply('iam/revoke-sessions', narrowed);
    const { iam } = colleague(open);
    const answer = iam.send(
      new PutRolePolicyCommand({
        RoleName: 'data-platform-admin',
        PolicyName: 'x',
        PolicyDocument: NO_WRITING,
      }),
    );
    expect(await refused(answer)).toBe('went through');
    // The operator's own session is nothing to be offered.
    await expect(open.plan('iam/revoke-sessions', { principal: arn })).rejects.toMatchObject({ offer: null });
  });
});
