import type { AdvancedEventSelector } from '@aws-sdk/client-cloudtrail';
import { HOME_REGION, WORKLOAD, arn } from '../story/names.ts';
import { newTrail, type Trail } from '../world/trail-state.ts';

const DAY = 86_400_000;
const DATA_TYPES = [
  'AWS::S3::Object',
  'AWS::Lambda::Function',
  'AWS::Bedrock::AgentAlias',
  'AWS::Bedrock::KnowledgeBase',
  'AWS::SES::EmailIdentity',
];

/** The trail of the story: management events of every Region, and the data events of the workload. */
export function organizationTrail(start: number): Trail {
  const data = DATA_TYPES.map(dataOf);
  const arnOfTrail = arn('cloudtrail', HOME_REGION, 'trail/organization');
  return newTrail({ name: 'organization', arn: arnOfTrail, homeRegion: HOME_REGION }, start - 600 * DAY, {
    bucket: WORKLOAD.trailBucket,
    prefix: undefined,
    isMultiRegion: true,
    globalServices: true,
    isOrganization: false,
    validation: true,
    isLogging: true,
    kmsKeyId: undefined,
    logGroup: undefined,
    selectors: {
      kind: 'advanced',
      selectors: [
        { Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
        ...data,
      ],
    },
  });
}

/** A selector of the data events of one type of resource. */
export function dataOf(type: string): AdvancedEventSelector {
  return {
    Name: `Data events of ${type}`,
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: [type] },
    ],
  };
}
