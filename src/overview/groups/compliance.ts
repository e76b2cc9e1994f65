import { counted } from '../../base/text.ts';
import { actedIn, metIn } from '../found-by-guardrail.ts';
import type { GroupUnit } from '../measure-unit.ts';
import { LOGGED, RECORDED } from '../measure-unit.ts';
import { numberIn, textOrNull } from '../row-values.ts';

export const compliance: GroupUnit = {
  id: 'compliance',
  title: 'Compliance',
  measures: [
    {
      ...RECORDED,
      id: 'retention',
      title: 'Retention of data',
      sql: `SELECT count(*) AS changes, array_join(array_sort(array_agg(DISTINCT eventname)), ', ') AS names FROM cloudtrail
WHERE coalesce(errorcode, '') = '' AND coalesce(eventname, '') IN ('PutRetentionPolicy', 'DeleteRetentionPolicy', 'PutBucketLifecycle', 'PutBucketLifecycleConfiguration', 'DeleteBucketLifecycle', 'PutObjectLockConfiguration', 'PutBucketObjectLockConfiguration', 'PutAccountDataRetention')`,
      say: (row) =>
        `${counted(numberIn(row, 'changes'), 'change')} of retention${textOrNull(row, 'names') === null ? ' in these records' : ` (${textOrNull(row, 'names') ?? ''})`}; what is set now is read from the account`,
    },
    {
      ...LOGGED,
      id: 'personal-data',
      title: 'Personal data',
      sql: `SELECT count(guardrail_action) AS checked, count_if(${metIn('piiEntities')}) AS personal, count_if(${actedIn('piiEntities', 'ANONYMIZED')}) AS masked FROM bedrock_invocations`,
      say: (row) =>
        numberIn(row, 'checked') === 0
          ? null
          : `${counted(numberIn(row, 'personal'), 'request')} with personal data found by a guardrail, ${numberIn(row, 'masked')} of them masked`,
      lacking: 'a guardrail result',
    },
    {
      id: 'regulation',
      title: 'Regulatory duties',
      kind: 'elsewhere',
      where: 'no log tells it; heptad readiness names the controls and what evidence they ask for',
    },
    {
      id: 'consent',
      title: 'Consent',
      kind: 'elsewhere',
      where: "the application's own records; no AWS log tells it",
    },
    {
      id: 'geography',
      title: 'Where data may go',
      kind: 'told',
      sources: ['bedrock.invocations', 'cloudtrail.management'],
      needs: 'any',
      sql: `WITH placed AS (
  SELECT region FROM bedrock_invocations
  UNION ALL
  SELECT coalesce(json_extract_scalar(additionaleventdata, '$.inferenceRegion'), awsregion) FROM cloudtrail
  WHERE eventsource = 'bedrock.amazonaws.com' AND coalesce(eventname, '') IN ('InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream') AND coalesce(errorcode, '') = ''
)
SELECT count(region) AS calls, array_join(array_sort(array_agg(DISTINCT region)), ', ') AS regions FROM placed`,
      say: (row) =>
        numberIn(row, 'calls') === 0
          ? null
          : `models ran in ${textOrNull(row, 'regions') ?? 'no named Region'}`,
      lacking: 'model calls',
    },
  ],
};
