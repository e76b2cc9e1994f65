import type { JsonObject } from '../../base/json.ts';
import { ACCOUNT, WORKLOAD, arn, base64Text, resourceId } from './names.ts';
import type { Random } from './random.ts';

/** Makes the request (or the response) of a call. */
export type Shape = (random: Random, region: string) => JsonObject | null;

const FUNCTIONS = [
  'orders-api',
  'orders-webhook',
  'billing-worker',
  'billing-close',
  'analytics-etl',
  'image-resize',
  'search-indexer',
  'mail-router',
];
const BUCKETS = [
  'example-orders',
  'example-invoices',
  'example-analytics-raw',
  'example-web-assets',
  'example-backups',
];
const TABLES = ['orders', 'carts', 'sessions', 'invoices', 'feature-flags'];
const DATABASES = ['orders-primary', 'billing-primary', 'analytics-replica'];
const CLUSTERS = ['web', 'workers', 'batch'];
const STACKS = ['network', 'orders', 'billing', 'analytics', 'web-edge', 'observability'];
const NAMESPACES = ['AWS/Lambda', 'AWS/EC2', 'AWS/RDS', 'AWS/ApplicationELB', 'AWS/SQS', 'Example/Orders'];
const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';

export const functionName = (random: Random): string =>
  `${random.pick(FUNCTIONS)}-${random.pick(['prod', 'stage'])}`;
export const bucketName = (random: Random): string => `${random.pick(BUCKETS)}-${ACCOUNT}`;
export const stackName = (random: Random): string =>
  `${random.pick(STACKS)}-${random.pick(['prod', 'stage'])}`;

/** The request shapes of the background's calls, by the thing they name. */
export const SHAPES = {
  none: () => null,
  empty: () => ({}),
  page: (random) => ({
    maxResults: random.pick([50, 100, 500, 1000]),
    ...(random.chance(0.5) ? { nextToken: base64Text(random, random.between(40, 120)) } : {}),
  }),
  instances: (random) => ({
    instancesSet: {
      items: Array.from({ length: random.between(1, 4) }, () => ({ instanceId: resourceId(random, 'i') })),
    },
    filterSet: {},
  }),
  groups: (random) => ({
    securityGroupSet: {},
    securityGroupIdSet: items('groupId', random, 'sg'),
    filterSet: {},
  }),
  volumes: (random) => ({ volumeSet: items('volumeId', random, 'vol'), filterSet: {} }),
  snapshots: (random) => ({
    snapshotSet: {},
    ownersSet: { items: [{ owner: ACCOUNT }] },
    maxResults: random.pick([100, 200]),
    filterSet: {},
  }),
  network: (random) => ({
    filterSet: { items: [{ name: 'vpc-id', valueSet: { items: [{ value: resourceId(random, 'vpc') }] } }] },
  }),
  interfaces: (random) => ({
    networkInterfaceIdSet: items('networkInterfaceId', random, 'eni'),
    filterSet: {},
  }),
  bucket: (random) => ({ bucketName: bucketName(random), Host: `s3.amazonaws.com` }),
  function: (random) => ({ functionName: functionName(random) }),
  versionedFunction: (random) => ({
    functionName: functionName(random),
    qualifier: String(random.between(1, 90)),
  }),
  role: (random) => ({ roleName: `${random.pick(FUNCTIONS)}-exec` }),
  user: (random) => ({
    userName: random.pick(['ci-deployer', 'marta.silva', 'backup-agent', 'metrics-reader']),
  }),
  policy: (random) => ({
    policyArn: arn('iam', '', `policy/example-${random.pick(STACKS)}-${random.pick(TABLES)}`),
  }),
  key: (random, region) => ({ keyId: arn('kms', region, `key/${random.uuid()}`) }),
  table: (random) => ({ tableName: random.pick(TABLES) }),
  database: (random) => ({ dBInstanceIdentifier: random.pick(DATABASES) }),
  cluster: (random) => ({ cluster: random.pick(CLUSTERS), maxResults: 100 }),
  services: (random) => ({ cluster: random.pick(CLUSTERS), services: [`${random.pick(STACKS)}-service`] }),
  tasks: (random, region) => {
    const cluster = random.pick(CLUSTERS);
    return { cluster, tasks: [arn('ecs', region, `task/${cluster}/${random.uuid().replaceAll('-', '')}`)] };
  },
  stack: (random) => ({ stackName: stackName(random) }),
  logGroup: (random) => ({ logGroupNamePrefix: `/aws/lambda/${functionName(random)}`, limit: 50 }),
  logStream: (random) => ({
    logGroupName: `/aws/lambda/${functionName(random)}`,
    logStreamName: `2026/01/15/[$LATEST]${random.uuid().replaceAll('-', '')}`,
  }),
  logQuery: (random) => ({
    logGroupName: `/aws/lambda/${functionName(random)}`,
    startTime: 1_768_400_000_000 + random.int(86_400_000),
    limit: 100,
    filterPattern: random.pick(['ERROR', '{ $.level = "error" }', 'timeout', 'Task timed out']),
  }),
  metric: (random) => ({
    namespace: random.pick(NAMESPACES),
    metricName: random.pick(['Errors', 'Duration', 'CPUUtilization', 'Latency', 'QueueDepth']),
    period: random.pick([60, 300]),
    statistics: [random.pick(['Sum', 'Average', 'Maximum'])],
  }),
  alarms: (random) => ({ alarmNamePrefix: stackName(random), maxRecords: 100 }),
  queue: (random, region) => ({
    queueUrl: `https://sqs.${region}.amazonaws.com/${ACCOUNT}/${random.pick(TABLES)}-events`,
  }),
  topic: (random, region) => ({ topicArn: arn('sns', region, `${random.pick(STACKS)}-alerts`) }),
  parameter: (random) => ({
    name: `/example/${random.pick(STACKS)}/${random.pick(TABLES)}`,
    withDecryption: false,
  }),
  secret: (random) => ({ secretId: `prod/${random.pick(TABLES)}/database` }),
  repository: (random) => ({ repositoryName: `example/${random.pick(STACKS)}`, registryId: ACCOUNT }),
  trail: (random, region) => ({
    name: arn('cloudtrail', region, 'trail/organization'),
    includeShadowTrails: random.chance(0.5),
  }),
  configRule: (random) => ({ configRuleNames: [`example-${random.pick(TABLES)}-${random.text(LOWER, 6)}`] }),
  resource: (random) => ({
    resourceType: random.pick([
      'AWS::EC2::Instance',
      'AWS::S3::Bucket',
      'AWS::Lambda::Function',
      'AWS::IAM::Role',
    ]),
    resourceId: resourceId(random, 'i'),
  }),
  loadBalancer: (random, region) => ({
    loadBalancerArns: [arn('elasticloadbalancing', region, `loadbalancer/app/web/${random.text(LOWER, 16)}`)],
  }),
  targetGroup: (random, region) => ({
    targetGroupArn: arn('elasticloadbalancing', region, `targetgroup/web/${random.text(LOWER, 16)}`),
  }),
  api: (random) => ({ restApiId: random.text(LOWER, 10) }),
  hostedZone: (random) => ({ id: `Z${random.text('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 13)}` }),
  stateMachine: (random, region) => ({
    stateMachineArn: arn('states', region, `stateMachine:${random.pick(STACKS)}-nightly`),
  }),
  detector: (random) => ({ detectorId: random.text('0123456789abcdef', 32) }),
  guardrail: () => ({ guardrailIdentifier: WORKLOAD.guardrailId }),
  agent: () => ({ agentId: WORKLOAD.agentId }),
  knowledgeBase: () => ({ knowledgeBaseId: WORKLOAD.knowledgeBaseId }),
  dates: (random) => ({
    timePeriod: { start: '2026-01-01', end: `2026-01-${random.between(10, 15)}` },
    granularity: 'DAILY',
    metrics: ['UnblendedCost'],
  }),
} as const satisfies Readonly<Record<string, Shape>>;

export type ShapeName = keyof typeof SHAPES;

function items(field: string, random: Random, prefix: string): JsonObject {
  return {
    items: Array.from({ length: random.between(1, 3) }, () => ({ [field]: resourceId(random, prefix) })),
  };
}
