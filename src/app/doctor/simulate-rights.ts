import { isObject, type JsonObject } from '../../base/json.ts';
import { CloudError } from '../../model/cloud-error.ts';
import type { CloudReader } from '../../ports/cloud.ts';
import type { RightsQuestion } from './wanted-rights.ts';

/** What the simulation says of one IAM action. */
export type Right =
  | { readonly kind: 'allowed' }
  /** `by`: what stands in the way, as far as IAM tells. */
  | { readonly kind: 'denied'; readonly by: 'policies' | 'service control policy' | 'permissions boundary' }
  | { readonly kind: 'untold'; readonly why: string };

type Rights = ReadonlyMap<string, Right>;

/** What an answer holds at most. */
const PAGE = 1000;

/**
 * Asks IAM about a principal. An action is allowed when it is so in every circumstance it was asked in; what IAM gave
 * no answer for is untold, never allowed.
 * @throws CloudError when the simulation itself was refused or did not get through
 */
export async function simulateRights(
  principal: string,
  questions: readonly RightsQuestion[],
  reader: CloudReader,
): Promise<Rights> {
  const rights = new Map<string, Right>();
  for (const question of questions) {
    const told = await answered(principal, question, reader);
    for (const action of question.actions) {
      const right = told.get(action) ?? { kind: 'untold', why: 'IAM gave no result' };
      rights.set(action, worse(rights.get(action), right));
    }
  }
  return rights;
}

const ORDER = ['allowed', 'untold', 'denied'] as const;

function worse(before: Right | undefined, now: Right): Right {
  return before === undefined || ORDER.indexOf(now.kind) > ORDER.indexOf(before.kind) ? now : before;
}

/** A name that IAM does not know spoils the whole question: it is found by halves. */
async function answered(principal: string, question: RightsQuestion, reader: CloudReader): Promise<Rights> {
  try {
    return await pages(principal, question, reader);
  } catch (error) {
    if (!(error instanceof CloudError) || !error.fault.code.startsWith('InvalidInput')) throw error;
    const { actions } = question;
    const half = Math.ceil(actions.length / 2);
    if (actions.length < 2)
      return new Map(actions.map((action) => [action, { kind: 'untold', why: `IAM: ${error.why ?? ''}` }]));
    const halves = [actions.slice(0, half), actions.slice(half)];
    const told: (readonly [string, Right])[] = [];
    for (const part of halves)
      told.push(...(await answered(principal, { ...question, actions: part }, reader)));
    return new Map(told);
  }
}

async function pages(
  principal: string,
  { actions, resources, context }: RightsQuestion,
  reader: CloudReader,
): Promise<Rights> {
  const input: JsonObject = {
    PolicySourceArn: principal,
    ActionNames: actions,
    ResourceArns: resources,
    ContextEntries: Object.entries(context).map(([ContextKeyName, value]) => ({
      ContextKeyName,
      ContextKeyValues: [value],
      ContextKeyType: value === 'true' ? 'boolean' : 'string',
    })),
    MaxItems: PAGE,
  };
  const told = new Map<string, Right>();
  let marker: string | null = null;
  do {
    const answer: JsonObject | null = await reader.read({
      service: 'iam',
      operation: 'SimulatePrincipalPolicy',
      input: marker === null ? input : { ...input, Marker: marker },
    });
    for (const result of listOf(answer?.['EvaluationResults'])) {
      const action = String(result['EvalActionName']);
      told.set(action, worse(told.get(action), rightOf(result)));
    }
    const next = answer?.['IsTruncated'] === true ? answer['Marker'] : null;
    marker = typeof next === 'string' ? next : null;
  } while (marker !== null);
  return told;
}

/** One result is over all resources; older answers had one a resource, and `worse` joins them. */
function rightOf(result: Readonly<Record<string, unknown>>): Right {
  const each = listOf(result['ResourceSpecificResults']);
  const missing = [result, ...each].flatMap(({ MissingContextValues: keys }) =>
    Array.isArray(keys) ? keys.map(String) : [],
  );
  if (missing.length > 0)
    return { kind: 'untold', why: `depends on ${[...new Set(missing)].toSorted().join(', ')}` };
  const words = [result['EvalDecision'], ...each.map(({ EvalResourceDecision: word }) => word)];
  if (words.every((word) => word === 'allowed')) return { kind: 'allowed' };
  if (saysNo(result['OrganizationsDecisionDetail'], 'AllowedByOrganizations'))
    return { kind: 'denied', by: 'service control policy' };
  const boundaries = [result, ...each].map(({ PermissionsBoundaryDecisionDetail: detail }) => detail);
  if (boundaries.some((detail) => saysNo(detail, 'AllowedByPermissionsBoundary')))
    return { kind: 'denied', by: 'permissions boundary' };
  return { kind: 'denied', by: 'policies' };
}

function saysNo(detail: unknown, member: string): boolean {
  return isObject(detail) && detail[member] === false;
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
