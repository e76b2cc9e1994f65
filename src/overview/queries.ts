/** The identity without its session: a role that is assumed a hundred times is one caller. */
export const roleOf = (arn: string): string =>
  `regexp_replace(${arn}, '^arn:([a-z-]+):sts::([0-9]*):assumed-role/([^/]+)/.*$', 'arn:$1:iam::$2:role/$3')`;

export const modelOf = (id: string): string =>
  `regexp_replace(regexp_replace(${id}, '^arn:[^/]*/', ''), '^(us|eu|apac|jp|au|ca|global|us-gov)\\.', '')`;

const HOUR = `date_format(date_trunc('hour', event_ts), '%Y-%m-%dT%H:%i:%sZ')`;

const INVOKE = `('InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream')`;

/**
 * Model calls, each once: from the invocation log, and from CloudTrail where the log has no record of the request
 * (refused calls never get one). Tokens of the latter are known only where CloudTrail has them.
 */
const CALLS = `WITH calls AS (
  SELECT ${roleOf('identity_arn')} AS caller, identity_arn AS session, ${modelOf('modelid')} AS model, event_ts, errorcode, input_tokens, output_tokens
  FROM bedrock_invocations
  UNION ALL
  SELECT ${roleOf('coalesce(useridentity.arn, useridentity.invokedby, useridentity.accountid)')}, useridentity.arn,
    ${modelOf(`json_extract_scalar(requestparameters, '$.modelId')`)}, event_ts, errorcode,
    try_cast(json_extract_scalar(additionaleventdata, '$.inputTokens') AS bigint), try_cast(json_extract_scalar(additionaleventdata, '$.outputTokens') AS bigint)
  FROM cloudtrail
  WHERE eventsource = 'bedrock.amazonaws.com' AND coalesce(eventname, '') IN ${INVOKE}
    AND NOT EXISTS (SELECT 1 FROM bedrock_invocations WHERE bedrock_invocations.requestid = cloudtrail.requestid)
)`;

/** Of an event that was refused for lack of a permission, in the words of the services. */
export const DENIED = `coalesce(errorcode, '') <> '' AND regexp_like(errorcode, '^AccessDenied|UnauthorizedOperation$|^(UnauthorizedAccess|NotAuthorized|VpceAccessDenied|AuthorizationError)$')`;

const AI_SOURCES = `('bedrock.amazonaws.com', 'bedrock-agent.amazonaws.com', 'bedrock-agentcore.amazonaws.com', 'bedrock-mantle.amazonaws.com', 'aws-external-anthropic.amazonaws.com', 'sagemaker.amazonaws.com', 'qbusiness.amazonaws.com', 'q.amazonaws.com')`;

/** Published signatures of prompt injection: the guide's five (its translated words put back), and their kin. */
const INJECTION = `(?i)ignore (all |any )?(the |your )?(previous|prior|above)|system prompt|you are now|disregard (all |any )?(the |your |previous |prior )*instructions|override (the |your |all )?(safety|security)|do anything now|developer mode|jailbreak`;

/** The statements behind the eight panels, in Athena SQL; each is asked once, whatever number of panels reads it. */
export const OVERVIEW_QUERIES = {
  calls: `${CALLS}
SELECT ${HOUR} AS hour, coalesce(caller, '(not named)') AS caller, coalesce(model, '(not named)') AS model, count(DISTINCT session) AS sessions, count(*) AS calls,
  count_if(coalesce(errorcode, '') <> '') AS errors, sum(coalesce(input_tokens, 0)) AS input_tokens, sum(coalesce(output_tokens, 0)) AS output_tokens,
  count_if(coalesce(errorcode, '') = '' AND input_tokens IS NULL AND output_tokens IS NULL) AS uncounted
FROM calls
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3`,
  interventions: `SELECT ${HOUR} AS hour, coalesce(${roleOf('identity_arn')}, '(not named)') AS caller, count(*) AS interventions,
  count_if(guardrail_assessments IS NULL OR guardrail_assessments LIKE '%"BLOCKED"%') AS blocks
FROM bedrock_invocations
WHERE guardrail_action = 'INTERVENED'
GROUP BY 1, 2
ORDER BY 1, 2`,
  texts: `SELECT count(*) AS records, count(prompt_text) AS prompts, count(guardrail_action) AS traced FROM bedrock_invocations`,
  prompts: `WITH matched AS (
  SELECT "timestamp", coalesce(${roleOf('identity_arn')}, '(not named)') AS caller, ${modelOf('modelid')} AS model, guardrail_action,
    substr(regexp_extract(prompt_text, '${INJECTION}'), 1, 60) AS signature, substr(prompt_text, 1, 200) AS prompt, requestid, evidence || ':' || CAST(record AS varchar) AS ref
  FROM bedrock_invocations
  WHERE regexp_like(prompt_text, '${INJECTION}')
)
SELECT matched.*, count(*) OVER () AS matches FROM matched ORDER BY "timestamp" DESC, ref LIMIT 50`,
  changes: `WITH changed AS (
  SELECT eventtime, eventname, eventsource, errorcode, coalesce(eventid, evidence || ':' || CAST(record AS varchar)) AS ref,
    coalesce(${roleOf('useridentity.arn')}, useridentity.invokedby, useridentity.accountid, useridentity.type) AS caller,
    coalesce(json_extract_scalar(requestparameters, '$.guardrailIdentifier'), json_extract_scalar(requestparameters, '$.guardrailArn'), json_extract_scalar(requestparameters, '$.name'),
      json_extract_scalar(requestparameters, '$.endpointName'), json_extract_scalar(requestparameters, '$.modelName'), json_extract_scalar(requestparameters, '$.modelIdentifier'),
      json_extract_scalar(requestparameters, '$.modelId'), json_extract_scalar(requestparameters, '$.provisionedModelId'), json_extract_scalar(requestparameters, '$.agentId'), json_extract_scalar(requestparameters, '$.agentRuntimeId')) AS target
  FROM cloudtrail
  WHERE coalesce(eventsource, '') IN ${AI_SOURCES} AND coalesce(readonly, '') <> 'true'
    AND regexp_like(eventname, '^(Create|Update|Delete|Put|Register|Deregister|Prepare|Associate|Disassociate|Import|Stop|Accept).*(Guardrail|Model|Endpoint|Agent|Alias|ActionGroup|Flow|Prompt|InferenceProfile|LoggingConfiguration|ResourcePolicy|Gateway|Runtime|Entitlement|Agreement)')
)
SELECT changed.*, count(*) OVER () AS matches FROM changed ORDER BY eventtime DESC, ref LIMIT 50`,
  denied: `SELECT ${HOUR} AS hour, coalesce(${roleOf('useridentity.arn')}, useridentity.invokedby, useridentity.accountid, useridentity.type, '(not named)') AS caller,
  count(*) AS denied, count_if(coalesce(eventsource IN ${AI_SOURCES}, false)) AS on_ai
FROM cloudtrail
WHERE ${DENIED}
GROUP BY 1, 2
ORDER BY 1, 2`,
  otherPlanes: `SELECT count(*) AS calls FROM cloudtrail WHERE coalesce(eventsource, '') IN ('bedrock-mantle.amazonaws.com', 'aws-external-anthropic.amazonaws.com') AND coalesce(eventname, '') = 'CreateInference'`,
} as const;

export type OverviewQueryId = keyof typeof OVERVIEW_QUERIES;
export const OVERVIEW_QUERY_IDS = Object.keys(OVERVIEW_QUERIES).filter(
  (id): id is OverviewQueryId => id in OVERVIEW_QUERIES,
);
