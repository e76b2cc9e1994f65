import type { RowValue } from '../../src/model/row.ts';
import type { BoundValue } from '../../src/ports/lake.ts';

/** A query in the manner of those published for Athena, and the rows it gives on `ATHENA_EVENTS`. */
export interface AthenaQuery {
  readonly asks: string;
  readonly sql: string;
  readonly params?: Readonly<Record<string, BoundValue>>;
  readonly rows: readonly (readonly RowValue[])[];
}

const ALICE = 'arn:aws:iam::111122223333:user/alice';
const BACKUP = 'arn:aws:iam::111122223333:user/backup';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/ml-admin/work';

export const ATHENA_QUERIES: readonly AthenaQuery[] = [
  {
    asks: 'calls per principal and service',
    sql: `SELECT useridentity.arn, eventsource, count(*) AS calls FROM cloudtrail_logs
      WHERE useridentity.arn IS NOT NULL GROUP BY useridentity.arn, eventsource HAVING count(*) > 1 ORDER BY calls DESC, 2`,
    rows: [
      [SESSION, 'bedrock.amazonaws.com', 3],
      [BACKUP, 's3.amazonaws.com', 3],
      [SESSION, 'iam.amazonaws.com', 2],
      [ALICE, 'signin.amazonaws.com', 2],
    ],
  },
  {
    asks: 'console sign-ins without MFA',
    sql: `SELECT eventtime, useridentity.username, sourceipaddress, json_extract_scalar(responseelements, '$.ConsoleLogin') AS outcome
      FROM cloudtrail_logs WHERE eventname = 'ConsoleLogin' AND json_extract_scalar(additionaleventdata, '$.MFAUsed') = 'No'`,
    rows: [['2026-03-01T08:05:00Z', 'alice', '203.0.113.9', 'Failure']],
  },
  {
    asks: 'what the root user did',
    sql: `SELECT eventname, sourceipaddress FROM cloudtrail_logs WHERE useridentity.type = 'Root' AND useridentity.invokedby IS NULL`,
    rows: [['StopLogging', '192.0.2.1']],
  },
  {
    asks: 'the timeline of one access key',
    sql: `SELECT eventtime, eventname, coalesce(errorcode, 'Success') AS result FROM cloudtrail_logs
      WHERE useridentity.accesskeyid = :key ORDER BY eventtime`,
    params: { key: 'ASIAEXAMPLESESSION01' },
    rows: [
      ['2026-03-01T09:10:00Z', 'InvokeModel', 'Success'],
      ['2026-03-01T09:12:30Z', 'InvokeModel', 'AccessDenied'],
      ['2026-03-01T09:15:00Z', 'DeleteGuardrail', 'Success'],
      ['2026-03-01T09:20:00Z', 'CreateAccessKey', 'Success'],
      ['2026-03-01T09:21:00Z', 'AttachUserPolicy', 'Success'],
    ],
  },
  {
    asks: 'errors by code and service',
    sql: `SELECT errorcode, eventsource, count(*) AS n FROM cloudtrail_logs WHERE errorcode IN ('AccessDenied', 'Client.UnauthorizedOperation')
      OR errorcode LIKE '%Denied%' GROUP BY 1, 2 ORDER BY n DESC`,
    rows: [['AccessDenied', 'bedrock.amazonaws.com', 1]],
  },
  {
    asks: 'events between two times, as text',
    sql: `SELECT eventname FROM cloudtrail_logs WHERE eventtime >= '2026-03-02T01:00:00Z' AND eventtime < '2026-03-02T02:05:00Z' ORDER BY eventtime`,
    rows: [['AuthorizeSecurityGroupIngress'], ['StopLogging']],
  },
  {
    asks: 'events between two times, as timestamps',
    sql: `SELECT count(*) AS n FROM cloudtrail_logs WHERE from_iso8601_timestamp(eventtime)
      BETWEEN timestamp '2026-03-01 09:00:00 UTC' AND timestamp '2026-03-01 09:15:00 UTC'`,
    rows: [[4]],
  },
  {
    asks: 'events of the last hours before the newest',
    sql: `WITH newest AS (SELECT max(from_iso8601_timestamp(eventtime)) AS t FROM cloudtrail_logs)
      SELECT eventname FROM cloudtrail_logs CROSS JOIN newest WHERE from_iso8601_timestamp(eventtime) > t - interval '1' hour ORDER BY eventtime`,
    rows: [['PutUserPolicy'], ['Decrypt']],
  },
  {
    asks: 'events per hour',
    sql: `SELECT date_format(date_trunc('hour', from_iso8601_timestamp(eventtime)), '%Y-%m-%d %H:00') AS hour, count(*) AS n
      FROM cloudtrail_logs WHERE eventsource <> 'signin.amazonaws.com' GROUP BY 1 HAVING count(*) > 1 ORDER BY 1`,
    rows: [
      ['2026-03-01 09:00', 6],
      ['2026-03-02 00:00', 3],
      ['2026-03-02 02:00', 2],
    ],
  },
  {
    asks: 'resources touched, one row each',
    sql: `SELECT r.type, r.arn, count(*) AS n FROM cloudtrail_logs CROSS JOIN UNNEST(resources) AS r(arn, accountid, type)
      GROUP BY r.type, r.arn ORDER BY n DESC, r.arn`,
    rows: [
      ['AWS::S3::Bucket', 'arn:aws:s3:::kb-docs', 2],
      ['AWS::IAM::Role', 'arn:aws:iam::111122223333:role/ml-admin', 1],
      ['AWS::S3::Object', 'arn:aws:s3:::kb-docs/a.txt', 1],
      ['AWS::S3::Object', 'arn:aws:s3:::kb-docs/b.txt', 1],
    ],
  },
  {
    asks: 'the first resource of an event',
    sql: `SELECT eventid, resources[1].arn, cardinality(resources) AS n FROM cloudtrail_logs WHERE cardinality(resources) > 1 ORDER BY eventid`,
    rows: [
      ['event-09', 'arn:aws:s3:::kb-docs/a.txt', 2],
      ['event-10', 'arn:aws:s3:::kb-docs/b.txt', 2],
    ],
  },
  {
    asks: 'bytes read per bucket and key',
    sql: `SELECT json_extract_scalar(requestparameters, '$.bucketName') AS bucket, sum(CAST(json_extract_scalar(additionaleventdata, '$.bytesTransferredOut') AS BIGINT)) AS bytes
      FROM cloudtrail_logs WHERE eventname = 'GetObject' GROUP BY 1`,
    rows: [['kb-docs', 3500]],
  },
  {
    asks: 'a member whose name has dashes',
    sql: `SELECT DISTINCT json_extract_scalar(additionaleventdata, '$["x-amz-id-2"]') AS id FROM cloudtrail_logs WHERE eventname = 'GetObject'`,
    rows: [['abc']],
  },
  {
    asks: 'security groups opened to the world',
    sql: `SELECT awsregion, json_extract_scalar(requestparameters, '$.groupId') AS "group", json_extract_scalar(p.rule, '$.fromPort') AS port
      FROM cloudtrail_logs CROSS JOIN UNNEST(CAST(json_extract(requestparameters, '$.ipPermissions.items') AS ARRAY(JSON))) AS p(rule)
      WHERE eventname = 'AuthorizeSecurityGroupIngress' AND json_extract_scalar(p.rule, '$.ipRanges.items[0].cidrIp') = '0.0.0.0/0'`,
    rows: [['eu-west-1', 'sg-1', '22']],
  },
  {
    asks: 'bucket policies that anybody may use',
    sql: `SELECT eventid, a.action FROM cloudtrail_logs
      CROSS JOIN UNNEST(CAST(json_extract(requestparameters, '$.bucketPolicy.Statement[0].Action') AS ARRAY(VARCHAR))) WITH ORDINALITY AS a(action, n)
      WHERE eventname = 'PutBucketPolicy' AND json_extract_scalar(requestparameters, '$.bucketPolicy.Statement[0].Principal') = '*' ORDER BY a.n`,
    rows: [
      ['event-11', 's3:GetObject'],
      ['event-11', 's3:ListBucket'],
    ],
  },
  {
    asks: 'policies in a text inside of the JSON',
    sql: `SELECT json_extract_scalar(requestparameters, '$.userName') AS who,
        json_extract_scalar(json_extract_scalar(requestparameters, '$.policyDocument'), '$.Statement[0].Action') AS action
      FROM cloudtrail_logs WHERE eventname LIKE 'Put%Policy' AND strpos(requestparameters, '"policyDocument"') > 0`,
    rows: [['backup', '*']],
  },
  {
    asks: 'who gave out a key, and when it was used first',
    sql: `WITH made AS (SELECT json_extract_scalar(responseelements, '$.accessKey.accessKeyId') AS key, useridentity.arn AS maker,
          from_iso8601_timestamp(eventtime) AS at FROM cloudtrail_logs WHERE eventname = 'CreateAccessKey' AND errorcode IS NULL)
      SELECT m.key, m.maker, min(date_diff('hour', m.at, from_iso8601_timestamp(c.eventtime))) AS hours, count(*) AS uses
      FROM made m JOIN cloudtrail_logs c ON c.useridentity.accesskeyid = m.key GROUP BY 1, 2`,
    rows: [['AKIAEXAMPLEBACKUP001', SESSION, 15, 5]],
  },
  {
    asks: 'a role taken on, and what was done with its keys',
    sql: `SELECT a.useridentity.username AS who, json_extract_scalar(a.requestparameters, '$.roleArn') AS role,
        array_join(array_sort(array_agg(DISTINCT b.eventname)), ', ') AS did
      FROM cloudtrail_logs a LEFT JOIN cloudtrail_logs b ON b.useridentity.accesskeyid = json_extract_scalar(a.responseelements, '$.credentials.accessKeyId')
      WHERE a.eventname = 'AssumeRole' GROUP BY 1, 2`,
    rows: [
      [
        'alice',
        'arn:aws:iam::111122223333:role/ml-admin',
        'AttachUserPolicy, CreateAccessKey, DeleteGuardrail, InvokeModel',
      ],
    ],
  },
  {
    asks: 'the session name and the role behind it',
    sql: `SELECT DISTINCT element_at(split(useridentity.arn, '/'), 3) AS session, split_part(useridentity.arn, '/', 2) AS role,
        useridentity.sessioncontext.sessionissuer.username AS issuer, useridentity.sessioncontext.attributes.mfaauthenticated AS mfa
      FROM cloudtrail_logs WHERE useridentity.type = 'AssumedRole'`,
    rows: [['work', 'ml-admin', 'ml-admin', 'false']],
  },
  {
    asks: 'names by pattern',
    sql: `SELECT eventname, regexp_extract(eventname, '^([A-Z][a-z]+)', 1) AS verb FROM cloudtrail_logs
      WHERE regexp_like(eventname, '(?i)^(create|attach|put|delete)') AND NOT regexp_like(eventname, 'Bucket') ORDER BY 1`,
    rows: [
      ['AttachUserPolicy', 'Attach'],
      ['CreateAccessKey', 'Create'],
      ['DeleteGuardrail', 'Delete'],
      ['PutUserPolicy', 'Put'],
    ],
  },
  {
    asks: 'addresses that are addresses, masked',
    sql: `SELECT regexp_replace(sourceipaddress, '(\\d+)\\.(\\d+)\\.\\d+\\.\\d+', '$1.$2.x.x') AS net, count(*) AS n FROM cloudtrail_logs
      WHERE regexp_like(sourceipaddress, '^[0-9]+\\.') GROUP BY 1 ORDER BY n DESC, 1`,
    rows: [
      ['203.0.x.x', 12],
      ['192.0.x.x', 1],
      ['198.51.x.x', 1],
    ],
  },
  {
    asks: 'users with the first and the last address they came from',
    sql: `SELECT useridentity.username, min_by(sourceipaddress, eventtime) AS first_ip, max_by(sourceipaddress, eventtime) AS last_ip
      FROM cloudtrail_logs WHERE useridentity.username IS NOT NULL GROUP BY 1 ORDER BY 1`,
    rows: [
      ['alice', '198.51.100.10', '203.0.113.9'],
      ['backup', '203.0.113.9', '203.0.113.9'],
    ],
  },
  {
    asks: 'the event before each of a principal, with the gap',
    sql: `SELECT eventname, lag(eventname) OVER (PARTITION BY useridentity.arn ORDER BY eventtime) AS earlier,
        date_diff('second', lag(from_iso8601_timestamp(eventtime)) OVER (PARTITION BY useridentity.arn ORDER BY eventtime), from_iso8601_timestamp(eventtime)) AS gap
      FROM cloudtrail_logs WHERE useridentity.sessioncontext.sessionissuer.username = 'ml-admin' ORDER BY eventtime OFFSET 1 LIMIT 2`,
    rows: [
      ['InvokeModel', 'InvokeModel', 150],
      ['DeleteGuardrail', 'InvokeModel', 150],
    ],
  },
  {
    asks: 'the three busiest principals by rank',
    sql: `SELECT who, n, r FROM (SELECT useridentity.arn AS who, count(*) AS n, rank() OVER (ORDER BY count(*) DESC) AS r
        FROM cloudtrail_logs WHERE useridentity.arn IS NOT NULL GROUP BY useridentity.arn) t WHERE r <= 3 ORDER BY r, who`,
    rows: [
      [BACKUP, 5, 1],
      [SESSION, 5, 1],
      [ALICE, 3, 3],
    ],
  },
  {
    asks: 'shares as percentages',
    sql: `SELECT eventcategory, round(100e0 * count(*) / sum(count(*)) OVER (), 1) AS percent FROM cloudtrail_logs GROUP BY eventcategory ORDER BY 1`,
    rows: [
      ['Data', 13.3],
      ['Management', 86.7],
    ],
  },
  {
    asks: 'counts with conditions',
    sql: `SELECT count_if(errorcode IS NOT NULL) AS failed, count(*) FILTER (WHERE readonly = 'true') AS reads,
        count(DISTINCT useridentity.arn) AS principals, approx_distinct(awsregion) FILTER (WHERE eventsource = 'ec2.amazonaws.com') AS regions
      FROM cloudtrail_logs`,
    rows: [[1, 5, 4, 1]],
  },
  {
    asks: 'totals by grouping sets',
    sql: `SELECT eventsource, awsregion, count(*) AS n FROM cloudtrail_logs WHERE eventsource IN ('ec2.amazonaws.com', 'kms.amazonaws.com')
      GROUP BY GROUPING SETS ((eventsource, awsregion), ()) ORDER BY 3 DESC, 1`,
    rows: [
      [null, null, 2],
      ['ec2.amazonaws.com', 'eu-west-1', 1],
      ['kms.amazonaws.com', 'us-east-1', 1],
    ],
  },
  {
    asks: 'events in two lists, and in neither',
    sql: `SELECT eventname FROM cloudtrail_logs WHERE eventsource = 'iam.amazonaws.com'
      EXCEPT SELECT eventname FROM cloudtrail_logs WHERE useridentity.username = 'backup' ORDER BY 1`,
    rows: [['AttachUserPolicy'], ['CreateAccessKey']],
  },
  {
    asks: 'principals that did one thing and never another',
    sql: `SELECT DISTINCT a.useridentity.arn FROM cloudtrail_logs a WHERE a.eventname = 'ConsoleLogin'
      AND NOT EXISTS (SELECT 1 FROM cloudtrail_logs b WHERE b.useridentity.arn = a.useridentity.arn AND b.eventname = 'GetObject')`,
    rows: [[ALICE]],
  },
  {
    asks: 'what was asked for, as a map of its members',
    sql: `SELECT k.name, k.value FROM cloudtrail_logs
      CROSS JOIN UNNEST(map_entries(CAST(json_parse(requestparameters) AS MAP(VARCHAR, VARCHAR)))) AS k(name, value) WHERE eventname = 'AttachUserPolicy' ORDER BY 1`,
    rows: [
      ['policyArn', 'arn:aws:iam::aws:policy/AdministratorAccess'],
      ['userName', 'backup'],
    ],
  },
  {
    asks: 'old TLS, and the host the client asked for',
    sql: `SELECT tlsdetails.tlsversion, url_extract_host('https://' || tlsdetails.clientprovidedhostheader || '/') AS host
      FROM cloudtrail_logs WHERE tlsdetails.tlsversion IS NOT NULL`,
    rows: [['TLSv1.3', 'sts.us-east-1.amazonaws.com']],
  },
  {
    asks: 'a chain of principals, followed by recursion',
    sql: `WITH RECURSIVE chain(arn, step) AS (
        SELECT CAST(:start AS VARCHAR), 0
        UNION ALL
        SELECT 'arn:aws:iam::111122223333:user/' || json_extract_scalar(c.requestparameters, '$.userName'), chain.step + 1
        FROM chain JOIN cloudtrail_logs c ON c.useridentity.arn = chain.arn WHERE c.eventname = 'CreateAccessKey' AND chain.step < 3)
      SELECT arn, step FROM chain ORDER BY step`,
    params: { start: SESSION },
    rows: [
      [SESSION, 0],
      [BACKUP, 1],
    ],
  },
  {
    asks: 'columns without a name, named as Athena names them',
    sql: `SELECT min(eventtime), CASE WHEN count(*) > 10 THEN 'many' ELSE 'few' END, if(max(readonly) = 'true', 'read') FROM cloudtrail_logs`,
    rows: [['2026-03-01T08:00:00Z', 'many', 'read']],
  },
  {
    asks: 'text of JSON and of times',
    sql: `SELECT CAST(json_extract(requestparameters, '$.roleSessionName') AS VARCHAR) AS name, json_format(json_extract(requestparameters, '$.durationSeconds')) AS seconds,
        CAST(from_iso8601_timestamp(eventtime) AS VARCHAR) AS at, to_iso8601(date_add('minute', 90, from_iso8601_timestamp(eventtime))) AS later
      FROM cloudtrail_logs WHERE eventname = 'AssumeRole'`,
    rows: [['work', '3600', '2026-03-01 09:00:00.000 UTC', '2026-03-01T10:30:00.000Z']],
  },
];
