import { ACTIONS } from '../actions/registry.gen.ts';
import { InternalError } from '../base/errors.ts';
import { COLLECTORS } from '../collectors/registry.ts';
import type { Playbook } from '../model/playbook.ts';
import { HOLD } from './actions/log-groups-to-hold.ts';
import { readsOf } from '../playbook/reads-of.ts';
import { iamActionsOf } from '../playbook/iam-action.ts';
import { ANY_SCOPE, type PolicyScope, resourcesOf } from '../playbook/iam-resources.ts';
import { conditionOf, type PolicyCondition } from '../playbook/iam-conditions.ts';
import { PLANNING_READS } from './collecting/plan-collection.ts';

/** IAM counts the characters of a managed policy without white space. */
const LIMIT = 6144;

export const POLICY_PARTS = ['read', 'contain'] as const;
export type PolicyPart = (typeof POLICY_PARTS)[number];

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[] | '*';
  readonly Condition?: PolicyCondition;
}

/**
 * The IAM policies that let an identity walk a playbook in an account: one, unless it would be too large for IAM.
 * They follow from what the playbook, the collectors and the actions declare; nothing else is ever called.
 */
export async function playbookPolicies(
  playbook: Playbook,
  part: PolicyPart,
  scope: PolicyScope = ANY_SCOPE,
): Promise<readonly PolicyDocument[]> {
  const statements = await grouped(await partActions(playbook, part), scope);
  return packed(statements, part === 'read' ? 'HeptadRead' : 'HeptadContain');
}

/** The IAM actions that a part of a playbook takes, each once, in order. */
export async function partActions(playbook: Playbook, part: PolicyPart): Promise<readonly string[]> {
  const operations = part === 'read' ? readOperations(playbook) : containOperations(playbook);
  const actions = (await Promise.all(operations.map(iamActionsFor))).flat();
  return [...new Set(actions)].toSorted();
}

/** By these `heptad doctor` tells what the identity may do. */
const FOR_THE_DOCTOR = ['iam:GetRole', 'iam:SimulatePrincipalPolicy'];

/** What reading takes: connecting, finding Regions, the collectors, the doctor, and the playbook's own reads. */
export function readOperations({ elements }: Playbook): readonly string[] {
  const own = elements.flatMap(({ steps }) =>
    steps.flatMap(({ work }) => readsOf(work).map(({ client, operation }) => `${client}:${operation}`)),
  );
  const collecting = COLLECTORS.flatMap(({ reads }) => reads);
  return [...new Set(['sts:GetCallerIdentity', ...PLANNING_READS, ...FOR_THE_DOCTOR, ...own, ...collecting])];
}

/** What is kept and looked at before anything is changed, and looked at afterwards to prove that it holds. */
const BEFORE_ANY_CHANGE = [
  'cloudtrail:LookupEvents',
  'cloudtrail:DescribeTrails',
  'bedrock:GetModelInvocationLoggingConfiguration',
  'cloudwatch-logs:DescribeLogGroups',
  'iam:GetAccountAuthorizationDetails',
];

/** What containing takes: the calls of the actions that the playbook offers, and what they look at; nothing where it offers none. */
export function containOperations(playbook: Playbook): readonly string[] {
  const offered = new Set(offeredActions(playbook));
  if (offered.size === 0) return [];
  const units = ACTIONS.filter(({ id }) => offered.has(id));
  return [
    ...new Set([
      'sts:GetCallerIdentity',
      ...BEFORE_ANY_CHANGE,
      ...units.flatMap(({ reads, changes }) => [...reads, ...changes]),
    ]),
  ];
}

/** The actions that a walk of the playbook may come to: log groups are held before the first change, whatever it offers. */
export function offeredActions({ elements }: Playbook): readonly string[] {
  const own = elements.flatMap(({ steps }) => steps.flatMap(({ actions }) => actions.map(({ id }) => id)));
  return own.length === 0 ? [] : [...new Set([HOLD, ...own])];
}

async function iamActionsFor(operation: string): Promise<readonly string[]> {
  const actions = await iamActionsOf(operation);
  if (actions === null) throw new InternalError(`no IAM action is known for ${operation}`);
  return actions;
}

type Grant = Omit<PolicyStatement, 'Sid' | 'Effect'>;

/** Actions on the same resources under the same condition stand together. */
async function grouped(actions: readonly string[], scope: PolicyScope): Promise<readonly Grant[]> {
  const groups = new Map<string, Grant>();
  for (const action of actions) {
    const resources = await resourcesOf(action, scope);
    const Resource = resources.length === 1 && resources[0] === '*' ? ('*' as const) : resources;
    const condition = conditionOf(action, scope);
    const Condition = condition === null ? {} : { Condition: condition };
    const key = JSON.stringify([Resource, Condition]);
    groups.set(key, { Action: [...(groups.get(key)?.Action ?? []), action], Resource, ...Condition });
  }
  return [...groups.values()];
}

/** As few documents as take the statements in their order; a statement that is too large for one is cut in two. */
function packed(grants: readonly Grant[], sid: string): readonly PolicyDocument[] {
  if (grants.length === 0) return [];
  const documents: PolicyDocument[] = [];
  let held: readonly Grant[] = [];
  for (const grant of grants.flatMap((whole) => pieces(whole, sid))) {
    const more = [...held, grant];
    if (sizeOf(more, sid) > LIMIT) {
      documents.push(documentOf(held, sid));
      held = [grant];
    } else held = more;
  }
  return [...documents, documentOf(held, sid)];
}

function pieces(grant: Grant, sid: string): readonly Grant[] {
  const { Action } = grant;
  if (Action.length < 2 || sizeOf([grant], sid) <= LIMIT) return [grant];
  const half = Math.ceil(Action.length / 2);
  return [Action.slice(0, half), Action.slice(half)].flatMap((part) =>
    pieces({ ...grant, Action: part }, sid),
  );
}

function sizeOf(grants: readonly Grant[], sid: string): number {
  return JSON.stringify(documentOf(grants, sid)).length;
}

function documentOf(grants: readonly Grant[], sid: string): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: grants.map((grant, index) => ({ Sid: `${sid}${index + 1}`, Effect: 'Allow', ...grant })),
  };
}
