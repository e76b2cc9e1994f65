import { UserError } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { Cloud, CloudIdentity, OnCall } from '../ports/cloud.ts';
import type { Pacer } from './pacer.ts';
import { type Answered, SdkCaller } from './sdk-caller.ts';
import { isOfAws } from './wire-watch.ts';

/** Which account, and how it is reached. */
export interface Connection {
  readonly profile: string | null;
  /** The Region given, or null for the one the SDK finds. */
  readonly region: string | null;
  readonly endpoint: string | null;
  readonly token: string;
  readonly pacer: Pacer;
  readonly now: () => string;
  readonly onCall: OnCall;
  /** Asks the person for the code of an MFA device. */
  readonly mfaCode?: (serial: string) => Promise<string>;
  /** For tests: credentials and a way without a socket. */
  readonly credentials?: unknown;
  readonly requestHandler?: unknown;
  /** How often a call is tried before it is given up; the usual number unless given. */
  readonly attempts?: number;
}

/**
 * Finds credentials by the SDK's own chain and asks whose they are: GetCallerIdentity and nothing else.
 * @throws CloudError when there are none, or they are refused
 */
export async function connectAccount(connection: Connection): Promise<Cloud> {
  const { token, pacer, now, onCall, endpoint, profile, requestHandler, attempts } = connection;
  const region = connection.region ?? (await regionOf(profile));
  const caller = new SdkCaller({
    credentials: connection.credentials ?? (await credentialChain(connection, region)),
    endpoint,
    profile,
    token,
    pacer,
    now,
    onCall,
    ...(requestHandler === undefined ? {} : { requestHandler }),
    ...(attempts === undefined ? {} : { attempts }),
  });
  try {
    const before = Date.parse(now());
    const asked = await caller.call({ service: 'sts', operation: 'GetCallerIdentity', region, input: {} });
    const clockOffset = offsetOf(asked.wire.headers, (before + Date.parse(now())) / 2);
    const identity = { ...identityOf(asked, { region, endpoint }), clockOffset };
    return {
      identity,
      call: async (call, options) => (await caller.call(call, options)).answer,
      close: () => caller.close(),
    };
  } catch (error) {
    caller.close();
    throw error;
  }
}

/** The header by which a simulated account tells that it is one. */
const SIMULATED = 'x-heptad-simulated';

function identityOf(
  { answer, wire }: Answered,
  { region, endpoint }: Pick<CloudIdentity, 'region' | 'endpoint'>,
): CloudIdentity {
  const { Account, Arn, UserId } = answer.output;
  const reached = endpoint ?? (isOfAws(wire.host) ? null : wire.host);
  return {
    account: text(Account),
    arn: text(Arn),
    userId: text(UserId),
    label: Object.keys(wire.headers).some((name) => name.toLowerCase() === SIMULATED) ? 'SIMULATED' : 'REAL',
    endpoint: reached,
    loopback: reached !== null && isLoopback(reached),
    region,
    serverTime: dateOf(wire.headers),
  };
}

/** The header has whole seconds: what it tells of lies half a second later, give or take that half. */
function offsetOf(headers: Readonly<Record<string, string>>, here: number): number | null {
  const there = dateOf(headers);
  return there === null ? null : Math.round(here - (Date.parse(there) + 500));
}

/** The `Date` header. */
function dateOf(headers: Readonly<Record<string, string>>): string | null {
  const name = Object.keys(headers).find((key) => key.toLowerCase() === 'date');
  const time = Date.parse(name === undefined ? '' : (headers[name] ?? ''));
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Whether an endpoint is on this machine: by its address or as `localhost`. */
export function isLoopback(endpoint: string): boolean {
  const host = endpoint
    .replace(/^\w+:\/\//, '')
    .replace(/\/.*$/, '')
    .replace(/:\d+$/, '');
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

async function credentialChain({ profile, mfaCode }: Connection, region: string): Promise<unknown> {
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  return fromNodeProviderChain({
    ...(profile === null ? {} : { profile }),
    clientConfig: { region },
    ...(mfaCode === undefined ? {} : { mfaCodeProvider: mfaCode }),
  });
}

/**
 * The Region of the environment or the profile, as the SDK finds it. Nothing is called.
 * @throws UserError when none is set
 */
export async function regionOf(profile: string | null): Promise<string> {
  const named = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  if (profile === null && named !== undefined && named !== '') return named;
  const { STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(profile === null ? {} : { profile });
  try {
    return await client.config.region();
  } catch (error) {
    if (error instanceof CloudError) throw error;
    throw new UserError('no AWS Region is set', {
      why: 'neither --region, AWS_REGION nor the profile names one',
      fix: 'give one: --region us-east-1',
    });
  } finally {
    client.destroy();
  }
}
