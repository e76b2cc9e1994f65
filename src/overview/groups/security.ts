import { counted } from '../../base/text.ts';
import { metFilter, metIn } from '../found-by-guardrail.ts';
import type { GroupUnit } from '../measure-unit.ts';
import { LOGGED, RECORDED } from '../measure-unit.ts';
import { DENIED, roleOf } from '../queries.ts';
import { numberIn } from '../row-values.ts';

export const security: GroupUnit = {
  id: 'security',
  title: 'Security',
  measures: [
    {
      ...RECORDED,
      id: 'authentication',
      title: 'Sign-ins and authorization',
      sql: `SELECT count_if(coalesce(eventname = 'ConsoleLogin', false)) AS signins, count_if(coalesce(eventname = 'ConsoleLogin' AND (errormessage IS NOT NULL OR responseelements LIKE '%Failure%'), false)) AS failed,
  count_if(${DENIED}) AS denied
FROM cloudtrail`,
      say: (row) =>
        `${counted(numberIn(row, 'signins'), 'console sign-in')} (${numberIn(row, 'failed')} failed), ${counted(numberIn(row, 'denied'), 'denied call')}`,
    },
    {
      ...LOGGED,
      id: 'injection',
      title: 'Prompt injection',
      sql: `SELECT count(prompt_text) AS prompts, count_if(${metFilter('PROMPT_ATTACK')}) AS attacks FROM bedrock_invocations`,
      say: (row) =>
        numberIn(row, 'prompts') === 0
          ? null
          : `${counted(numberIn(row, 'attacks'), 'prompt')} called an attack by a guardrail, of ${numberIn(row, 'prompts').toLocaleString('en-US')} logged; signatures are in the panel of suspicious prompts`,
      lacking: 'the text of prompts',
    },
    {
      ...RECORDED,
      id: 'access-patterns',
      title: 'Patterns of access',
      sql: `SELECT count(DISTINCT ${roleOf('useridentity.arn')}) AS identities, count(DISTINCT CASE WHEN sourceipaddress NOT LIKE '%.amazonaws.com' AND sourceipaddress <> 'AWS Internal' THEN sourceipaddress END) AS addresses,
  count(DISTINCT CASE WHEN useridentity.type = 'IAMUser' AND useridentity.accesskeyid LIKE 'AKIA%' THEN useridentity.accesskeyid END) AS keys
FROM cloudtrail WHERE coalesce(eventsource, '') IN ('bedrock.amazonaws.com', 'bedrock-agentcore.amazonaws.com', 'sagemaker.amazonaws.com', 'qbusiness.amazonaws.com')`,
      say: (row) =>
        `AI services were called by ${counted(numberIn(row, 'identities'), 'identity', 'identities')} from ${counted(numberIn(row, 'addresses'), 'address', 'addresses')}, with ${counted(numberIn(row, 'keys'), 'long-term key')} among them`,
    },
    {
      ...RECORDED,
      id: 'limits',
      title: 'Rate limits and quotas',
      sql: `SELECT count_if(coalesce(errorcode IN ('ThrottlingException', 'TooManyRequestsException', 'ServiceQuotaExceededException'), false)) AS throttled,
  count_if(coalesce(eventname = 'RequestServiceQuotaIncrease', false)) AS raised
FROM cloudtrail WHERE coalesce(eventsource, '') IN ('bedrock.amazonaws.com', 'bedrock-agentcore.amazonaws.com', 'sagemaker.amazonaws.com', 'servicequotas.amazonaws.com')`,
      say: (row) =>
        `${counted(numberIn(row, 'throttled'), 'call')} refused over a limit, ${counted(numberIn(row, 'raised'), 'request')} to raise a quota`,
    },
    {
      ...LOGGED,
      id: 'leakage',
      title: 'Leakage of data',
      sql: `SELECT count(guardrail_action) AS checked, count_if(${metIn('(piiEntities|regexes)')}) AS sensitive FROM bedrock_invocations`,
      say: (row) =>
        numberIn(row, 'checked') === 0
          ? null
          : `sensitive information found by a guardrail in ${numberIn(row, 'sensitive').toLocaleString('en-US')} of ${counted(numberIn(row, 'checked'), 'checked request')}`,
      lacking: 'a guardrail result; the element "private data" of a playbook looks at the texts themselves',
    },
  ],
};
