import { defineAction } from '../../ports/action.ts';
import { neededCalls, undoSettings } from '../settings.ts';
import { readTrail, type TrailState, trailSettings } from '../trails.ts';

interface Params {
  readonly trail: string;
  readonly dataTypes?: readonly string[];
  readonly region?: string;
}

/** C18: has a trail write again, and write everything. */
export const restoreLogging = defineAction<Params, TrailState>({
  catalogue: 'C18',
  kind: 'containment',
  title: 'Have a trail write again',
  summary:
    'Starts a trail’s logging, makes it cover every Region with log file validation, and widens its selectors to every management event and the data events named.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['trail'],
    properties: {
      trail: { type: 'string', minLength: 3, description: 'Name or ARN of the trail.' },
      dataTypes: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$' },
        description:
          'Resource types whose data events it has to write: AWS::S3::Object, AWS::Bedrock::AgentAlias.',
      },
      region: {
        type: 'string',
        description: 'Where to look for it by name; the Region of the case unless given.',
      },
    },
  },
  reads: ['cloudtrail:GetTrail', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
  changes: [
    'cloudtrail:StartLogging',
    'cloudtrail:StopLogging',
    'cloudtrail:UpdateTrail',
    'cloudtrail:PutEventSelectors',
  ],
  undone: 'Gives selectors and logging back as they were found.',
  keepFirst: [],
  mistakes: [
    'The gap stays: note when logging stopped and when it began again.',
    'A trail that says it is logging may still deliver nothing: its bucket’s or key’s policy may be the cause. Look for a new delivery and a new digest.',
    'The chain of digests begins anew after a stop.',
    'InvokeAgent, Retrieve and other calls of Bedrock are data events: without a selector they leave no track.',
  ],
  observe: async ({ trail, region }, reader, context) => readTrail(trail, region ?? context.region, reader),
  target: (_, { arn }) => `trail ${arn}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: () => null,
  blast: (_, { bucket, isLogging, lastDelivery }) => [
    `events are written to the bucket ${bucket}, and cost what they cost; data events can be many`,
    isLogging
      ? 'the trail is logging already'
      : `it was stopped; its last delivery was ${lastDelivery ?? 'never'}`,
  ],
  plan: (params, observed) => neededCalls(trailSettings(params, observed)),
  undo: (params, { before, now }) =>
    undoSettings({ before: trailSettings(params, before), now: trailSettings(params, now) }),
  contained: () => null,
});
