import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { existsSync } from 'node:fs';
import { bytesText, counted } from '../base/text.ts';
import { CloudError, isDenied } from '../model/cloud-error.ts';
import type { JsonObject } from '../base/json.ts';
import { clockText } from '../model/clock-offset.ts';
import type { Clock } from '../ports/clock.ts';
import type { AccountDesk } from './actions/account-desk.ts';
import { type AccountAccess, connectPassing } from './actions/connect-case.ts';

/** One thing that was looked at. `unknown` is never taken for fine, and `warning` does not stop work. */
export interface Checkup {
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'unknown' | 'not-ready';
  readonly detail: string;
}

export interface DoctorTools {
  readonly clock: Clock;
  readonly nodeVersion: string;
  /** Where cases are kept. */
  readonly folder: string;
  readonly connect?: (access: AccountAccess, clock: Clock) => Promise<AccountDesk>;
}

const LEAST_NODE = [20, 19] as const;
const LEAST_DISK = 1024 ** 3;
const WANTED_DISK = 10 * 1024 ** 3;
/** AWS refuses signatures whose time is five minutes off. */
const MOST_OFFSET = 240_000;

/**
 * Harmless reads, each of a permission that collecting rests on. What cannot be tried without naming a thing
 * (an object, a log group) is not tried, and that is said.
 */
const PROBES: readonly (readonly [service: string, operation: string, input: JsonObject])[] = [
  ['bedrock', 'GetModelInvocationLoggingConfiguration', {}],
  ['bedrock', 'ListGuardrails', { maxResults: 1 }],
  ['bedrock-agent', 'ListAgents', { maxResults: 1 }],
  ['cloudtrail', 'DescribeTrails', {}],
  ['cloudtrail', 'ListPublicKeys', {}],
  ['cloudtrail', 'LookupEvents', { MaxResults: 1 }],
  ['cloudwatch', 'DescribeAlarms', { MaxRecords: 1 }],
  ['cloudwatch-logs', 'DescribeLogGroups', { limit: 1 }],
  ['guardduty', 'ListDetectors', { MaxResults: 1 }],
  ['iam', 'GetAccountAuthorizationDetails', { MaxItems: 1 }],
  ['iam', 'ListUsers', { MaxItems: 1 }],
  ['lambda', 'ListFunctions', { MaxItems: 1 }],
  ['s3', 'ListBuckets', {}],
];

/** Whether this machine and identity are ready for an incident. It only reads. */
export async function examine(access: AccountAccess, tools: DoctorTools): Promise<readonly Checkup[]> {
  const machine = [nodeCheck(tools.nodeVersion), await diskCheck(tools.folder)];
  return [...machine, ...(await accountChecks(access, tools)), organizationCheck(access)];
}

function nodeCheck(version: string): Checkup {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [least, leastMinor] = LEAST_NODE;
  const fine = major > least || (major === least && minor >= leastMinor);
  return { check: 'Node.js', status: fine ? 'ok' : 'not-ready', detail: version };
}

async function diskCheck(folder: string): Promise<Checkup> {
  let there = folder;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  const { bavail, bsize } = await statfs(there);
  const free = bavail * bsize;
  const status = free < LEAST_DISK ? 'not-ready' : free < WANTED_DISK ? 'warning' : 'ok';
  return { check: 'disk', status, detail: `${bytesText(free)} free where cases are kept` };
}

async function accountChecks(access: AccountAccess, tools: DoctorTools): Promise<readonly Checkup[]> {
  try {
    const desk = await (tools.connect ?? connectPassing)(access, tools.clock);
    try {
      return [...identityChecks(desk), await regionsCheck(desk), ...(await permissionChecks(desk))];
    } finally {
      desk.cloud.close();
    }
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    return [{ check: 'credentials', status: 'not-ready', detail: `${error.message}: ${error.why ?? ''}` }];
  }
}

function identityChecks({ cloud: { identity } }: AccountDesk): readonly Checkup[] {
  const { label, account, region, arn, clockOffset = null } = identity;
  const who: Checkup = {
    check: 'identity',
    status: 'ok',
    detail: `${label} ${account} ${region}, ${arn}`,
  };
  if (clockOffset === null)
    return [who, { check: 'clock', status: 'unknown', detail: 'the account tells no time to compare with' }];
  const status = Math.abs(clockOffset) > MOST_OFFSET ? 'not-ready' : 'ok';
  return [who, { check: 'clock', status, detail: clockText(clockOffset) }];
}

async function regionsCheck({ reader }: AccountDesk): Promise<Checkup> {
  const regions = await tried(() => reader.read({ service: 'ec2', operation: 'DescribeRegions', input: {} }));
  if (regions instanceof CloudError)
    return {
      check: 'Regions',
      status: 'warning',
      detail: `cannot be listed (${regions.fault.code}): name them by --region`,
    };
  const list = regions?.['Regions'];
  return { check: 'Regions', status: 'ok', detail: `${Array.isArray(list) ? list.length : 0} enabled` };
}

async function permissionChecks({ reader }: AccountDesk): Promise<readonly Checkup[]> {
  const checks: Checkup[] = [];
  for (const [service, operation, input] of PROBES) {
    const answer = await tried(() => reader.read({ service, operation, input }));
    const check = `${service}:${operation}`;
    if (!(answer instanceof CloudError)) checks.push({ check, status: 'ok', detail: 'allowed' });
    else if (isDenied(answer.fault)) checks.push({ check, status: 'not-ready', detail: answer.fault.code });
    else checks.push({ check, status: 'unknown', detail: answer.fault.code });
  }
  const detail = `${counted(PROBES.length, 'read')} tried; reads that name a thing (s3:GetObject, logs:FilterLogEvents) and changes were not`;
  return [...checks, { check: 'other permissions', status: 'unknown', detail }];
}

async function tried<T>(read: () => Promise<T>): Promise<T | CloudError> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CloudError) return error;
    throw error;
  }
}

function organizationCheck({ organization }: AccountAccess): Checkup {
  return organization.sha256 === null
    ? { check: 'organization file', status: 'warning', detail: 'none: a real account is not changed without' }
    : { check: 'organization file', status: 'ok', detail: `sha256 ${organization.sha256.slice(0, 12)}…` };
}
