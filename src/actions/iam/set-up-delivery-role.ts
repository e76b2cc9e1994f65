import type { Json } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { GLOBAL_REGION, objectOf, textOf } from '../answers.ts';
import { decodedPolicy, policyText, samePolicy, withStatements } from '../policies.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly role: string;
  readonly service: 'bedrock' | 'cloudtrail';
  readonly logGroup: string;
}

interface Observed {
  /** Its trust policy; null = there is no such role. */
  readonly trust: string | null;
  readonly policy: string | null;
}

const POLICY = 'heptad-log-delivery';
const ABSENT = ['NoSuchEntity', 'NoSuchEntityException'];

/** R06, R17: the role by which a service writes to a log group. */
export const setUpDeliveryRole = defineAction<Params, Observed>({
  catalogue: 'R06',
  kind: 'preparation',
  title: 'Set up the role that delivers logs',
  summary:
    'Makes a role that CloudTrail or Bedrock of this account alone takes up, and that may write to one log group, in every Region, and do nothing else.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['role', 'service', 'logGroup'],
    properties: {
      role: { type: 'string', pattern: '^[\\w+=,.@-]{1,64}$', description: 'Name of the role.' },
      service: { type: 'string', enum: ['bedrock', 'cloudtrail'], description: 'The service that writes.' },
      logGroup: { type: 'string', pattern: '^[\\w./#-]{1,512}$', description: 'Name of the log group.' },
    },
  },
  reads: ['iam:GetRole', 'iam:GetRolePolicy'],
  changes: [
    'iam:CreateRole',
    'iam:UpdateAssumeRolePolicy',
    'iam:PutRolePolicy',
    'iam:DeleteRolePolicy',
    'iam:DeleteRole',
  ],
  undone: 'Deletes a role that was made; puts trust and policy of another back.',
  keepFirst: [],
  mistakes: [
    'Without the role the service goes on and writes nothing: look for records, or at the delivery metrics.',
    'IAM takes some seconds: a service may refuse a role that was made just before.',
  ],
  observe: async ({ role }, reader) => {
    const ask = { service: 'iam', region: GLOBAL_REGION, absent: ABSENT };
    const found = objectOf(
      await reader.read({ ...ask, operation: 'GetRole', input: { RoleName: role } }),
      'Role',
    );
    if (found === null) return { trust: null, policy: null };
    const input = { RoleName: role, PolicyName: POLICY };
    const policy = textOf(await reader.read({ ...ask, operation: 'GetRolePolicy', input }), 'PolicyDocument');
    return {
      trust: decodedPolicy(textOf(found, 'AssumeRolePolicyDocument')),
      policy: policy === null ? null : decodedPolicy(policy),
    };
  },
  target: ({ role }) => `role ${role}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: () => null,
  blast: ({ role, service, logGroup }, { trust }) => [
    `${service} of this account writes to ${logGroup} by it`,
    trust === null ? `${role} is made` : `${role} is there: what it trusts and may do already is kept`,
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

function settings(
  { role, service, logGroup }: Params,
  { trust, policy }: Observed,
  { account }: ActionContext,
): readonly Setting[] {
  const trusting = {
    Sid: 'LogDelivery',
    Effect: 'Allow',
    Principal: { Service: `${service}.amazonaws.com` },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  };
  const writing = {
    Sid: 'Write',
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: `arn:aws:logs:*:${account}:log-group:${logGroup}:*`,
  };
  const wantedTrust = withStatements(trust, [trusting]);
  return [
    {
      name: `trust of role ${role}`,
      is: trust,
      wanted: wantedTrust,
      same: samePolicy,
      set: (to) => [trustCall(role, { was: trust, to })],
    },
    {
      name: `policy ${POLICY} of role ${role}`,
      is: policy,
      wanted: policyText(writing),
      same: samePolicy,
      set: (to) => [
        to === null
          ? roleCall(role, 'DeleteRolePolicy', {
              purpose: 'take the right to write away',
              PolicyName: POLICY,
            })
          : roleCall(role, 'PutRolePolicy', {
              purpose: 'let it write to the log group',
              PolicyName: POLICY,
              PolicyDocument: to,
            }),
      ],
    },
  ];
}

/** A role comes with its trust and goes with it. */
function trustCall(role: string, { was, to }: { readonly was: Json; readonly to: Json }): PlannedCall {
  if (to === null) return roleCall(role, 'DeleteRole', { purpose: 'take the role away' });
  if (was === null)
    return roleCall(role, 'CreateRole', {
      purpose: 'make a role that the service alone takes up',
      AssumeRolePolicyDocument: to,
      Description: 'Delivers logs',
    });
  return roleCall(role, 'UpdateAssumeRolePolicy', {
    purpose: 'change who may take it up',
    PolicyDocument: to,
  });
}

function roleCall(
  RoleName: string,
  operation: string,
  { purpose, ...input }: { readonly purpose: string; readonly [name: string]: Json },
): PlannedCall {
  return {
    service: 'iam',
    operation,
    region: GLOBAL_REGION,
    input: { RoleName, ...input },
    purpose,
    reversibility: REVERSIBLE,
  };
}
