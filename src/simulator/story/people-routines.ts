import type { Caller } from './cloudtrail-record.ts';
import { reads, type Actor, type Routine } from './routine.ts';
import { SHAPES } from './shapes.ts';

const CLI =
  'aws-cli/2.22.26 md/awscrt#0.23.4 ua/2.0 os/macos#24.2.0 md/arch#arm64 lang/python#3.12.6 md/prompt#off';

const inConsole: Actor = (cast, random, time) => {
  const person = random.pick(cast.people);
  return cast.session(person.role, time, {
    name: person.email,
    address: person.address,
    userAgent: person.browser,
    fromConsole: true,
  });
};

const onCommandLine: Actor = (cast, random, time): Caller => {
  const person = random.pick(cast.people);
  return cast.session(person.role, time, { name: person.email, address: person.address, userAgent: CLI });
};

const signingIn: Actor = (cast, random, time) => {
  const person = random.pick(cast.people);
  return cast.session(person.role, time, {
    name: person.email,
    address: person.address,
    userAgent: person.browser,
    mfa: true,
  });
};

/** What the engineers do: looking things up in the console and on the command line. */
export const PEOPLE_ROUTINES: readonly Routine[] = [
  {
    weight: 2,
    actor: signingIn,
    service: 'signin',
    name: 'ConsoleLogin',
    readOnly: false,
    global: true,
    eventType: 'AwsConsoleSignIn',
    request: SHAPES.none,
    response: () => ({ ConsoleLogin: 'Success' }),
    additional: (_random, { region }) => ({
      MobileVersion: 'No',
      MFAUsed: 'Yes',
      LoginTo: `https://${region}.console.aws.amazon.com/console/home`,
    }),
  },
  ...reads(inConsole, 'cloudwatch', {
    GetMetricData: [22, 'metric'],
    GetMetricStatistics: [14, 'metric'],
    ListMetrics: [9, 'metric'],
    DescribeAlarms: [12, 'alarms'],
    DescribeAlarmHistory: [4, 'alarms'],
    ListDashboards: [4, 'empty'],
    GetDashboard: [4, 'empty'],
  }),
  ...reads(inConsole, 'logs', {
    DescribeLogGroups: [12, 'logGroup'],
    DescribeLogStreams: [10, 'logGroup'],
    FilterLogEvents: [8, 'logQuery'],
    GetLogEvents: [8, 'logStream'],
    DescribeMetricFilters: [3, 'logGroup'],
    DescribeQueries: [2, 'page'],
  }),
  ...reads(inConsole, 'ecs', {
    DescribeServices: [7, 'services'],
    ListServices: [5, 'cluster'],
    DescribeTasks: [6, 'tasks'],
    ListTasks: [5, 'cluster'],
    DescribeClusters: [4, 'cluster'],
    DescribeTaskDefinition: [4, 'cluster'],
  }),
  ...reads(inConsole, 'lambda', {
    GetFunction20150331v2: [6, 'function'],
    ListVersionsByFunction20150331: [4, 'function'],
    ListEventSourceMappings20150331: [3, 'function'],
    GetAccountSettings20160819: [2, 'none'],
    ListTags20170331: [3, 'function'],
    GetFunctionUrlConfig: [2, 'function'],
  }),
  ...reads(inConsole, 'cloudformation', {
    DescribeStacks: [8, 'stack'],
    DescribeStackEvents: [6, 'stack'],
    ListStacks: [4, 'page'],
    GetTemplate: [3, 'stack'],
    ListChangeSets: [3, 'stack'],
  }),
  ...reads(inConsole, 'rds', {
    DescribeDBLogFiles: [3, 'database'],
    DescribePendingMaintenanceActions: [2, 'page'],
  }),
  ...reads(inConsole, 'apigateway', {
    GetRestApis: [3, 'page'],
    GetStages: [3, 'api'],
    GetResources: [3, 'api'],
  }),
  ...reads(inConsole, 'route53', { ListHostedZones: [3, 'page'], ListResourceRecordSets: [3, 'hostedZone'] }),
  ...reads(inConsole, 'states', {
    ListExecutions: [3, 'stateMachine'],
    DescribeStateMachine: [2, 'stateMachine'],
  }),
  ...reads(inConsole, 'sqs', { GetQueueUrl: [4, 'queue'] }),
  ...reads(inConsole, 'health', { DescribeEventAggregates: [5, 'page'] }),
  ...reads(inConsole, 'notifications', { ListNotificationHubs: [3, 'page'] }),
  ...reads(inConsole, 'ce', { GetCostAndUsage: [2, 'dates'], GetCostForecast: [1, 'dates'] }),
  ...reads(inConsole, 'servicecatalog-appregistry', { ListApplications: [2, 'page'] }),
  ...reads(inConsole, 'tagging', { GetResources: [3, 'page'] }),
  ...reads(onCommandLine, 'ssm', {
    GetParameter: [6, 'parameter'],
    DescribeParameters: [3, 'page'],
    DescribeInstanceInformation: [4, 'page'],
    GetParametersByPath: [3, 'parameter'],
  }),
  ...reads(onCommandLine, 'ec2', {
    DescribeImages: [5, 'page'],
    DescribeKeyPairs: [2, 'page'],
    DescribeSnapshots: [4, 'snapshots'],
    DescribeRegions: [4, 'empty'],
    DescribeAvailabilityZones: [4, 'empty'],
    DescribeInstanceStatus: [5, 'instances'],
    DescribeInstanceTypes: [3, 'page'],
  }),
  ...reads(onCommandLine, 'ecr', { DescribeImages: [4, 'repository'], ListImages: [3, 'repository'] }),
  ...reads(onCommandLine, 'eks', { DescribeCluster: [3, 'cluster'], ListClusters: [2, 'page'] }),
];
