import { defineAction } from '../../ports/action.ts';
import {
  type DeliveryState,
  deliverySettings,
  readDelivery,
  type WantedDelivery,
} from '../knowledge-delivery.ts';
import { neededCalls, undoSettings } from '../settings.ts';

/** R31: application logs of a knowledge base (FACTS 2.5). */
export const deliverKnowledgeLogs = defineAction<WantedDelivery, DeliveryState>({
  catalogue: 'R31',
  kind: 'preparation',
  title: 'Deliver the application logs of a knowledge base',
  summary:
    'Makes a source of the application logs of a knowledge base, a log group as their destination, and the delivery between them.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['knowledgeBase', 'logGroup'],
    properties: {
      knowledgeBase: {
        type: 'string',
        pattern: '^[0-9a-zA-Z]{10}$',
        description: 'Id of the knowledge base.',
      },
      logGroup: {
        type: 'string',
        pattern: '^[\\w./#-]{1,512}$',
        description: 'Log group that the logs go to; it has to be there when the calls run.',
      },
      region: { type: 'string', description: 'Region of both; that of the case unless given.' },
    },
  },
  reads: [
    'bedrock-agent:GetKnowledgeBase',
    ...[
      'DescribeLogGroups',
      'DescribeDeliverySources',
      'DescribeDeliveryDestinations',
      'DescribeDeliveries',
    ].map((operation) => `cloudwatch-logs:${operation}`),
  ],
  changes: [
    ...['PutDeliverySource', 'DeleteDeliverySource', 'PutDeliveryDestination', 'DeleteDeliveryDestination'],
    ...['CreateDelivery', 'DeleteDelivery'],
  ].map((operation) => `cloudwatch-logs:${operation}`),
  undone:
    'Takes the delivery, its destination and its source away again; what was delivered stays in the log group.',
  keepFirst: [],
  mistakes: [
    'What was taken in before is in no log: only ingestion from now on is told of.',
    'The log group has to be there first (cloudwatch-logs/set-up-log-group).',
    'The service that delivers gets its right by a resource policy of the Region: whoever makes the delivery has to be allowed logs:PutResourcePolicy.',
    'A source that delivers elsewhere already is left as it is.',
  ],
  observe: readDelivery,
  target: ({ knowledgeBase, logGroup }) =>
    `application logs of knowledge base ${knowledgeBase} to ${logGroup}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ knowledgeBase }, { arn }) =>
    arn === null
      ? {
          why: `there is no knowledge base ${knowledgeBase} in this Region`,
          instead: 'check the id and the Region',
        }
      : null,
  blast: ({ logGroup }, { groupExists, elsewhere }) => [
    'events cost by size when they come, and while they stay; the knowledge base works as before',
    ...(elsewhere ? ['its application logs go somewhere else already: they stay there'] : []),
    ...(groupExists || elsewhere ? [] : [`${logGroup} is not there yet: it has to be made first`]),
  ],
  plan: (params, observed, context) => neededCalls(deliverySettings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({
      // A delivery is taken away by the id that it has now.
      before: deliverySettings(params, { ...before, deliveryNow: now.delivery }, context),
      now: deliverySettings(params, now, context),
    }),
  contained: () => null,
});
