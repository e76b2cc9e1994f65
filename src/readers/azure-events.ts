import { canonicalJson } from '../base/canonical-json.ts';
import { sha256 } from '../base/hashing.ts';
import { isObject, type Json } from '../base/json.ts';
import type { Reader, Rewritten } from '../ports/reader.ts';
import { azureSettings } from './azure-settings.ts';
import { parsed } from './bedrock-invocations.ts';
import { at, jsonOf, type Members, membersOf, textAt, utcTime, wholeAt } from './record-members.ts';

/**
 * Azure resource logs (of Azure OpenAI: Audit, RequestResponse, Trace) and the Azure Activity log, in each of the three
 * shapes they are handed over in: as a diagnostic setting writes them to a storage account (`PT1H.json`, one record a
 * line), as a Log Analytics query gives them, and the Activity log as its API and `az monitor activity-log list` do.
 * https://learn.microsoft.com/azure/azure-monitor/essentials/resource-logs-schema
 * https://learn.microsoft.com/azure/azure-monitor/essentials/activity-log-schema
 */
export const azureEvents: Reader = {
  id: 'azure-events',
  title: 'Azure resource and Activity log records',
  table: 'azure_events',
  recognise: ({ first }) => isAzureEvent(first),
  rewrite: ({ text }) => parsed(text, azureRow),
};

function isAzureEvent(value: Json | undefined): boolean {
  if (!isObject(value)) return false;
  const record = membersOf(value);
  const stored = 'time' in record && 'category' in record && 'resourceid' in record;
  const queried =
    'timegenerated' in record && ('resourceprovider' in record || 'resourceprovidervalue' in record);
  const listed = 'eventtimestamp' in record && 'resourceid' in record;
  return (stored || queried || listed) && textAt(record, ...OPERATION) !== null;
}

const OPERATION = ['operationname/value', 'operationnamevalue', 'operationname'] as const;

/**
 * One record as a row of `azure_events`. What a request or an answer said is left out, whatever a log holds of it: the
 * original has it.
 */
export function azureRow(value: Json): Rewritten {
  if (!isAzureEvent(value)) return { ok: false, problem: 'the record is no Azure log record' };
  const record = membersOf(value);
  const properties = jsonOf(at(record, 'properties', 'properties_s', 'properties_d'));
  const told = textAt(record, 'time', 'timegenerated', 'eventtimestamp');
  const eventtime = utcTime(told);
  const requestid = textAt(record, 'correlationid');
  const resource = textAt(record, 'resourceid', '_resourceid', 'resource');
  const row = {
    eventtime,
    ...who(record, properties),
    ...result(record, properties),
    category: textAt(record, 'category/value', 'categoryvalue', 'category'),
    operation: textAt(record, ...OPERATION),
    resource,
    subscription:
      textAt(record, 'subscriptionid') ?? /^\/subscriptions\/([^/]+)/i.exec(resource ?? '')?.[1] ?? null,
    location: textAt(record, 'location', 'location_s', 'tenant'),
    deployment: textAt(properties, 'modeldeploymentname') ?? deploymentIn(resource),
    modelid: textAt(properties, 'modelname'),
    modelversion: textAt(properties, 'modelversion'),
    request_bytes: wholeAt(properties, 'requestlength'),
    response_bytes: wholeAt(properties, 'responselength'),
    duration_ms: wholeAt(record, 'durationms'),
    input_tokens: wholeAt(properties, 'usage/prompt_tokens', 'prompttokens', 'inputtokens'),
    output_tokens: wholeAt(properties, 'usage/completion_tokens', 'completiontokens', 'outputtokens'),
    settings: azureSettings(properties),
    requestid,
    // Records without an id are never taken for one another.
    print: requestid === null ? null : sha256(canonicalJson(value)),
  };
  const problems = eventtime === null ? [`the time ${told === null ? 'is missing' : 'cannot be read'}`] : [];
  return { ok: true, rows: [JSON.stringify(row)], problems };
}

const CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';

/** Whoever called: a person by name, an application or managed identity by its id; requests know an object id alone. */
function who(record: Members, properties: unknown): object {
  const claims = membersOf(jsonOf(at(record, 'identity/claims', 'claims', 'claims_d')));
  const named = textAt(record, 'caller') ?? claim(claims, [`${CLAIMS}upn`, 'upn', `${CLAIMS}name`]);
  const application = claim(claims, ['appid', `${CLAIMS}nameidentifier`]);
  return {
    principal: named ?? application ?? textAt(properties, 'objectid', 'caller') ?? textAt(record, 'identity'),
    sourceipaddress:
      textAt(record, 'calleripaddress', 'httprequest/clientipaddress') ?? claim(claims, ['ipaddr']),
    useragent: textAt(properties, 'useragent') ?? textAt(record, 'useragent'),
  };
}

function claim(claims: Members, names: readonly string[]): string | null {
  for (const name of names) {
    const value = claims[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

/** What came of it: an HTTP status of a request, a word of an operation that the resource manager ran. */
function result(record: Members, properties: unknown): object {
  const signature = textAt(record, 'resultsignature', 'substatus/value', 'activitysubstatusvalue');
  const word = textAt(record, 'resulttype', 'status/value', 'activitystatusvalue', 'activitystatus');
  const http =
    /^\d{3}$/.exec(signature ?? '')?.[0] ?? textAt(properties, 'response/statuscode', 'statuscode');
  const status = http !== null && /^\d{3}$/.test(http) ? http : (word ?? signature);
  return {
    status,
    outcome: outcomeOf(word ?? '', /^\d{3}$/.test(status ?? '') ? Number(status) : null),
    errorcode: textAt(
      properties,
      'error/code',
      'response/error/code',
      'statusmessage/error/code',
      'errorcode',
    ),
  };
}

function outcomeOf(word: string, http: number | null): string | null {
  if (/^fail/i.test(word)) return 'failed';
  if (/^(start|accept)/i.test(word)) return 'started';
  if (http !== null) return http < 400 ? 'succeeded' : 'failed';
  return /^succe/i.test(word) ? 'succeeded' : null;
}

function deploymentIn(resource: string | null): string | null {
  return /\/accounts\/[^/]+\/deployments\/([^/]+)/i.exec(resource ?? '')?.[1] ?? null;
}
