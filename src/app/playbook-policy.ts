import { ACTIONS } from '../actions/registry.gen.ts';
import { InternalError } from '../base/errors.ts';
import { COLLECTORS } from '../collectors/registry.ts';
import type { Playbook } from '../model/playbook.ts';
import { iamActionOf } from '../playbook/iam-action.ts';

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
  readonly Resource: '*';
}

/**
 * The IAM policies that let an identity walk a playbook in an account: one, unless it would be too large for IAM.
 * They follow from what the playbook, the collectors and the actions declare; nothing else is ever called.
 */
export async function playbookPolicies(
  playbook: Playbook,
  part: PolicyPart,
): Promise<readonly PolicyDocument[]> {
  const operations = part === 'read' ? readOperations(playbook) : containOperations(playbook);
  const actions = new Set(await Promise.all(operations.map(iamActionFor)));
  return packed([...actions].toSorted(), part === 'read' ? 'HeptadRead' : 'HeptadContain');
}

/** What reading takes: connecting, finding Regions, the collectors, and the playbook's own reads. */
export function readOperations({ elements }: Playbook): readonly string[] {
  const own = elements.flatMap(({ steps }) =>
    steps.flatMap(({ work }) => (work.kind === 'read' ? [`${work.read.client}:${work.read.operation}`] : [])),
  );
  const collecting = COLLECTORS.flatMap(({ reads }) => reads);
  return [...new Set(['sts:GetCallerIdentity', 'ec2:DescribeRegions', ...own, ...collecting])];
}

/** What is kept and looked at before anything is changed, and looked at afterwards to prove that it holds. */
const BEFORE_ANY_CHANGE = [
  'cloudtrail:LookupEvents',
  'cloudtrail:DescribeTrails',
  'bedrock:GetModelInvocationLoggingConfiguration',
  'cloudwatch-logs:DescribeLogGroups',
  'iam:GetAccountAuthorizationDetails',
];

/** What containing takes: the calls of the actions that the playbook offers, and what they look at. */
function containOperations({ elements }: Playbook): readonly string[] {
  const offered = new Set(
    elements.flatMap(({ steps }) => steps.flatMap(({ actions }) => actions.map(({ id }) => id))),
  );
  const units = ACTIONS.filter(({ id }) => offered.has(id));
  return [
    ...new Set([
      'sts:GetCallerIdentity',
      ...BEFORE_ANY_CHANGE,
      ...units.flatMap(({ reads, changes }) => [...reads, ...changes]),
    ]),
  ];
}

async function iamActionFor(operation: string): Promise<string> {
  const action = await iamActionOf(operation);
  if (action === null) throw new InternalError(`no IAM action is known for ${operation}`);
  return action;
}

function packed(actions: readonly string[], sid: string): readonly PolicyDocument[] {
  const documents: PolicyDocument[] = [];
  let held: readonly string[] = [];
  for (const action of actions) {
    const more = [...held, action];
    if (held.length > 0 && JSON.stringify(documentOf(more, sid)).length > LIMIT) {
      documents.push(documentOf(held, sid));
      held = [action];
    } else held = more;
  }
  return [...documents, documentOf(held, sid)];
}

function documentOf(actions: readonly string[], sid: string): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: sid, Effect: 'Allow', Action: actions, Resource: '*' }],
  };
}
