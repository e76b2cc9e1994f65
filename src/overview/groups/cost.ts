import { counted } from '../../base/text.ts';
import type { GroupUnit } from '../measure-unit.ts';
import { LOGGED, RECORDED } from '../measure-unit.ts';
import { modelOf } from '../queries.ts';
import { numberIn } from '../row-values.ts';
import { uncountedText } from '../uncounted-text.ts';

export const cost: GroupUnit = {
  id: 'cost',
  title: 'Cost',
  measures: [
    {
      ...LOGGED,
      id: 'tokens',
      title: 'Tokens and what they cost',
      sql: `SELECT count(DISTINCT ${modelOf('modelid')}) AS models, count(*) AS calls, count(coalesce(input_tokens, output_tokens)) AS counted, sum(coalesce(input_tokens, 0) + coalesce(output_tokens, 0)) AS tokens FROM bedrock_invocations`,
      say: (row) =>
        numberIn(row, 'counted') === 0
          ? null
          : `${counted(numberIn(row, 'tokens'), 'token')} on ${counted(numberIn(row, 'models'), 'model')}${uncountedText(row)}; the panel of cost has the dollars`,
      lacking: 'a token count',
    },
    {
      id: 'resources',
      title: 'Cost of resources',
      kind: 'elsewhere',
      where: 'Cost Explorer and the cost and usage report',
    },
    {
      ...RECORDED,
      id: 'calls',
      title: 'Volume of API calls',
      sql: `SELECT count(*) AS calls, count(DISTINCT eventname) AS operations FROM cloudtrail WHERE coalesce(eventsource, '') IN ('bedrock.amazonaws.com', 'bedrock-agentcore.amazonaws.com', 'bedrock-mantle.amazonaws.com', 'aws-external-anthropic.amazonaws.com', 'sagemaker.amazonaws.com', 'qbusiness.amazonaws.com')`,
      say: (row) =>
        `${counted(numberIn(row, 'calls'), 'recorded call')} of ${counted(numberIn(row, 'operations'), 'operation')} on AI services`,
    },
    {
      id: 'storage',
      title: 'Storage and transfer',
      kind: 'elsewhere',
      where: 'Cost Explorer; S3 Storage Lens for the buckets',
    },
    {
      ...RECORDED,
      id: 'training',
      title: 'Deployment and training',
      sql: `SELECT count_if(coalesce(eventname = 'CreateProvisionedModelThroughput', false)) AS provisioned,
  count_if(coalesce(eventname IN ('CreateModelCustomizationJob', 'CreateModelImportJob', 'CreateTrainingJob'), false)) AS trained, count_if(coalesce(eventname IN ('CreateEndpoint', 'CreateMarketplaceModelEndpoint', 'CreateCustomModelDeployment'), false)) AS endpoints
FROM cloudtrail WHERE coalesce(eventsource, '') IN ('bedrock.amazonaws.com', 'sagemaker.amazonaws.com') AND coalesce(errorcode, '') = ''`,
      say: (row) =>
        `${counted(numberIn(row, 'provisioned'), 'commitment')} of provisioned throughput, ${counted(numberIn(row, 'trained'), 'training or import job')}, ${counted(numberIn(row, 'endpoints'), 'endpoint')} created; what they cost stands in Cost Explorer`,
    },
  ],
};
