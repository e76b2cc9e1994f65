import { counted, listed } from '../../base/text.ts';
import type { Checkup, RightsByService } from '../../model/checkup.ts';
import { CloudError, isDenied } from '../../model/cloud-error.ts';
import type { Playbook } from '../../model/playbook.ts';
import type { AccountDesk } from '../actions/account-desk.ts';
import { partActions, POLICY_PARTS, type PolicyPart } from '../playbook-policy.ts';
import { type Right, simulateRights } from './simulate-rights.ts';
import { simulatedPrincipal } from './simulated-principal.ts';
import { rightsQuestions } from './wanted-rights.ts';

export interface RightsWanted {
  readonly playbook: Playbook;
  /** The buckets that the identity's policy is narrowed to. */
  readonly buckets: readonly string[];
  /** IAM actions whose calls went through: a better witness than any simulation. */
  readonly proved: ReadonlySet<string>;
}

/** Whether the identity may do what reading and what containing by a playbook takes, as IAM simulates it. */
export async function rightsChecks(desk: AccountDesk, wanted: RightsWanted): Promise<readonly Checkup[]> {
  const parts = await Promise.all(
    POLICY_PARTS.map(async (part) => ({ part, actions: await partActions(wanted.playbook, part) })),
  );
  const rights = await rightsOf(desk, [...new Set(parts.flatMap(({ actions }) => actions))], wanted);
  return parts.map(({ part, actions }) => {
    const check = `rights to ${part} by ${wanted.playbook.id}`;
    if ('unknown' in rights) return { check, part, status: 'unknown', detail: rights.unknown } as const;
    return { check, part, ...verdict(part, actions, rights) };
  });
}

type Rights = ReadonlyMap<string, Right>;

async function rightsOf(
  { cloud: { identity }, reader }: AccountDesk,
  actions: readonly string[],
  { buckets, proved }: RightsWanted,
): Promise<Rights | { readonly unknown: string }> {
  try {
    const who = await simulatedPrincipal(identity, reader);
    if ('unknown' in who) return who;
    const { account, region } = identity;
    const questions = await rightsQuestions(actions, { principal: who.arn, account, region, buckets });
    const rights = await simulateRights(who.arn, questions, reader);
    return new Map(
      [...rights].map(([action, right]) => [action, proved.has(action) ? { kind: 'allowed' } : right]),
    );
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    return { unknown: refusal(error) };
  }
}

function refusal({ fault, why }: CloudError): string {
  return isDenied(fault)
    ? 'iam:SimulatePrincipalPolicy is denied, so that IAM cannot be asked what this identity may do'
    : `IAM could not be asked what this identity may do: ${fault.code}: ${why ?? ''}`;
}

function verdict(
  part: PolicyPart,
  actions: readonly string[],
  rights: Rights,
): Pick<Checkup, 'status' | 'detail' | 'missing' | 'untold'> {
  if (actions.length === 0) return { status: 'ok', detail: `the playbook offers nothing to ${part} with` };
  const denied = actions.filter((action) => rights.get(action)?.kind === 'denied');
  const untold = actions.filter((action) => rights.get(action)?.kind === 'untold');
  const known = actions.length - denied.length - untold.length;
  const reasons = [...new Set(untold.map((action) => whyUntold(rights.get(action))))];
  const detail = [
    `${known} of ${counted(actions.length, 'right')} there`,
    ...(denied.length === 0 ? [] : [`${denied.length} missing${blockersOf(denied, rights)}`]),
    ...(untold.length === 0 ? [] : [`${untold.length} cannot be told (${reasons.join('; ')})`]),
  ].join(', ');
  return {
    status: denied.length > 0 ? 'not-ready' : untold.length > 0 ? 'unknown' : 'ok',
    detail,
    ...(denied.length === 0 ? {} : { missing: byService(denied) }),
    ...(untold.length === 0 ? {} : { untold: byService(untold) }),
  };
}

function whyUntold(right: Right | undefined): string {
  return right?.kind === 'untold' ? right.why : '';
}

/** What else than a lacking grant stands in the way: a policy attached to the identity would not help. */
function blockersOf(denied: readonly string[], rights: Rights): string {
  const others = (['service control policy', 'permissions boundary'] as const).flatMap((by) => {
    const blocked = denied.filter((action) => {
      const right = rights.get(action);
      return right?.kind === 'denied' && right.by === by;
    });
    return blocked.length === 0 ? [] : [`${blocked.length} by a ${by}`];
  });
  return others.length === 0 ? '' : ` (${listed(others)})`;
}

function byService(actions: readonly string[]): RightsByService {
  const groups = new Map<string, readonly string[]>();
  for (const action of actions) {
    const [service = '', name = ''] = action.split(':');
    groups.set(service, [...(groups.get(service) ?? []), name]);
  }
  return Object.fromEntries(groups);
}
