import { reads, type Actor, type Routine } from './routine.ts';

const config: Actor = (cast, random, time) =>
  cast.session(cast.roles.config, time, {
    name: random.pick(['AWSConfig-Describe', 'AWSConfig-BucketConfigCheck', 'configLambdaExecution']),
    invokedBy: 'config.amazonaws.com',
  });

const auditor: Actor = (cast, _random, time) =>
  cast.session(cast.roles.auditor, time, {
    name: 'posture-scan',
    address: '192.0.2.201',
    userAgent:
      'Boto3/1.35.90 md/Botocore#1.35.90 ua/2.0 os/linux#6.1.119 lang/python#3.12.8 md/pyimpl#CPython',
  });

/** AWS Config recording the account: most of what any CloudTrail holds. */
const CONFIG_ROUTINES: readonly Routine[] = [
  ...reads(config, 'ec2', {
    DescribeInstances: [30, 'instances'],
    DescribeSecurityGroups: [26, 'groups'],
    DescribeVolumes: [20, 'volumes'],
    DescribeNetworkInterfaces: [22, 'interfaces'],
    DescribeSubnets: [14, 'network'],
    DescribeVpcs: [12, 'network'],
    DescribeRouteTables: [12, 'network'],
    DescribeNetworkAcls: [8, 'network'],
    DescribeInternetGateways: [6, 'network'],
    DescribeNatGateways: [6, 'network'],
    DescribeVpcEndpoints: [8, 'network'],
    DescribeVpcPeeringConnections: [4, 'network'],
    DescribeTransitGateways: [3, 'page'],
    DescribeFlowLogs: [5, 'page'],
    DescribeLaunchTemplates: [4, 'page'],
    DescribeAddresses: [5, 'network'],
  }),
  ...reads(config, 's3', {
    GetBucketAcl: [16, 'bucket'],
    GetBucketPolicy: [14, 'bucket'],
    GetBucketVersioning: [12, 'bucket'],
    GetBucketEncryption: [12, 'bucket'],
    GetBucketLogging: [8, 'bucket'],
    GetBucketLifecycle: [8, 'bucket'],
    GetBucketTagging: [8, 'bucket'],
    GetBucketReplication: [6, 'bucket'],
    GetBucketPublicAccessBlock: [8, 'bucket'],
    GetBucketNotification: [5, 'bucket'],
    GetBucketLocation: [6, 'bucket'],
    GetAccountPublicAccessBlock: [4, 'none'],
    ListBuckets: [6, 'empty'],
  }),
  ...reads(config, 'rds', {
    DescribeDBInstances: [8, 'database'],
    DescribeDBClusters: [5, 'page'],
    DescribeDBSnapshots: [5, 'database'],
    DescribeDBSubnetGroups: [3, 'page'],
    DescribeDBParameterGroups: [3, 'page'],
    DescribeEventSubscriptions: [2, 'page'],
  }),
  ...reads(config, 'dynamodb', {
    DescribeTable: [9, 'table'],
    DescribeContinuousBackups: [5, 'table'],
    ListTables: [4, 'page'],
    DescribeTimeToLive: [3, 'table'],
  }),
  ...reads(config, 'lambda', {
    ListFunctions20150331: [8, 'page'],
    GetFunctionConfiguration20150331v2: [9, 'function'],
    GetPolicy20150331v2: [7, 'function'],
    ListAliases20150331: [3, 'function'],
  }),
  ...reads(config, 'kms', {
    DescribeKey: [10, 'key'],
    GetKeyRotationStatus: [7, 'key'],
    ListKeys: [4, 'page'],
    ListAliases: [5, 'page'],
    GetKeyPolicy: [5, 'key'],
  }),
  ...reads(config, 'elasticloadbalancing', {
    DescribeLoadBalancers: [8, 'loadBalancer'],
    DescribeTargetGroups: [6, 'page'],
    DescribeListeners: [5, 'loadBalancer'],
    DescribeLoadBalancerAttributes: [4, 'loadBalancer'],
    DescribeTags: [6, 'loadBalancer'],
  }),
  ...reads(config, 'autoscaling', {
    DescribeAutoScalingGroups: [7, 'page'],
    DescribeLaunchConfigurations: [3, 'page'],
    DescribePolicies: [3, 'page'],
  }),
  ...reads(config, 'sns', { GetTopicAttributes: [4, 'topic'], ListTopics: [3, 'empty'] }),
  ...reads(config, 'sqs', { GetQueueAttributes: [5, 'queue'], ListQueues: [3, 'empty'] }),
  ...reads(config, 'cloudformation', {
    DescribeStackResources: [4, 'stack'],
    ListStackResources: [4, 'stack'],
  }),
];

/** The security team's posture scan: reads widely, changes nothing, never calls a model. */
const AUDIT_ROUTINES: readonly Routine[] = [
  ...reads(auditor, 'iam', {
    GetRole: [7, 'role'],
    ListRolePolicies: [6, 'role'],
    ListAttachedRolePolicies: [6, 'role'],
    GetRolePolicy: [4, 'role'],
    GetPolicy: [5, 'policy'],
    GetPolicyVersion: [5, 'policy'],
    ListPolicies: [3, 'page'],
    GetUser: [3, 'user'],
    ListAccessKeys: [3, 'user'],
    ListMFADevices: [3, 'user'],
    GetAccessKeyLastUsed: [2, 'user'],
    GenerateCredentialReport: [1, 'none'],
    GetCredentialReport: [1, 'none'],
    GetAccountPasswordPolicy: [1, 'none'],
    GetAccountSummary: [2, 'none'],
  }),
  ...reads(auditor, 'cloudtrail', {
    DescribeTrails: [4, 'trail'],
    GetTrailStatus: [4, 'trail'],
    GetEventSelectors: [3, 'trail'],
    ListTrails: [2, 'empty'],
    LookupEvents: [3, 'page'],
  }),
  ...reads(auditor, 'guardduty', {
    ListDetectors: [3, 'page'],
    GetDetector: [3, 'detector'],
    ListFindings: [3, 'detector'],
    GetFindings: [2, 'detector'],
  }),
  ...reads(auditor, 'config', {
    DescribeConfigRules: [3, 'configRule'],
    DescribeComplianceByConfigRule: [3, 'configRule'],
    DescribeConfigurationRecorders: [2, 'empty'],
    DescribeConfigurationRecorderStatus: [2, 'empty'],
    GetResourceConfigHistory: [3, 'resource'],
    SelectResourceConfig: [2, 'page'],
  }),
  ...reads(auditor, 'securityhub', {
    GetFindings: [4, 'page'],
    DescribeHub: [2, 'empty'],
    GetEnabledStandards: [1, 'empty'],
  }),
  ...reads(auditor, 'access-analyzer', { ListAnalyzers: [2, 'empty'], ListFindingsV2: [2, 'page'] }),
  ...reads(auditor, 'organizations', { DescribeOrganization: [2, 'none'], ListAccounts: [1, 'page'] }),
  ...reads(auditor, 'bedrock', {
    GetModelInvocationLoggingConfiguration: [1, 'none'],
    ListGuardrails: [1, 'page'],
    GetGuardrail: [1, 'guardrail'],
    GetAgent: [1, 'agent'],
    GetKnowledgeBase: [1, 'knowledgeBase'],
  }),
  ...reads(auditor, 'ecr', {
    DescribeRepositories: [3, 'repository'],
    DescribeImageScanFindings: [3, 'repository'],
  }),
  ...reads(auditor, 'inspector2', { ListFindings: [3, 'page'], BatchGetAccountStatus: [1, 'empty'] }),
  ...reads(auditor, 'acm', { ListCertificates: [2, 'page'] }),
  ...reads(auditor, 'backup', { ListBackupPlans: [2, 'page'], ListProtectedResources: [2, 'page'] }),
  ...reads(auditor, 'wafv2', { ListWebACLs: [2, 'page'] }),
];

export const OVERSIGHT_ROUTINES: readonly Routine[] = [...CONFIG_ROUTINES, ...AUDIT_ROUTINES];
