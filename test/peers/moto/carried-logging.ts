import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as iam from '@aws-sdk/client-iam';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import type { JsonObject } from '../../../src/base/json.ts';
import { orNone } from './account-state.ts';
import { type Carried, nothingLeft } from './carried.ts';
import type { MotoAccount } from './moto-account.ts';

const LOGS = 'example-logs-111122223333';
const TRAIL = 'main';
const GROUP = '/example/logs';
const ROLE = 'log-delivery';

/**
 * A trail of one Region without digests, that writes changes only. Its selectors are advanced and it has its Insights:
 * moto takes neither back, as AWS does.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutInsightSelectors.html
 */
async function narrowTrail({ clients }: MotoAccount): Promise<JsonObject> {
  const client = clients.cloudtrail;
  await clients.s3.send(new CreateBucketCommand({ Bucket: LOGS }));
  await client.send(new cloudtrail.CreateTrailCommand({ Name: TRAIL, S3BucketName: LOGS }));
  await client.send(
    new cloudtrail.PutEventSelectorsCommand({
      TrailName: TRAIL,
      AdvancedEventSelectors: [
        {
          Name: 'Changes only',
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Management'] },
            { Field: 'readOnly', Equals: ['false'] },
          ],
        },
      ],
    }),
  );
  await client.send(
    new cloudtrail.PutInsightSelectorsCommand({
      TrailName: TRAIL,
      InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }, { InsightType: 'ApiErrorRateInsight' }],
    }),
  );
  return { trail: TRAIL, bucket: LOGS, dataTypes: ['AWS::Bedrock::AgentAlias'] };
}

/** The actions that have logs written before an incident. */
export const CARRIED_LOGGING: readonly Carried[] = [
  {
    id: 'cloudtrail/set-up-trail',
    on: 'one that was narrowed and stopped',
    setup: narrowTrail,
    calls: ['UpdateTrail', 'PutEventSelectors', 'StartLogging'],
    proof: {
      of: 'state',
      because: 'moto’s trails write nothing',
      act: async ({ clients }) => {
        const { Trail } = await clients.cloudtrail.send(new cloudtrail.GetTrailCommand({ Name: TRAIL }));
        const { AdvancedEventSelectors = [] } = await clients.cloudtrail.send(
          new cloudtrail.GetEventSelectorsCommand({ TrailName: TRAIL }),
        );
        return {
          everyRegion: Trail?.IsMultiRegionTrail,
          digests: Trail?.LogFileValidationEnabled,
          selectors: AdvancedEventSelectors.map(({ Name }) => Name),
        };
      },
      before: { everyRegion: false, digests: false, selectors: ['Changes only'] },
      inForce: {
        everyRegion: true,
        digests: true,
        selectors: ['Management events', 'Data events of AWS::Bedrock::AgentAlias'],
      },
    },
    undo: nothingLeft,
  },
  {
    id: 'iam/set-up-delivery-role',
    setup: () => Promise.resolve({ role: ROLE, service: 'cloudtrail', logGroup: GROUP }),
    calls: ['CreateRole', 'PutRolePolicy'],
    proof: {
      of: 'state',
      because: 'no service of moto takes a role up',
      act: async ({ clients }) => {
        const found = await orNone(
          clients.iam.send(
            new iam.GetRolePolicyCommand({ RoleName: ROLE, PolicyName: 'heptad-log-delivery' }),
          ),
          'NoSuchEntityException',
        );
        return found === null ? null : decodeURIComponent(found.PolicyDocument ?? '').includes(GROUP);
      },
      before: null,
      inForce: true,
    },
    undo: nothingLeft,
  },
];
