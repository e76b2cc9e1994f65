import { HOME_REGION, WORKLOAD, arn } from '../story/names.ts';
import type { Trail } from '../world/trail-state.ts';

const DAY = 86_400_000;
const DATA_TYPES = [
  'AWS::S3::Object',
  'AWS::Lambda::Function',
  'AWS::Bedrock::AgentAlias',
  'AWS::Bedrock::KnowledgeBase',
];

/** The trail of the story: management events of every Region, and the data events of the workload. */
export function organizationTrail(start: number): Trail {
  const data = DATA_TYPES.map((type) => ({
    Name: `Data events of ${type}`,
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: [type] },
    ],
  }));
  return {
    name: 'organization',
    arn: arn('cloudtrail', HOME_REGION, 'trail/organization'),
    homeRegion: HOME_REGION,
    bucket: WORKLOAD.trailBucket,
    isMultiRegion: true,
    isOrganization: false,
    validation: true,
    isLogging: true,
    startedAt: start - 600 * DAY,
    stoppedAt: undefined,
    selectors: {
      kind: 'advanced',
      selectors: [
        { Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
        ...data,
      ],
    },
  };
}
