import { ACCOUNT, WORKLOAD } from '../story/names.ts';

const VERSION = '2012-10-17';

/** A policy's JSON. */
export function policyText(...statements: readonly object[]): string {
  return JSON.stringify({ Version: VERSION, Statement: statements });
}

export function allow(action: readonly string[], resource: string | readonly string[] = '*'): object {
  return { Effect: 'Allow', Action: action, Resource: resource };
}

/** Trusts a service, or the account's own principals. */
export function trust(
  principal: { readonly Service: string } | { readonly AWS: string } | { readonly Federated: string },
): string {
  const action = 'Federated' in principal ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRole';
  return JSON.stringify({
    Version: VERSION,
    Statement: [{ Effect: 'Allow', Principal: principal, Action: action }],
  });
}

export const OWN_ACCOUNT = { AWS: `arn:aws:iam::${ACCOUNT}:root` } as const;

/** Who responds to incidents; the organization's denials leave this role alone. */
export const RESPONDER_ROLE = 'example-incident-responder';

const exceptRoles = (...roles: readonly string[]): object => ({
  ArnNotLike: {
    'aws:PrincipalArn': [RESPONDER_ROLE, ...roles].map((role) => `arn:aws:iam::${ACCOUNT}:role/${role}`),
  },
});
const ENGINEERS = 'aws-reserved/sso.amazonaws.com/AWSReservedSSO_Engineer_*';
const AUDITORS = 'example-security-audit';

/** What every node of an organization starts with. */
export const ALLOW_ALL = policyText(allow(['*']));

/** What the organization denies: the refusals of the story come from here. */
export const PROTECT = policyText(
  denyExcept(
    'ProtectTheAccount',
    [
      'secretsmanager:ListSecrets',
      'iam:CreateLoginProfile',
      'iam:PutUserPolicy',
      'ec2:RunInstances',
      'cloudtrail:StopLogging',
      'cloudtrail:DeleteTrail',
      'cloudtrail:UpdateTrail',
      'cloudtrail:PutEventSelectors',
    ],
    exceptRoles(),
  ),
  denyExcept('OrganizationForAuditors', ['organizations:*'], exceptRoles(AUDITORS)),
  denyExcept(
    'CostsAndInstancesForEngineers',
    ['ce:*', 'ec2:DescribeInstances', 'ec2:DescribeKeyPairs'],
    exceptRoles(ENGINEERS),
  ),
);

/** What holds in the unit that accounts are isolated in. */
export const ISOLATE = policyText(denyExcept('Isolate', ['*'], exceptRoles()));

function denyExcept(Sid: string, Action: readonly string[], Condition: object): object {
  return { Sid, Effect: 'Deny', Action, Resource: '*', Condition };
}

/** What the CI user was once given, and nobody took back. */
export const LEGACY_CI_POLICY = policyText(
  allow(['sts:AssumeRole'], `arn:aws:iam::${ACCOUNT}:role/data-platform-admin`),
  allow(['iam:List*', 'iam:Get*', 'ses:Get*', 'ses:List*', 'cloudformation:*', 'codedeploy:*']),
  allow(
    ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
    [`arn:aws:s3:::${WORKLOAD.artefactBucket}`, `arn:aws:s3:::${WORKLOAD.artefactBucket}/*`],
  ),
);

/** The roles' inline policies, by the cast's names for them; a role that is not here has none. */
export const ROLE_POLICIES = {
  application: policyText(
    allow([
      'bedrock:InvokeModel',
      'bedrock:InvokeModelWithResponseStream',
      'bedrock:Retrieve',
      'bedrock:InvokeAgent',
      'bedrock:ApplyGuardrail',
    ]),
    allow([
      'ses:SendEmail',
      'ses:SendRawEmail',
      'secretsmanager:GetSecretValue',
      'kms:Decrypt',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]),
  ),
  notify: policyText(allow(['ses:SendEmail', 'logs:CreateLogStream', 'logs:PutLogEvents'])),
  agent: policyText(allow(['bedrock:InvokeModel', 'bedrock:Retrieve', 'lambda:InvokeFunction'])),
  knowledgeBase: policyText(
    allow(
      ['s3:GetObject', 's3:ListBucket'],
      [`arn:aws:s3:::${WORKLOAD.knowledgeBaseBucket}`, `arn:aws:s3:::${WORKLOAD.knowledgeBaseBucket}/*`],
    ),
    allow(['bedrock:InvokeModel', 'aoss:APIAccessAll']),
  ),
  documentSync: policyText(
    allow(
      ['s3:PutObject', 's3:GetObject', 's3:ListBucket', 's3:DeleteObject'],
      [`arn:aws:s3:::${WORKLOAD.knowledgeBaseBucket}`, `arn:aws:s3:::${WORKLOAD.knowledgeBaseBucket}/*`],
    ),
    allow(['bedrock:StartIngestionJob', 'bedrock:GetIngestionJob']),
  ),
  portal: policyText(
    allow(
      ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
      [`arn:aws:s3:::${WORKLOAD.privateBucket}`, `arn:aws:s3:::${WORKLOAD.privateBucket}/*`],
    ),
  ),
  deploy: policyText(allow(['cloudformation:*', 'lambda:*', 'ecr:*', 's3:*', 'iam:PassRole'])),
  orders: policyText(allow(['dynamodb:*', 'sqs:*', 'secretsmanager:GetSecretValue'])),
  billing: policyText(allow(['dynamodb:*', 'sqs:*', 'ses:SendEmail'])),
  analytics: policyText(allow(['athena:*', 'glue:Get*', 's3:GetObject', 's3:PutObject', 's3:ListBucket'])),
  engineer: policyText(
    allow(['bedrock:*', 'lambda:*', 'logs:*', 's3:*', 'cloudformation:*', 'ec2:Describe*', 'dynamodb:*']),
  ),
  auditor: policyText(
    allow([
      'cloudtrail:Describe*',
      'cloudtrail:Get*',
      'cloudtrail:LookupEvents',
      'iam:Get*',
      'iam:List*',
      's3:GetBucket*',
      's3:ListAllMyBuckets',
      'bedrock:Get*',
      'bedrock:List*',
    ]),
  ),
} as const satisfies Readonly<Record<string, string>>;
