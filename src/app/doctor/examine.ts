import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { existsSync } from 'node:fs';
import { bytesText } from '../../base/text.ts';
import { CloudError, isCredentialFault, isDenied } from '../../model/cloud-error.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Checkup } from '../../model/checkup.ts';
import type { Playbook } from '../../model/playbook.ts';
import { iamActionOf } from '../../playbook/iam-action.ts';
import { clockText } from '../../model/clock-offset.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AccountDesk } from '../actions/account-desk.ts';
import { type AccountAccess, connectPassing } from '../actions/connect-case.ts';
import { rightsChecks } from './rights-checks.ts';

export interface DoctorTools {
  readonly clock: Clock;
  readonly nodeVersion: string;
  /** Where cases are kept. */
  readonly folder: string;
  /** Whose rights to read and to contain are looked at. */
  readonly playbook: Playbook;
  /** The buckets that the identity's policy is narrowed to. */
  readonly buckets: readonly string[];
  readonly connect?: (access: AccountAccess, clock: Clock) => Promise<AccountDesk>;
}

const LEAST_NODE = [20, 19] as const;
const LEAST_DISK = 1024 ** 3;
const WANTED_DISK = 10 * 1024 ** 3;
/** AWS refuses signatures whose time is five minutes off. */
const MOST_OFFSET = 240_000;

/**
 * Harmless reads, each of a permission that collecting rests on: what went through needs no simulation. What names a
 * thing (an object, a log group) or changes one is not tried.
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
  return [...machine, organizationCheck(access), ...(await accountChecks(access, tools))];
}

function nodeCheck(version: string): Checkup {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [least, leastMinor] = LEAST_NODE;
  const fine = major > least || (major === least && minor >= leastMinor);
  return { check: 'Node.js', part: 'machine', status: fine ? 'ok' : 'not-ready', detail: version };
}

async function diskCheck(folder: string): Promise<Checkup> {
  let there = folder;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  const { bavail, bsize } = await statfs(there);
  const free = bavail * bsize;
  const status = free < LEAST_DISK ? 'not-ready' : free < WANTED_DISK ? 'warning' : 'ok';
  return { check: 'disk', part: 'machine', status, detail: `${bytesText(free)} free where cases are kept` };
}

async function accountChecks(access: AccountAccess, tools: DoctorTools): Promise<readonly Checkup[]> {
  try {
    const desk = await (tools.connect ?? connectPassing)(access, tools.clock);
    try {
      const probed = await permissionChecks(desk);
      const { playbook, buckets } = tools;
      const wanted = { playbook, buckets, proved: await provedBy(probed) };
      const rights = await rightsChecks(desk, wanted);
      return [...identityChecks(desk), await regionsCheck(desk), ...probed, ...rights];
    } finally {
      desk.cloud.close();
    }
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    const fix = isCredentialFault(error.fault)
      ? '; sign in (aws sso login --profile NAME), or name a profile that has credentials (--profile NAME)'
      : '';
    const detail = `${error.message}: ${error.why ?? ''}${fix}`;
    return [{ check: 'credentials', part: 'account', status: 'not-ready', detail }];
  }
}

function identityChecks({ cloud: { identity } }: AccountDesk): readonly Checkup[] {
  const { label, account, region, arn, clockOffset = null } = identity;
  const who: Checkup = {
    check: 'identity',
    part: 'account',
    status: 'ok',
    detail: `${label} ${account} ${region}, ${arn.split(':').slice(5).join(':')}`,
  };
  const clock = { check: 'clock', part: 'account' } as const;
  if (clockOffset === null)
    return [who, { ...clock, status: 'unknown', detail: 'the account tells no time to compare with' }];
  const status = Math.abs(clockOffset) > MOST_OFFSET ? 'not-ready' : 'ok';
  return [who, { ...clock, status, detail: clockText(clockOffset) }];
}

async function regionsCheck({ reader }: AccountDesk): Promise<Checkup> {
  const regions = await tried(() => reader.read({ service: 'ec2', operation: 'DescribeRegions', input: {} }));
  const about = { check: 'Regions', part: 'account' } as const;
  if (regions instanceof CloudError)
    return {
      ...about,
      status: 'warning',
      detail: `cannot be listed (${regions.fault.code}): name them by --region`,
    };
  const list = regions?.['Regions'];
  return { ...about, status: 'ok', detail: `${Array.isArray(list) ? list.length : 0} enabled` };
}

async function permissionChecks({ reader }: AccountDesk): Promise<readonly Checkup[]> {
  const checks: Checkup[] = [];
  for (const [service, operation, input] of PROBES) {
    const answer = await tried(() => reader.read({ service, operation, input }));
    const about = { check: `${service}:${operation}`, part: 'read' } as const;
    if (!(answer instanceof CloudError)) checks.push({ ...about, status: 'ok', detail: 'went through' });
    else if (isDenied(answer.fault))
      checks.push({ ...about, status: 'not-ready', detail: answer.fault.code });
    else checks.push({ ...about, status: 'unknown', detail: answer.fault.code });
  }
  return checks;
}

/** The IAM actions of the reads that went through. */
async function provedBy(checks: readonly Checkup[]): Promise<ReadonlySet<string>> {
  const actions = await Promise.all(
    checks.filter(({ status }) => status === 'ok').map(({ check }) => iamActionOf(check)),
  );
  return new Set(actions.filter((action) => action !== null));
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
  const about = { check: 'organization file', part: 'machine' } as const;
  return organization.sha256 === null
    ? { ...about, status: 'warning', detail: 'none: a real account is not changed without' }
    : { ...about, status: 'ok', detail: `sha256 ${organization.sha256.slice(0, 12)}…` };
}
