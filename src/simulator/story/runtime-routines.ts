import type { JsonObject } from '../../base/json.ts';
import { roleArnOf, serviceCaller, type RoleKey } from './cast.ts';
import type { Caller } from './cloudtrail-record.ts';
import { objectResources, s3ReadAdditional } from './delivery-routines.ts';
import { textField } from './field.ts';
import { ACCOUNT, WORKLOAD, accessKeyId, arn, base64Text, principalId, resourceId } from './names.ts';
import type { Random } from './random.ts';
import { reads, type Actor, type Asked, type Routine } from './routine.ts';
import { SHAPES, functionName } from './shapes.ts';

type WorkerKey = 'orders' | 'billing' | 'analytics';

const worker: Actor = (cast, random, time): Caller => {
  const key: WorkerKey = random.pick(['orders', 'orders', 'billing', 'analytics'] as const);
  return cast.session(cast.roles[key], time, {
    name: `${key}-${random.pick(['api', 'events', 'close'])}-prod`,
  });
};

const scaling: Actor = (cast, _random, time) =>
  cast.session(cast.roles.scaling, time, { name: 'AutoScaling', invokedBy: 'autoscaling.amazonaws.com' });

const portal: Actor = (cast, _random, time) =>
  cast.session(cast.roles.portal, time, { name: 'hr-portal-task' });

const knowledgeBase: Actor = (cast, _random, time) =>
  cast.session(cast.roles.knowledgeBase, time, { name: 'bedrock', invokedBy: 'bedrock.amazonaws.com' });

/** A job of the CI provider, before it has a role. */
const runner: Actor = (_cast, random) => ({
  identity: {
    type: 'WebIdentityUser',
    principalId: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.ci.example.com:sts.amazonaws.com:repo:example/orders`,
    userName: `repo:example/${random.pick(['orders', 'billing', 'web'])}:ref:refs/heads/main`,
    identityProvider: arn('iam', '', 'oidc-provider/token.ci.example.com'),
  },
  address: '192.0.2.41',
  userAgent: 'aws-actions/configure-aws-credentials aws-sdk-js/3.716.0',
});

const service =
  (name: string): Actor =>
  () =>
    serviceCaller(name);

/** What runs by itself: services taking up their roles, functions at work, scaling. */
export const RUNTIME_ROUTINES: readonly Routine[] = [
  assumption('lambda', 60, ['orders', 'billing', 'analytics', 'application']),
  assumption('ecs-tasks', 12, ['portal']),
  assumption('config', 16, ['config']),
  assumption('bedrock', 6, ['knowledgeBase', 'agent']),
  assumption('autoscaling', 6, ['scaling']),
  {
    weight: 4,
    actor: service('dynamodb'),
    service: 'kms',
    name: 'Decrypt',
    readOnly: true,
    request: decryption,
    resources: keyResources,
  },
  {
    weight: 24,
    actor: worker,
    service: 'kms',
    name: 'Decrypt',
    readOnly: true,
    request: decryption,
    resources: keyResources,
  },
  {
    weight: 14,
    actor: worker,
    service: 'kms',
    name: 'GenerateDataKey',
    readOnly: true,
    request: (random, region) => ({ ...decryption(random, region), keySpec: 'AES_256' }),
    resources: keyResources,
  },
  ...reads(worker, 'secretsmanager', { GetSecretValue: [9, 'secret'], DescribeSecret: [3, 'secret'] }),
  ...reads(worker, 'ssm', { GetParameters: [7, 'parameter'] }),
  {
    weight: 18,
    actor: worker,
    service: 'logs',
    name: 'CreateLogStream',
    readOnly: false,
    request: SHAPES.logStream,
  },
  {
    weight: 2,
    actor: worker,
    service: 'logs',
    name: 'CreateLogGroup',
    readOnly: false,
    request: lambdaGroup,
  },
  {
    weight: 5,
    actor: worker,
    service: 'states',
    name: 'StartExecution',
    readOnly: false,
    request: execution,
  },
  {
    weight: 2,
    actor: worker,
    service: 'athena',
    name: 'StartQueryExecution',
    readOnly: false,
    request: athenaQuery,
  },
  ...reads(worker, 'athena', { GetQueryExecution: [4, 'empty'], GetQueryResults: [2, 'page'] }),
  ...reads(worker, 'glue', {
    GetTable: [5, 'table'],
    GetDatabase: [3, 'table'],
    GetPartitions: [4, 'table'],
  }),
  ...reads(worker, 'dynamodb', { DescribeEndpoints: [3, 'empty'] }),
  {
    weight: 2,
    actor: scaling,
    service: 'ec2',
    name: 'RunInstances',
    readOnly: false,
    request: ordinaryInstances,
  },
  {
    weight: 2,
    actor: scaling,
    service: 'ec2',
    name: 'TerminateInstances',
    readOnly: false,
    request: (random) => ({ instancesSet: { items: [{ instanceId: resourceId(random, 'i') }] } }),
  },
  {
    weight: 2,
    actor: scaling,
    service: 'elasticloadbalancing',
    name: 'RegisterTargets',
    readOnly: false,
    request: SHAPES.targetGroup,
  },
  ...reads(scaling, 'elasticloadbalancing', { DescribeTargetHealth: [8, 'targetGroup'] }),
  objectRead(portal, WORKLOAD.privateBucket, 4),
  objectRead(knowledgeBase, WORKLOAD.knowledgeBaseBucket, 5),
  webIdentity(),
];

function assumption(name: string, weight: number, keys: readonly RoleKey[]): Routine {
  return {
    weight,
    actor: service(name),
    service: 'sts',
    name: 'AssumeRole',
    readOnly: true,
    request: (random) => ({
      roleArn: roleArnOf(random.pick(keys)),
      roleSessionName: functionName(random),
      durationSeconds: 3600,
    }),
    response: assumedCredentials,
    resources: ({ request }) => [
      { accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: textField(request, 'roleArn') },
    ],
  };
}

/** What STS answers: temporary credentials, which CloudTrail keeps without their secret. */
export function assumedCredentials(random: Random, { time, request }: Asked): JsonObject {
  const roleArn = textField(request, 'roleArn');
  const session = textField(request, 'roleSessionName');
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return {
    credentials: temporaryCredentials(random, time, accessKeyId(random, 'ASIA')),
    assumedRoleUser: {
      assumedRoleId: `${principalId(random, 'AROA')}:${session}`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
    },
  };
}

/** Temporary credentials as CloudTrail shows them. */
export function temporaryCredentials(random: Random, time: number, keyId: string): JsonObject {
  return {
    accessKeyId: keyId,
    sessionToken: `EXAMPLE${base64Text(random, 420)}`,
    expiration: new Date(time + 3_600_000).toUTCString(),
  };
}

function webIdentity(): Routine {
  return {
    weight: 3,
    actor: runner,
    service: 'sts',
    name: 'AssumeRoleWithWebIdentity',
    readOnly: true,
    request: (random) => ({
      roleArn: arn('iam', '', 'role/example-deploy'),
      roleSessionName: `pipeline-${4000 + random.int(40)}`,
      durationSeconds: 3600,
    }),
    response: assumedCredentials,
  };
}

function objectRead(actor: Actor, bucket: string, weight: number): Routine {
  return {
    weight,
    actor,
    service: 's3',
    name: 'GetObject',
    readOnly: true,
    data: true,
    home: true,
    request: (random) => ({
      bucketName: bucket,
      Host: `${bucket}.s3.us-east-1.amazonaws.com`,
      key: documentKey(random, bucket),
    }),
    additional: s3ReadAdditional,
    resources: objectResources,
  };
}

/** The key of one of the documents a bucket holds. */
export function documentKey(random: Random, bucket: string): string {
  if (bucket === WORKLOAD.privateBucket) return `employees/2026/record-${random.between(1000, 1400)}.json`;
  return `manuals/${random.pick(['returns', 'delivery', 'warranty', 'payments'])}/${random.between(1, 60)}.md`;
}

function decryption(random: Random, region: string): JsonObject {
  return {
    keyId: arn('kms', region, `key/${random.uuid()}`),
    encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    encryptionContext: {
      'aws:lambda:FunctionArn': arn('lambda', region, `function:${functionName(random)}`),
    },
  };
}

function keyResources({ request }: Asked): readonly JsonObject[] {
  return [{ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: textField(request, 'keyId') }];
}

function lambdaGroup(random: Random): JsonObject {
  return { logGroupName: `/aws/lambda/${functionName(random)}` };
}

function execution(random: Random, region: string): JsonObject {
  return {
    ...SHAPES.stateMachine(random, region),
    name: random.uuid(),
    input: 'HIDDEN_DUE_TO_SECURITY_REASONS',
  };
}

function athenaQuery(random: Random): JsonObject {
  return {
    queryString: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    clientRequestToken: random.uuid(),
    workGroup: 'analytics',
    resultConfiguration: { outputLocation: `s3://example-analytics-raw-${ACCOUNT}/results/` },
  };
}

function ordinaryInstances(random: Random): JsonObject {
  return {
    instancesSet: { items: [{ imageId: resourceId(random, 'ami'), minCount: 1, maxCount: 1 }] },
    instanceType: random.pick(['m6i.large', 'c6i.large', 't3.medium']),
    blockDeviceMapping: {},
    monitoring: { enabled: false },
    clientToken: base64Text(random, 32),
  };
}
