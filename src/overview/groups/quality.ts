import { counted } from '../../base/text.ts';
import { valueText } from '../../model/overview.ts';
import { refusedByPolicy } from '../found-by-guardrail.ts';
import type { GroupUnit } from '../measure-unit.ts';
import { LOGGED } from '../measure-unit.ts';
import { numberIn } from '../row-values.ts';

export const quality: GroupUnit = {
  id: 'quality',
  title: 'Quality and accuracy',
  measures: [
    {
      ...LOGGED,
      id: 'completion',
      title: 'Completion and success',
      sql: `SELECT count(*) AS calls, count_if(coalesce(errorcode, '') <> '') AS failed,
  count_if(coalesce(regexp_like(output_body, '"(stopReason|stop_reason|finish_reason|completionReason)": *"(max_tokens|length|LENGTH)"'), false)) AS cut
FROM bedrock_invocations`,
      say: (row) =>
        numberIn(row, 'calls') === 0
          ? null
          : `${valueText(1 - numberIn(row, 'failed') / numberIn(row, 'calls'), 'ratio')} of ${counted(numberIn(row, 'calls'), 'logged request')} answered; ${counted(numberIn(row, 'cut'), 'answer')} cut off at the token limit`,
    },
    {
      id: 'response-quality',
      title: 'Scores of answers',
      kind: 'elsewhere',
      where: 'evaluation jobs of the team (Bedrock model evaluation); no log holds a score',
    },
    {
      ...LOGGED,
      id: 'content-safety',
      title: 'Safety of content',
      sql: `SELECT count(guardrail_action) AS checked, count_if(coalesce(guardrail_action = 'INTERVENED', false)) AS stopped,
  count_if(${refusedByPolicy('contentPolicy')}) AS content, count_if(${refusedByPolicy('topicPolicy')}) AS topics
FROM bedrock_invocations`,
      say: (row) =>
        numberIn(row, 'checked') === 0
          ? null
          : `a guardrail intervened in ${valueText(numberIn(row, 'stopped') / numberIn(row, 'checked'), 'ratio')} of ${counted(numberIn(row, 'checked'), 'checked request')} (${numberIn(row, 'content')} for content, ${numberIn(row, 'topics')} for a topic)`,
      lacking: 'a guardrail result; the trace has to be asked for, and no trace does not mean no guardrail',
    },
    {
      ...LOGGED,
      id: 'grounding',
      title: 'Invented answers',
      sql: `SELECT count_if(coalesce(guardrail_assessments LIKE '%"contextualGroundingPolicy"%', false)) AS assessed,
  count_if(${refusedByPolicy('contextualGroundingPolicy')}) AS refused
FROM bedrock_invocations`,
      say: (row) =>
        numberIn(row, 'assessed') === 0
          ? null
          : `${counted(numberIn(row, 'refused'), 'answer')} refused as not grounded, of ${numberIn(row, 'assessed').toLocaleString('en-US')} assessed`,
      lacking: 'an assessment of grounding; a guardrail with the contextual grounding check writes them',
    },
    {
      id: 'relevance',
      title: 'Effect of prompts, relevance of answers',
      kind: 'elsewhere',
      where: "the application's own feedback and evaluation; no AWS log tells it",
    },
  ],
};
