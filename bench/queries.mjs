// Eight queries of the kind a playbook asks, in the dialect of playbooks.
export const QUERIES = [
  {
    name: 'events by principal',
    sql: `SELECT useridentity.arn AS principal, eventname, count(*) AS calls FROM cloudtrail
          GROUP BY useridentity.arn, eventname ORDER BY calls DESC LIMIT 50`,
  },
  {
    name: 'timeline of one access key',
    params: ['key'],
    sql: `SELECT eventtime, eventsource, eventname, awsregion, sourceipaddress, errorcode FROM cloudtrail
          WHERE useridentity.accesskeyid = :key ORDER BY eventtime LIMIT 500`,
  },
  {
    name: 'addresses by first use',
    sql: `SELECT sourceipaddress, min(eventtime) AS first_seen, count(*) AS calls,
            count(DISTINCT useridentity.arn) AS principals
          FROM cloudtrail GROUP BY sourceipaddress ORDER BY first_seen DESC LIMIT 50`,
  },
  {
    name: 'refusals by principal and hour',
    sql: `SELECT useridentity.arn AS principal, substr(eventtime, 1, 13) AS hour, count(*) AS refused FROM cloudtrail
          WHERE errorcode IN ('AccessDenied', 'Client.UnauthorizedOperation')
          GROUP BY useridentity.arn, substr(eventtime, 1, 13) HAVING count(*) > 5 ORDER BY refused DESC`,
  },
  {
    name: 'changes to Bedrock',
    sql: `SELECT eventtime, eventname, useridentity.arn AS principal, requestparameters FROM cloudtrail
          WHERE eventsource = 'bedrock.amazonaws.com' AND readonly = 'false' ORDER BY eventtime LIMIT 200`,
  },
  {
    name: 'new credentials and permissions',
    sql: `SELECT eventtime, eventname, useridentity.arn AS principal,
            json_extract_scalar(requestparameters, '$.userName') AS target
          FROM cloudtrail
          WHERE eventname IN ('CreateUser', 'CreateAccessKey', 'AttachUserPolicy', 'PutUserPolicy',
            'CreateServiceSpecificCredential', 'UpdateLoginProfile', 'DeactivateMFADevice')
          ORDER BY eventtime`,
  },
  {
    name: 'tokens by identity and model',
    sql: `SELECT useridentity.arn AS principal, json_extract_scalar(requestparameters, '$.modelId') AS model,
            sum(CAST(json_extract_scalar(additionaleventdata, '$.inputTokens') AS bigint)) AS input_tokens,
            count(*) AS calls
          FROM cloudtrail
          WHERE eventname IN ('InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream')
          GROUP BY useridentity.arn, json_extract_scalar(requestparameters, '$.modelId')
          ORDER BY input_tokens DESC LIMIT 50`,
  },
  {
    name: 'text in request parameters',
    sql: `SELECT eventtime, eventname, useridentity.arn AS principal FROM cloudtrail
          WHERE requestparameters LIKE '%support-kb%' AND eventname IN ('PutObject', 'DeleteObject', 'PutBucketPolicy')
          ORDER BY eventtime LIMIT 200`,
  },
];

/** Does nothing: what remains of a query's time when this is taken away is the query. */
export const NOTHING = 'SELECT 1 AS nothing';
