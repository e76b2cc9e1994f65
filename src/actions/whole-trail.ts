import type { Json, JsonObject } from '../base/json.ts';
import { type PlannedCall, REVERSIBLE, type Reversibility } from '../model/plan.ts';
import type { ActionContext } from '../ports/action.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { listOf, objectOf, textOf } from './answers.ts';
import { keyArn, keySetting, type MadeKey, readKey } from './made-keys.ts';
import type { Statement } from './policies.ts';
import type { Setting } from './settings.ts';
import { readTrail, type TrailState, trailSettings } from './trails.ts';

export interface WantedWholeTrail {
  readonly trail: string;
  readonly bucket: string;
  readonly dataTypes?: readonly string[];
  readonly logGroup?: string;
  readonly role?: string;
  readonly keyAlias?: string;
  readonly region?: string;
}

/** A trail as it is; of one that is not there, what a new one has. */
export interface WholeTrail {
  readonly exists: boolean;
  readonly arn: string;
  readonly trail: TrailState;
  readonly kmsKey: string | null;
  readonly logGroup: string | null;
  readonly role: string | null;
  readonly insights: readonly string[];
  readonly key: MadeKey | null;
}

/** Data events without which questions of the methodology have no answer (FACTS 1.3, R07 to R09). */
const DATA_TYPES: readonly string[] = [
  ...['AgentAlias', 'InlineAgent', 'KnowledgeBase', 'Guardrail', 'FlowAlias', 'Model', 'AsyncInvoke'].map(
    (name) => `AWS::Bedrock::${name}`,
  ),
  'AWS::BedrockMantle::Project',
  'AWS::AWSExternalAnthropic::Workspace',
  'AWS::BedrockAgentCore::Runtime',
  'AWS::BedrockAgentCore::Gateway',
  'AWS::SageMaker::Endpoint',
  'AWS::QBusiness::Application',
  'AWS::S3::Object',
  'AWS::Lambda::Function',
];
const INSIGHTS: readonly string[] = ['ApiCallRateInsight', 'ApiErrorRateInsight'];

export async function readWholeTrail(
  { trail: name, bucket, keyAlias, region: named }: WantedWholeTrail,
  reader: CloudReader,
  { account, region: home }: ActionContext,
): Promise<WholeTrail> {
  const region = named ?? home;
  const absent = ['TrailNotFoundException'];
  const ask = { service: 'cloudtrail', region };
  const found = objectOf(
    await reader.read({ ...ask, operation: 'GetTrail', input: { Name: name }, absent }),
    'Trail',
  );
  if (found === null) {
    const key = keyAlias === undefined ? null : await readKey(keyAlias, region, reader);
    const trail = newTrail({ name, bucket, region, account });
    return {
      exists: false,
      arn: trail.arn,
      trail,
      kmsKey: null,
      logGroup: null,
      role: null,
      insights: [],
      key,
    };
  }
  const trail = await readTrail(name, region, reader);
  const insights = await reader.read({
    service: 'cloudtrail',
    operation: 'GetInsightSelectors',
    region: trail.homeRegion,
    input: { TrailName: trail.arn },
    absent: ['InsightNotEnabledException'],
  });
  return {
    exists: true,
    arn: trail.arn,
    trail,
    kmsKey: textOf(found, 'KmsKeyId'),
    logGroup: textOf(found, 'CloudWatchLogsLogGroupArn'),
    role: textOf(found, 'CloudWatchLogsRoleArn'),
    insights: listOf(insights, 'InsightSelectors').flatMap((one) => textOf(one, 'InsightType') ?? []),
    key: keyAlias === undefined ? null : await readKey(keyAlias, trail.homeRegion, reader),
  };
}

/** As CreateTrail leaves it: management events of all kinds, and waiting for StartLogging. */
function newTrail(of: {
  readonly name: string;
  readonly bucket: string;
  readonly region: string;
  readonly account: string;
}): TrailState {
  const { name, bucket, region, account } = of;
  return {
    arn: `arn:aws:cloudtrail:${region}:${account}:trail/${name}`,
    homeRegion: region,
    bucket,
    isLogging: false,
    multiRegion: true,
    validation: true,
    globalEvents: true,
    selectors: { kind: 'basic', selectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] },
    lastDelivery: null,
  };
}

/** What makes a trail whole, in the order it is done; it begins to write last. */
export function wholeTrailSettings(
  wanted: WantedWholeTrail,
  state: WholeTrail,
  context: ActionContext,
): readonly Setting[] {
  const { key, trail, exists } = state;
  const [logging, ...others] = trailSettings({ dataTypes: wanted.dataTypes ?? DATA_TYPES }, trail);
  const statements = keyUse(state, context);
  return [
    ...(key === null ? [] : [keySetting(key, { statements, context })]),
    existence(wanted, state, context),
    // A new trail comes with its key and its log group.
    ...(exists ? [destination(wanted, state, context)] : []),
    ...others,
    insightSetting(state),
    ...(logging === undefined ? [] : [logging]),
  ];
}

function existence(wanted: WantedWholeTrail, state: WholeTrail, context: ActionContext): Setting {
  const { arn } = state;
  return {
    name: `trail ${arn}`,
    is: state.exists,
    wanted: true,
    set: (to) => [
      to === true
        ? trailCall(state, 'CreateTrail', {
            input: {
              Name: wanted.trail,
              S3BucketName: wanted.bucket,
              IsMultiRegionTrail: true,
              IncludeGlobalServiceEvents: true,
              EnableLogFileValidation: true,
              ...destinationInput(wantedDestination(wanted, state, context)),
            },
            purpose: 'make the trail',
            reversibility: { kind: 'leaves', residue: 'the files it has written by then' },
          })
        : trailCall(state, 'DeleteTrail', { input: { Name: arn }, purpose: 'take the trail away' }),
    ],
  };
}

interface Destination {
  readonly [name: string]: Json;
  readonly kmsKey: Json;
  readonly logGroup: string | null;
  readonly role: string | null;
}

/** A key and a log group that are set already stay. */
function wantedDestination(
  { logGroup, role }: WantedWholeTrail,
  { kmsKey, logGroup: ownGroup, role: ownRole, key, trail }: WholeTrail,
  { account }: ActionContext,
): Destination {
  const group =
    logGroup === undefined ? null : `arn:aws:logs:${trail.homeRegion}:${account}:log-group:${logGroup}:*`;
  return {
    kmsKey: kmsKey ?? (key === null ? null : keyArn(key)),
    logGroup: ownGroup ?? group,
    role: ownGroup === null ? (role ?? null) : ownRole,
  };
}

function destination(wanted: WantedWholeTrail, state: WholeTrail, context: ActionContext): Setting {
  const { kmsKey, logGroup, role, arn } = state;
  return {
    name: 'key and log group of the trail',
    is: { kmsKey, logGroup, role },
    wanted: wantedDestination(wanted, state, context),
    set: (to) => [
      trailCall(state, 'UpdateTrail', {
        // An empty text takes a key or a log group away.
        input: { Name: arn, ...withEmpty(to as JsonObject as Destination) },
        purpose: 'set the key it is under and the log group it also writes to',
        reversibility: { kind: 'leaves', residue: 'files written meanwhile stay under the key' },
      }),
    ],
  };
}

function destinationInput({ kmsKey, logGroup, role }: Destination): JsonObject {
  return {
    ...(kmsKey === null ? {} : { KmsKeyId: kmsKey }),
    ...(logGroup === null ? {} : { CloudWatchLogsLogGroupArn: logGroup, CloudWatchLogsRoleArn: role }),
  };
}

function withEmpty({ kmsKey, logGroup, role }: Destination): JsonObject {
  return {
    KmsKeyId: kmsKey ?? '',
    CloudWatchLogsLogGroupArn: logGroup ?? '',
    CloudWatchLogsRoleArn: role ?? '',
  };
}

function insightSetting(state: WholeTrail): Setting {
  const is = [...state.insights].toSorted();
  return {
    name: 'Insights of the trail',
    is,
    wanted: [...new Set([...is, ...INSIGHTS])].toSorted(),
    set: (to) => [
      trailCall(state, 'PutInsightSelectors', {
        input: {
          TrailName: state.arn,
          InsightSelectors: (to as readonly string[]).map((InsightType) => ({ InsightType })),
        },
        purpose: 'watch the rates of calls and of errors, besides what is watched',
      }),
    ],
  };
}

/** CloudTrail user guide, "Configure AWS KMS key policies for CloudTrail". */
function keyUse({ arn }: WholeTrail, { account }: ActionContext): readonly Statement[] {
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  return [
    {
      Sid: 'CloudTrailEncrypts',
      Effect: 'Allow',
      Principal,
      Action: 'kms:GenerateDataKey*',
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:SourceArn': arn },
        StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${account}:trail/*` },
      },
    },
    { Sid: 'CloudTrailDescribes', Effect: 'Allow', Principal, Action: 'kms:DescribeKey', Resource: '*' },
  ];
}

function trailCall(
  { trail }: WholeTrail,
  operation: string,
  of: { readonly input: JsonObject; readonly purpose: string; readonly reversibility?: Reversibility },
): PlannedCall {
  const { input, purpose, reversibility = REVERSIBLE } = of;
  return { service: 'cloudtrail', operation, region: trail.homeRegion, input, purpose, reversibility };
}
