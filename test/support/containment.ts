import { AttachUserPolicyCommand, PutRolePolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import type { Credentials } from '../../src/simulator/scenarios/scenario.ts';
import {
  refused,
  testAccount,
  type ClientSettings,
  type Clients,
  type TestAccount,
} from './simulated-account.ts';

/** The leaked-credential account, its responder at work and the intruder still inside. */
export interface Containment extends TestAccount {
  readonly responders: Clients;
  /** Credentials of the intruder, by the name the story gives them. @throws when the story has none of that name */
  readonly keys: (name: string) => Credentials;
  readonly held: (name: string) => Clients;
  /** What any client is made with for the intruder's credentials. */
  readonly heldSettings: (name: string, region?: string) => ClientSettings;
}

/** Credentials as STS gives them. */
interface Minted {
  readonly AccessKeyId: string | undefined;
  readonly SecretAccessKey: string | undefined;
  readonly SessionToken: string | undefined;
}

/** A call by the name the tables of the tests have for it. */
export type Calls = Readonly<Record<string, () => Promise<unknown>>>;

export const WENT_THROUGH = 'went through';
export const ADMIN_ROLE = 'data-platform-admin';
export const RESPONDER_ARN = 'arn:aws:iam::111122223333:role/example-incident-responder';

export async function containment(): Promise<Containment> {
  const opened = await testAccount();
  const keys = (name: string): Credentials => {
    const credentials = opened.intruder[name];
    if (credentials === undefined) throw new Error(`the story has no ${name}`);
    return credentials;
  };
  return {
    ...opened,
    responders: opened.as(opened.responder),
    keys,
    held: (name) => opened.as(keys(name)),
    heldSettings: (name, region) => opened.settings(keys(name), region),
  };
}

/** What became of each call, one after the other: `went through`, or the name of the error. */
export async function outcomes(calls: Calls): Promise<Readonly<Record<string, string>>> {
  const all: [string, string][] = [];
  for (const [name, call] of Object.entries(calls)) all.push([name, await refused(call())]);
  return Object.fromEntries(all);
}

/** The same for all of them. */
export function each(calls: Calls, outcome: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(calls).map((name) => [name, outcome]));
}

export function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

export function denial(action: string | readonly string[], condition?: object): string {
  const narrowed = condition === undefined ? {} : { Condition: condition };
  return policy({ Effect: 'Deny', Action: action, Resource: '*', ...narrowed });
}

export async function denyRole(
  { responders }: Containment,
  PolicyDocument: string,
  { name = 'contained', role = ADMIN_ROLE } = {},
): Promise<void> {
  await responders.iam.send(new PutRolePolicyCommand({ RoleName: role, PolicyName: name, PolicyDocument }));
}

export async function denyUser(
  { responders }: Containment,
  PolicyDocument: string,
  { name = 'contained', user = 'marta.silva' } = {},
): Promise<void> {
  await responders.iam.send(new PutUserPolicyCommand({ UserName: user, PolicyName: name, PolicyDocument }));
}

export async function attach({ responders }: Containment, UserName: string, name: string): Promise<void> {
  const PolicyArn = `arn:aws:iam::aws:policy/${name}`;
  await responders.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
}

/** The credentials that STS gave, as clients take them. */
export function given(made: Minted | undefined): Credentials {
  return {
    accessKeyId: made?.AccessKeyId ?? '',
    secretAccessKey: made?.SecretAccessKey ?? '',
    sessionToken: made?.SessionToken ?? '',
  };
}
