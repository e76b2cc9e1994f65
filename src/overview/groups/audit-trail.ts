import { counted } from '../../base/text.ts';
import { valueText } from '../../model/overview.ts';
import type { GroupUnit } from '../measure-unit.ts';
import { LOGGED, RECORDED } from '../measure-unit.ts';
import { numberIn, textOrNull } from '../row-values.ts';

export const auditTrail: GroupUnit = {
  id: 'audit-trail',
  title: 'Audit trail',
  measures: [
    {
      ...LOGGED,
      id: 'requests',
      title: 'Requests and answers',
      sql: `SELECT count(*) AS records, count(prompt_text) AS prompts, count(response_text) AS answers FROM bedrock_invocations`,
      say: (row) =>
        numberIn(row, 'records') === 0
          ? null
          : `${valueText(numberIn(row, 'prompts') / numberIn(row, 'records'), 'ratio')} of ${counted(numberIn(row, 'records'), 'record holds', 'records hold')} the prompt, ${valueText(numberIn(row, 'answers') / numberIn(row, 'records'), 'ratio')} the answer`,
    },
    {
      id: 'users-and-systems',
      title: 'What users and systems did',
      kind: 'told',
      sources: ['cloudtrail.management', 'bedrock.invocations'],
      needs: 'all',
      sql: `WITH called AS (
  SELECT requestid FROM cloudtrail WHERE eventsource = 'bedrock.amazonaws.com' AND coalesce(eventname, '') IN ('InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream') AND coalesce(errorcode, '') = ''
)
SELECT count(*) AS calls, count_if(NOT EXISTS (SELECT 1 FROM bedrock_invocations WHERE bedrock_invocations.requestid = called.requestid)) AS unlogged FROM called`,
      say: (row) =>
        numberIn(row, 'calls') === 0
          ? null
          : `${counted(numberIn(row, 'unlogged'), 'model call')} of ${numberIn(row, 'calls').toLocaleString('en-US')} in CloudTrail ${numberIn(row, 'unlogged') === 1 ? 'has' : 'have'} no invocation record`,
      lacking: 'model calls in CloudTrail',
    },
    {
      ...RECORDED,
      id: 'model-versions',
      title: 'Versions of models',
      sql: `SELECT count(*) AS changes, max(eventtime) AS last_at FROM cloudtrail WHERE coalesce(eventsource, '') IN ('bedrock.amazonaws.com', 'sagemaker.amazonaws.com') AND coalesce(errorcode, '') = ''
  AND regexp_like(eventname, '^(Create|Delete|Update|Import|Register)[A-Za-z]*(CustomModel|ImportedModel|ModelPackage|ModelImportJob|ModelCustomizationJob|ModelCopyJob|CustomModelDeployment|Model)$')`,
      say: (row) =>
        `${counted(numberIn(row, 'changes'), 'change')} of models${textOrNull(row, 'last_at') === null ? ' in these records' : `, the last at ${textOrNull(row, 'last_at') ?? ''}`}`,
    },
    {
      ...RECORDED,
      id: 'configuration',
      title: 'Changes of configuration',
      sql: `SELECT count_if(coalesce(regexp_like(eventname, 'Guardrail'), false)) AS guardrails, count_if(coalesce(regexp_like(eventname, 'Agent|Flow|Prompt|Alias|ActionGroup'), false)) AS agents, count(*) AS changes
FROM cloudtrail WHERE coalesce(eventsource, '') IN ('bedrock.amazonaws.com', 'bedrock-agentcore.amazonaws.com', 'sagemaker.amazonaws.com', 'qbusiness.amazonaws.com') AND coalesce(errorcode, '') = '' AND regexp_like(eventname, '^(Create|Update|Delete|Put|Prepare|Associate|Disassociate)')`,
      say: (row) =>
        `${counted(numberIn(row, 'changes'), 'change')} on AI services, ${numberIn(row, 'guardrails')} of guardrails and ${numberIn(row, 'agents')} of agents and prompts`,
    },
    {
      ...RECORDED,
      id: 'logging',
      title: 'The audit trail itself',
      sql: `SELECT count(*) AS changes, min(eventtime) AS first_at, array_join(array_sort(array_agg(DISTINCT eventname)), ', ') AS names FROM cloudtrail
WHERE coalesce(errorcode, '') = '' AND coalesce(eventname, '') IN ('StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'DeleteModelInvocationLoggingConfiguration', 'PutModelInvocationLoggingConfiguration', 'DeleteLogGroup', 'DeleteLogStream')`,
      say: (row) =>
        numberIn(row, 'changes') === 0
          ? 'no change to logging in these records'
          : `${counted(numberIn(row, 'changes'), 'change')} to logging since ${textOrNull(row, 'first_at') ?? 'no time'}: ${textOrNull(row, 'names') ?? ''}`,
    },
  ],
};
