import { canonicalJson } from '../base/canonical-json.ts';
import { sha256 } from '../base/hashing.ts';
import { isObject, type Json } from '../base/json.ts';
import type { Reader, Rewritten } from '../ports/reader.ts';
import { parsed } from './bedrock-invocations.ts';
import { googleSettings } from './google-settings.ts';
import { at, textAt, utcTime, wholeAt } from './record-members.ts';

/**
 * Google Cloud audit logs as a log sink writes them to a bucket (one entry a line) and as `gcloud logging read
 * --format=json` prints them.
 * https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry
 * https://cloud.google.com/logging/docs/reference/audit/auditlog/rest/Shared.Types/AuditLog
 */
export const googleEvents: Reader = {
  id: 'google-events',
  title: 'Google Cloud audit log entries',
  table: 'google_events',
  recognise: ({ first }) => isGoogleEvent(first),
  rewrite: ({ text }) => parsed(text, googleRow),
};

function isGoogleEvent(value: Json | undefined): boolean {
  return (
    isObject(value) &&
    isObject(value['protoPayload']) &&
    typeof value['protoPayload']['methodName'] === 'string' &&
    ['logName', 'timestamp', 'insertId'].some((key) => typeof value[key] === 'string')
  );
}

/**
 * One entry as a row of `google_events`. What a request or an answer said is left out, whatever a log holds of it: the
 * original has it.
 */
export function googleRow(entry: Json): Rewritten {
  if (!isGoogleEvent(entry)) return { ok: false, problem: 'the record is no audit log entry' };
  const payload = at(entry, 'protopayload');
  const told = textAt(entry, 'timestamp');
  const eventtime = utcTime(told);
  const resource = textAt(payload, 'resourcename');
  const eventid = textAt(entry, 'insertid');
  const place = `${resource ?? ''}/${textAt(payload, 'request/model') ?? ''}/`;
  const row = {
    eventtime,
    category:
      /cloudaudit\.googleapis\.com(?:%2F|\/)(\w+)$/i.exec(textAt(entry, 'logname') ?? '')?.[1] ?? null,
    service: textAt(payload, 'servicename'),
    operation: textAt(payload, 'methodname'),
    ...who(payload),
    sourceipaddress: textAt(payload, 'requestmetadata/callerip'),
    useragent: textAt(payload, 'requestmetadata/callersupplieduseragent'),
    resource,
    resource_type: textAt(entry, 'resource/type'),
    project:
      textAt(entry, 'resource/labels/project_id') ??
      /^projects\/([^/]+)/.exec(textAt(entry, 'logname') ?? '')?.[1] ??
      null,
    location:
      textAt(entry, 'resource/labels/location') ?? /\/locations\/([^/]+)/.exec(resource ?? '')?.[1] ?? null,
    ...asked(payload),
    ...result(entry, payload),
    modelid: /\/models\/([^/]+)\//.exec(place)?.[1] ?? null,
    endpoint: /\/endpoints\/([^/]+)\//.exec(place)?.[1] ?? null,
    input_tokens: wholeAt(
      payload,
      'response/usagemetadata/prompttokencount',
      'metadata/usagemetadata/prompttokencount',
    ),
    output_tokens: wholeAt(
      payload,
      'response/usagemetadata/candidatestokencount',
      'metadata/usagemetadata/candidatestokencount',
    ),
    settings: googleSettings(payload),
    eventid,
    requestid: textAt(entry, 'operation/id'),
    // Entries without an id are never taken for one another.
    print: eventid === null ? null : sha256(canonicalJson(entry)),
  };
  const problems = eventtime === null ? [`the time ${told === null ? 'is missing' : 'cannot be read'}`] : [];
  return { ok: true, rows: [JSON.stringify(row)], problems };
}

function who(payload: unknown): object {
  const chain = at(payload, 'authenticationinfo/serviceaccountdelegationinfo');
  const behind = (Array.isArray(chain) ? chain : []).map((link) =>
    textAt(link, 'firstpartyprincipal/principalemail', 'principalsubject'),
  );
  return {
    principal: textAt(payload, 'authenticationinfo/principalemail', 'authenticationinfo/principalsubject'),
    // The long-lived key of a service account that the call was made with.
    access_key: textAt(payload, 'authenticationinfo/serviceaccountkeyname'),
    delegated_by: behind.filter((name) => name !== null).join(', ') || null,
  };
}

/** The permission that was asked for; of several, the first that was refused. */
function asked(payload: unknown): object {
  const list = at(payload, 'authorizationinfo');
  const checks = Array.isArray(list) ? list : [];
  const one: unknown = checks.find((check) => at(check, 'granted') !== true) ?? checks[0];
  return {
    permission: textAt(one, 'permission'),
    permission_type: textAt(one, 'permissiontype'),
    granted: one === undefined ? null : String(at(one, 'granted') === true),
  };
}

/** Names of the status codes (https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto). */
const STATUS = [
  ...['OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS'],
  ...['PERMISSION_DENIED', 'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE'],
  ...['UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED'],
] as const;

/** A long operation writes an entry when it begins and one when it ends; an absent or empty status is success. */
function result(entry: unknown, payload: unknown): object {
  const code = wholeAt(payload, 'status/code') ?? 0;
  const stage =
    at(entry, 'operation/first') === true && at(entry, 'operation/last') !== true
      ? 'first'
      : at(entry, 'operation/last') === true && at(entry, 'operation/first') !== true
        ? 'last'
        : null;
  const outcome = code !== 0 ? 'failed' : stage === 'first' ? 'started' : 'succeeded';
  return { status_code: code, status: STATUS[code] ?? String(code), outcome, stage };
}
