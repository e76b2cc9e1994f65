import { ACCOUNT, HOME_REGION, WORKLOAD, arn } from '../story/names.ts';
import { newLogGroup, type LogGroup } from '../world/logs-state.ts';
import type { World } from '../world/world.ts';
import { invocationBucket } from './prepared-buckets.ts';
import { TRAIL_GROUP, TRAIL_KEY } from './prepared-trail.ts';

const DAY = 86_400_000;

/** One call of each signal that has to ring, and the metric it is counted in. */
export const WATCHED = [
  'StopLogging',
  'DeleteDetector',
  'DeleteLogGroup',
  'DeleteModelInvocationLoggingConfiguration',
  'UpdateGuardrail',
  'CreateFoundationModelAgreement',
  'CreateServiceSpecificCredential',
  'callWithBearerToken',
] as const;

/** What the invocation log of each Region is watched for: guardrails that step in. */
export const INTERVENTIONS = 'GuardrailInterventions';

const MASKING = JSON.stringify({
  Name: 'mask-private-data',
  Version: '2021-06-01',
  Statement: [
    {
      Sid: 'audit',
      DataIdentifier: ['arn:aws:dataprotection::aws:data-identifier/EmailAddress'],
      Operation: { Audit: { FindingsDestination: {} } },
    },
    {
      Sid: 'mask',
      DataIdentifier: ['arn:aws:dataprotection::aws:data-identifier/EmailAddress'],
      Operation: { Deidentify: { MaskConfig: {} } },
    },
  ],
});

/** Model invocations are logged in every Region, to a group that is masked and a bucket; the trail has a group of its own. */
export function prepareLogs(world: World): void {
  const { regions, clock, bedrock, logs } = world;
  const now = clock.now();
  for (const region of regions) {
    const group = groupIn(region, WORKLOAD.invocationLogGroup, now);
    group.retentionInDays = 90;
    group.kmsKeyId = arn('kms', region, 'key/22222222-3333-4444-8555-666666666666');
    group.dataProtection = { document: MASKING, updatedAt: now - 100 * DAY };
    watch(group, INTERVENTIONS, {
      pattern: '{ $.output.outputBodyJson.stopReason = "guardrail_intervened" }',
      since: now - 200 * DAY,
    });
    logs(region).groups.set(group.name, group);
    bedrock(region).logging = {
      cloudWatchConfig: {
        logGroupName: group.name,
        roleArn: `arn:aws:iam::${ACCOUNT}:role/example-bedrock-to-logs`,
        largeDataDeliveryS3Config: { bucketName: invocationBucket(region), keyPrefix: 'large' },
      },
      textDataDeliveryEnabled: true,
      imageDataDeliveryEnabled: true,
      embeddingDataDeliveryEnabled: true,
      videoDataDeliveryEnabled: true,
      audioDataDeliveryEnabled: true,
    };
  }
  logs(HOME_REGION).groups.set(TRAIL_GROUP, trailGroup(now));
  logs(HOME_REGION).deliverySources.push({
    name: 'support-manuals',
    arn: arn('logs', HOME_REGION, 'delivery-source:support-manuals'),
    resourceArns: [arn('bedrock', HOME_REGION, `knowledge-base/${WORKLOAD.knowledgeBaseId}`)],
    service: 'bedrock',
    logType: 'APPLICATION_LOGS',
  });
}

function trailGroup(now: number): LogGroup {
  const group = groupIn(HOME_REGION, TRAIL_GROUP, now);
  group.retentionInDays = 400;
  group.kmsKeyId = TRAIL_KEY;
  for (const name of WATCHED) watch(group, name, { pattern: patternOf(name), since: now - 200 * DAY });
  return group;
}

/** A metric filter that counts, in a metric of its own name. */
function watch(
  { name: logGroupName, metricFilters }: LogGroup,
  name: string,
  { pattern, since }: { readonly pattern: string; readonly since: number },
): void {
  metricFilters.set(name, {
    filterName: name,
    logGroupName,
    filterPattern: pattern,
    metricTransformations: [{ metricName: name, metricNamespace: 'Example/Watch', metricValue: '1' }],
    creationTime: since,
  });
}

function patternOf(name: string): string {
  return name === 'callWithBearerToken'
    ? '{ $.additionalEventData.callWithBearerToken IS TRUE }'
    : `{ $.eventName = "${name}" }`;
}

function groupIn(region: string, name: string, now: number): LogGroup {
  const group = newLogGroup({ name, region, accountId: ACCOUNT, createdAt: now - 400 * DAY });
  group.deletionProtection = true;
  return group;
}
