import type { JsonObject } from '../base/json.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { GLOBAL_REGION, listOf, objectOf, textOf } from './answers.ts';
import { allItems } from './pages.ts';
import { type Statement, statementsIn } from './policies.ts';
import { actionMatches, isUnconditional, textsOf } from './statement-match.ts';

/** A service control policy, and the account, unit or root it is attached to. */
export interface AttachedPolicy {
  readonly at: string;
  readonly name: string;
  readonly content: string;
}

const FILTER = 'SERVICE_CONTROL_POLICY';
/** No organization nests deeper (AWS allows five levels of units). */
const DEEPEST = 8;

/** What is in force on a node: its own policies and those of every node above it. */
export async function policiesAbove(node: string, reader: CloudReader): Promise<readonly AttachedPolicy[]> {
  const found: AttachedPolicy[] = [];
  let at: string | null = node;
  for (let depth = 0; at !== null && depth < DEEPEST; depth += 1) {
    found.push(...(await policiesAt(at, reader)));
    at = at.startsWith('r-') ? null : await parentOf(at, reader);
  }
  return found;
}

async function policiesAt(at: string, reader: CloudReader): Promise<readonly AttachedPolicy[]> {
  const attached = await allItems(
    {
      service: 'organizations',
      operation: 'ListPoliciesForTarget',
      region: GLOBAL_REGION,
      input: { TargetId: at, Filter: FILTER },
    },
    { items: 'Policies', token: 'NextToken', next: 'NextToken' },
    reader,
  );
  const policies: AttachedPolicy[] = [];
  for (const policy of attached) {
    const described = await ask('DescribePolicy', { PolicyId: textOf(policy, 'Id') }, reader);
    const content = textOf(objectOf(described, 'Policy'), 'Content') ?? '';
    policies.push({ at, name: textOf(policy, 'Name') ?? '', content });
  }
  return policies;
}

async function parentOf(child: string, reader: CloudReader): Promise<string | null> {
  const answer = await ask('ListParents', { ChildId: child }, reader);
  return textOf(listOf(answer, 'Parents')[0] ?? null, 'Id');
}

function ask(operation: string, input: JsonObject, reader: CloudReader): Promise<JsonObject | null> {
  return reader.read({ service: 'organizations', operation, region: GLOBAL_REGION, input });
}

/** What going from one place to another changes, a line for every policy that is lost or added. */
export function policyDifference(
  from: readonly AttachedPolicy[],
  to: readonly AttachedPolicy[],
): readonly string[] {
  const key = ({ name, content }: AttachedPolicy): string => `${name} ${content}`;
  const [before, after] = [new Set(from.map(key)), new Set(to.map(key))];
  const line = (word: string, { at, name, content }: AttachedPolicy): string =>
    `${word}: ${name} of ${at} (${statementsIn(content).map(statementText).join('; ')})`;
  return [
    ...from.filter((policy) => !after.has(key(policy))).map((policy) => line('no longer in force', policy)),
    ...to.filter((policy) => !before.has(key(policy))).map((policy) => line('in force from then on', policy)),
  ];
}

const MOST_SHOWN = 160;

function statementText(statement: Statement): string {
  const not = statement['NotAction'];
  const actions =
    not === undefined ? textsOf(statement['Action']).join(', ') : `all but ${textsOf(not).join(', ')}`;
  const when = isUnconditional(statement) ? '' : ` where ${JSON.stringify(statement['Condition'])}`;
  const text = `${String(statement['Effect'])} ${actions}${when}`;
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** What responders work with: who may not do these is locked out. */
const NEEDED = ['iam:GetUser', 'iam:UpdateAccessKey', 'iam:PutRolePolicy', 'cloudtrail:LookupEvents'];

/**
 * Whether policies keep everybody from responding: null = they do not; otherwise who is left alone, as ARN patterns. A
 * Deny on other conditions than who calls (a Region, a tag) is not counted: it is shown.
 */
export function lockedOut(
  policies: readonly AttachedPolicy[],
): { readonly spared: readonly string[] } | null {
  const denying = policies
    .flatMap(({ content }) => statementsIn(content))
    .filter(
      (statement) =>
        statement['Effect'] === 'Deny' && NEEDED.some((action) => actionMatches(statement, action)),
    )
    .flatMap((statement) => sparedBy(statement) ?? []);
  const nodes = [...new Set(policies.map(({ at }) => at))].map((at) =>
    policies.filter((own) => own.at === at),
  );
  const narrow = nodes.some((own) => !NEEDED.every((action) => allows(own, action)));
  if (narrow) return { spared: [] };
  const [first, ...others] = denying;
  if (first === undefined) return null;
  return { spared: first.spared.filter((arn) => others.every(({ spared }) => spared.includes(arn))) };
}

/** Every level has to allow an action: a policy of allowed services alone leaves the rest out. */
function allows(policies: readonly AttachedPolicy[], action: string): boolean {
  return policies
    .flatMap(({ content }) => statementsIn(content))
    .some((statement) => statement['Effect'] === 'Allow' && actionMatches(statement, action));
}

const SPARING = ['ArnNotLike', 'ArnNotEquals', 'StringNotLike', 'StringNotEquals'];

/** Whom a Deny leaves alone; null where it depends on something else than who calls. */
function sparedBy(statement: Statement): { readonly spared: readonly string[] } | null {
  if (isUnconditional(statement)) return { spared: [] };
  const condition = statement['Condition'] as JsonObject;
  const [operator, ...more] = Object.keys(condition);
  const own = objectOf(condition, operator ?? '');
  const keys = Object.keys(own ?? {});
  if (more.length > 0 || operator === undefined || !SPARING.includes(operator)) return null;
  if (keys.length !== 1 || keys[0]?.toLowerCase() !== 'aws:principalarn') return null;
  return { spared: textsOf(own?.[keys[0]]) };
}
