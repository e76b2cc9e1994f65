import type { ServiceUnit } from '../world/call.ts';
import type { World } from '../world/world.ts';

/** A service of the account: the name its calls are signed with, and how it is made when the first one comes. */
interface Entry {
  readonly signingName: string;
  readonly load: (world: World) => Promise<ServiceUnit>;
}

/** The SDK's schemas of all services take a second to load; a session rarely calls more than a few of them. */
const SERVICES: readonly Entry[] = [
  {
    signingName: 'iam',
    load: async (world) => (await import('../services/iam/service.ts')).iamService(world),
  },
  {
    signingName: 'sts',
    load: async (world) => (await import('../services/sts/service.ts')).stsService(world),
  },
  {
    signingName: 'cloudtrail',
    load: async (world) => (await import('../services/cloudtrail/service.ts')).cloudTrailService(world),
  },
  {
    signingName: 's3',
    load: async (world) => (await import('../services/s3/service.ts')).s3Service(world),
  },
  {
    signingName: 'bedrock',
    load: async (world) => (await import('../services/bedrock/service.ts')).bedrockService(world),
  },
  {
    signingName: 'logs',
    load: async (world) => (await import('../services/logs/service.ts')).logsService(world),
  },
  {
    signingName: 'guardduty',
    load: async (world) => (await import('../services/guardduty/service.ts')).guardDutyService(world),
  },
  {
    signingName: 'ses',
    load: async (world) => (await import('../services/ses/service.ts')).sesService(world),
  },
  {
    signingName: 'ses',
    load: async (world) => (await import('../services/ses/service.ts')).sesV2Service(world),
  },
  {
    signingName: 'monitoring',
    load: async (world) => (await import('../services/cloudwatch/service.ts')).cloudWatchService(world),
  },
  {
    signingName: 'lambda',
    load: async (world) => (await import('../services/lambda/service.ts')).lambdaService(world),
  },
  {
    signingName: 'kms',
    load: async (world) => (await import('../services/kms/service.ts')).kmsService(world),
  },
  {
    signingName: 'ec2',
    load: async (world) => (await import('../services/ec2/service.ts')).ec2Service(world),
  },
  {
    signingName: 'bedrock',
    load: async (world) =>
      (await import('../services/bedrock-runtime/service.ts')).bedrockRuntimeService(world),
  },
  {
    signingName: 'bedrock',
    load: async (world) => (await import('../services/bedrock-agent/service.ts')).bedrockAgentService(world),
  },
  {
    signingName: 'bedrock',
    load: async (world) =>
      (await import('../services/bedrock-agent-runtime/service.ts')).bedrockAgentRuntimeService(world),
  },
  {
    signingName: 'rds',
    load: async (world) => (await import('../services/rds/service.ts')).rdsService(world),
  },
  {
    signingName: 'budgets',
    load: async (world) => (await import('../services/budgets/service.ts')).budgetsService(world),
  },
  {
    signingName: 'ce',
    load: async (world) => (await import('../services/cost-explorer/service.ts')).costExplorerService(world),
  },
  {
    signingName: 'config',
    load: async (world) => (await import('../services/config-service/service.ts')).configService(world),
  },
  {
    signingName: 'organizations',
    load: async (world) => (await import('../services/organizations/service.ts')).organizationsService(world),
  },
  {
    signingName: 'sagemaker',
    load: async (world) => (await import('../services/sagemaker/service.ts')).sageMakerService(world),
  },
  {
    signingName: 'qbusiness',
    load: async (world) => (await import('../services/qbusiness/service.ts')).qBusinessService(world),
  },
  {
    signingName: 'bedrock-agentcore',
    load: async (world) => (await import('../services/agentcore/service.ts')).agentCoreControlService(world),
  },
  {
    signingName: 'bedrock-agentcore',
    load: async (world) => (await import('../services/agentcore/service.ts')).agentCoreService(world),
  },
  {
    signingName: 'secretsmanager',
    load: async (world) =>
      (await import('../services/secrets-manager/service.ts')).secretsManagerService(world),
  },
  {
    signingName: 'access-analyzer',
    load: async (world) =>
      (await import('../services/accessanalyzer/service.ts')).accessAnalyzerService(world),
  },
  {
    signingName: 'account',
    load: async (world) => (await import('../services/account/service.ts')).accountService(world),
  },
  {
    signingName: 'events',
    load: async (world) => (await import('../services/eventbridge/service.ts')).eventBridgeService(world),
  },
];

/** Finds the services that are signed for with a name; without a name, all of them. */
export type ServiceDirectory = (signingName: string | undefined) => Promise<readonly ServiceUnit[]>;

/** The services of an account, each made once, when it is first asked for. */
export function serviceDirectory(world: World): ServiceDirectory {
  const made = new Map<Entry, Promise<ServiceUnit>>();
  const unitOf = (entry: Entry): Promise<ServiceUnit> => {
    const known = made.get(entry);
    if (known !== undefined) return known;
    const making = entry.load(world);
    made.set(entry, making);
    return making;
  };
  return (signingName) =>
    Promise.all(
      SERVICES.filter((entry) => signingName === undefined || entry.signingName === signingName).map(unitOf),
    );
}
