import { connectAccount } from '../../src/aws/connect.ts';
import { type AccountDesk, readerOf } from '../../src/app/actions/account-desk.ts';
import { findPlaybook } from '../../src/app/playbook-library.ts';
import { runReadiness } from '../../src/app/readiness/run-readiness.ts';
import type { Baseline } from '../../src/model/baseline.ts';
import type { MadeCall } from '../../src/model/cloud-call.ts';
import { NO_ORGANIZATION } from '../../src/model/organization.ts';
import type { InputValue } from '../../src/model/playbook.ts';
import type { ReadinessReport } from '../../src/model/readiness.ts';
import { openAccount } from '../../src/simulator/account/account.ts';
import { bareAccount } from '../../src/simulator/scenarios/bare.ts';
import { preparedAccount } from '../../src/simulator/scenarios/prepared.ts';
import type { Credentials } from '../../src/simulator/scenarios/scenario.ts';
import { newRole } from '../../src/simulator/services/iam/roles.ts';
import { issue } from '../../src/simulator/services/sts/issue.ts';
import { inProcess } from '../../src/simulator/wire/in-process.ts';
import { controlledClock } from '../../src/simulator/world/clock.ts';
import { drawId } from '../../src/simulator/world/draw.ts';
import type { World } from '../../src/simulator/world/world.ts';
import { OPENED } from './simulated-account.ts';

export const REGIONS = ['us-east-1', 'eu-west-1'] as const;
export const READINESS = findPlaybook('readiness').playbook;
export const METHODOLOGY = findPlaybook('genai-workload').playbook;

/** What people say of an account that is prepared. */
export const ATTESTED: Readonly<Record<string, InputValue>> = {
  ir_role: 'arn:aws:iam::111122223333:role/incident-response',
  contacts_reviewed_on: '2025-11-01',
  on_call_reviewed_on: '2025-11-01',
  exercised_on: '2025-09-12',
  legal_route_on: '2025-06-30',
  model_owners_on: '2025-10-01',
};

export const RECENT: Baseline = {
  heptad: 1,
  account: '111122223333',
  madeAt: '2026-01-10T00:00:00.000Z',
  from: '2025-12-11T00:00:00.000Z',
  to: '2026-01-10T00:00:00.000Z',
  source: 'a test',
  complete: true,
  events: 3,
  principals: ['arn:aws:iam::111122223333:role/support-assistant-exec'],
  models: ['anthropic.claude-3-haiku-20240307-v1:0'],
  regions: ['us-east-1'],
  addresses: ['192.0.2.10'],
  userAgents: ['aws-sdk-js/3'],
  tools: ['Converse'],
};

interface Circumstances {
  /** IAM actions that the organization denies to everybody. */
  readonly denied?: readonly string[];
  readonly change?: (world: World) => void;
  /** All that the identity may do; the responder's own permissions unless given. */
  readonly policies?: readonly object[] | null;
}

export interface Opened {
  readonly desk: AccountDesk;
  readonly made: readonly MadeCall[];
  readonly world: World;
}

/** A desk in one of the two accounts; the organization denies the actions given to everybody in it. */
export async function openFor(
  which: 'bare' | 'prepared',
  { denied = [], change = () => undefined, policies = null }: Circumstances = {},
): Promise<Opened> {
  const clock = controlledClock(OPENED, () => 0);
  const open = which === 'bare' ? bareAccount : preparedAccount;
  const { world, responder } = open({ seed: 'test', clock, realNow: () => Date.now(), backgroundEvents: 0 });
  deny(world, denied);
  change(world);
  const made: MadeCall[] = [];
  const now = (): string => new Date(clock.now()).toISOString();
  const cloud = await connectAccount({
    profile: null,
    region: 'us-east-1',
    endpoint: null,
    token: 'test',
    pacer: {
      turn: (_key, perSecond) => {
        clock.advance(1000 / perSecond);
        return Promise.resolve();
      },
    },
    now,
    onCall: (call) => made.push(call),
    credentials: policies === null ? responder : heldBy(world, policies),
    requestHandler: inProcess(openAccount(world), '192.0.2.55'),
  });
  const desk: AccountDesk = {
    cloud,
    reader: readerOf(cloud),
    organization: NO_ORGANIZATION,
    clock: { now },
    wait: (milliseconds) => {
      clock.advance(milliseconds);
      return Promise.resolve();
    },
    footprints: made,
  };
  return { desk, made, world };
}

/** A session of a new role that may do what these policies allow, and nothing else. */
function heldBy(world: World, policies: readonly object[]): Credentials {
  const { iam, random, accountId, clock, sessions } = world;
  const role = newRole({
    name: 'auditor',
    path: '/',
    id: drawId(random, 'AROA'),
    createdAt: clock.now(),
    accountId,
    trust: '{}',
  });
  for (const [index, policy] of policies.entries()) role.inline.set(`part-${index}`, JSON.stringify(policy));
  iam.roles.set(role.name, role);
  const holder = { role, name: 'auditor' };
  const rest = { issuedAt: clock.now(), seconds: 43_200, policies: [], mfa: true, sourceIdentity: undefined };
  const { accessKeyId, secret, token } = issue({ random, sessions }, { holder, ...rest });
  return { accessKeyId, secretAccessKey: secret, sessionToken: token };
}

function deny({ organization, accountId }: World, actions: readonly string[]): void {
  if (actions.length === 0) return;
  const Statement = [{ Effect: 'Deny', Action: actions, Resource: '*' }];
  organization.policies.set('p-denied1', {
    id: 'p-denied1',
    arn: `arn:aws:organizations::123456789012:policy/${organization.id}/service_control_policy/p-denied1`,
    awsManaged: false,
    name: 'denied-for-a-test',
    description: '',
    content: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
  organization.nodes.get(accountId)?.attached.add('p-denied1');
}

export function reportOn(
  { desk }: Opened,
  given: {
    readonly inputs?: Readonly<Record<string, InputValue>>;
    readonly baseline?: Baseline | null;
    readonly onCheck?: (done: number) => void;
  } = {},
): Promise<ReadinessReport> {
  const defaults = Object.fromEntries(
    Object.entries(READINESS.inputs).flatMap(([name, input]) =>
      input.default === null ? [] : [[name, input.default] as const],
    ),
  );
  return runReadiness(desk, {
    playbook: READINESS,
    methodology: METHODOLOGY,
    inputs: { ...defaults, ...given.inputs },
    regions: REGIONS,
    baseline: given.baseline ?? null,
    ...(given.onCheck === undefined ? {} : { onCheck: given.onCheck }),
  });
}
