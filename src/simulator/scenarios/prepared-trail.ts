import type { EventDataStore } from '@aws-sdk/client-cloudtrail';
import { ACCOUNT, HOME_REGION, WORKLOAD, arn } from '../story/names.ts';
import { newKey } from '../world/kms-state.ts';
import { newTrail } from '../world/trail-state.ts';
import type { World } from '../world/world.ts';
import { dataOf } from './leaked-credential-trail.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const KEY_ID = '33333333-4444-4555-8666-777777777777';
export const TRAIL_GROUP = '/example/cloudtrail';
export const TRAIL_KEY = arn('kms', HOME_REGION, `key/${KEY_ID}`);

const DATA_TYPES = [
  'AWS::S3::Object',
  'AWS::Lambda::Function',
  'AWS::SageMaker::Endpoint',
  'AWS::QBusiness::Application',
  'AWS::Bedrock::AgentAlias',
  'AWS::Bedrock::InlineAgent',
  'AWS::Bedrock::KnowledgeBase',
  'AWS::Bedrock::Guardrail',
  'AWS::Bedrock::FlowAlias',
  'AWS::Bedrock::Model',
  'AWS::Bedrock::AsyncInvoke',
  'AWS::BedrockMantle::Project',
  'AWS::AWSExternalAnthropic::Workspace',
  'AWS::BedrockAgentCore::Runtime',
  'AWS::BedrockAgentCore::Gateway',
];

/** The organization's trail: all management events, every data event of the workload, to a bucket and a log group. */
export function prepareTrail({ trail, kms, clock }: World): void {
  const now = clock.now();
  const createdAt = now - 600 * DAY;
  kms(HOME_REGION).keys.set(
    KEY_ID,
    newKey({ id: KEY_ID, region: HOME_REGION, accountId: ACCOUNT, createdAt, description: 'The trail' }),
  );
  const names = {
    name: 'organization',
    arn: arn('cloudtrail', HOME_REGION, 'trail/organization'),
    homeRegion: HOME_REGION,
  };
  const made = newTrail(names, createdAt, {
    bucket: WORKLOAD.trailBucket,
    prefix: undefined,
    isMultiRegion: true,
    globalServices: true,
    isOrganization: true,
    validation: true,
    isLogging: true,
    kmsKeyId: TRAIL_KEY,
    logGroup: {
      arn: `${arn('logs', HOME_REGION, `log-group:${TRAIL_GROUP}`)}:*`,
      roleArn: `arn:aws:iam::${ACCOUNT}:role/example-trail-to-logs`,
    },
    selectors: {
      kind: 'advanced',
      selectors: [
        { Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
        ...DATA_TYPES.map(dataOf),
      ],
    },
  });
  made.insights = ['ApiCallRateInsight', 'ApiErrorRateInsight'];
  const delivered = { latest: now - 5 * MINUTE, error: undefined };
  made.delivery.log = delivered;
  made.delivery.logGroup = delivered;
  made.delivery.digest = { latest: now - 40 * MINUTE, error: undefined };
  trail.trails.set(made.name, made);
}

/** An event data store that is protected. */
export function preparedStores({ clock }: World): ReadonlyMap<string, EventDataStore> {
  const EventDataStoreArn = arn(
    'cloudtrail',
    HOME_REGION,
    'eventdatastore/44444444-5555-4666-8777-888888888888',
  );
  const store: EventDataStore = {
    EventDataStoreArn,
    Name: 'example-events',
    TerminationProtectionEnabled: true,
    Status: 'ENABLED',
    MultiRegionEnabled: true,
    RetentionPeriod: 366,
    CreatedTimestamp: new Date(clock.now() - 300 * DAY),
  };
  return new Map([[EventDataStoreArn, store]]);
}
