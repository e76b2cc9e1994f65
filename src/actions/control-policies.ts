import type { Json, JsonObject } from '../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../model/plan.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { GLOBAL_REGION, objectOf, textOf } from './answers.ts';
import { allItems } from './pages.ts';
import { denyStatement, policyText } from './policies.ts';

/** A service control policy that denies, where it is attached, and whom it leaves alone. */
export interface DenyPolicy {
  readonly target: string;
  readonly name: string;
  readonly actions: readonly string[];
  readonly except: readonly string[];
}

export interface ControlPolicy {
  /** The policy of that name; null = there is none yet. */
  readonly policyId: string | null;
  readonly content: string | null;
  readonly attached: boolean;
  readonly attachedCount: number;
  /** Names of all that is attached. */
  readonly attachedNames: readonly string[];
}

const TYPE = 'SERVICE_CONTROL_POLICY';
const PAGES = { token: 'NextToken', next: 'NextToken' } as const;

/** The policy of that name, and whether it is attached. */
export async function readControlPolicy(
  { target, name }: DenyPolicy,
  reader: CloudReader,
): Promise<ControlPolicy> {
  const list = (operation: string, input: JsonObject) =>
    allItems(
      { service: 'organizations', operation, region: GLOBAL_REGION, input: { Filter: TYPE, ...input } },
      { items: 'Policies', ...PAGES },
      reader,
    );
  const all = await list('ListPolicies', {});
  const found = all.find((policy) => textOf(policy, 'Name') === name);
  const policyId = found === undefined ? null : textOf(found, 'Id');
  const attached = await list('ListPoliciesForTarget', { TargetId: target });
  const described =
    policyId === null
      ? null
      : await reader.read({
          service: 'organizations',
          operation: 'DescribePolicy',
          region: GLOBAL_REGION,
          input: { PolicyId: policyId },
        });
  return {
    policyId,
    content: textOf(objectOf(described, 'Policy'), 'Content'),
    attached: attached.some((policy) => textOf(policy, 'Id') === policyId),
    attachedCount: attached.length,
    attachedNames: attached.map((policy) => textOf(policy, 'Name') ?? ''),
  };
}

/** What it says. */
export function denyText({ actions, except }: DenyPolicy): string {
  const condition = { ArnNotLike: { 'aws:PrincipalArn': [...except].toSorted() } };
  return policyText(denyStatement({ sid: 'HeptadDeny', actions: [...actions].toSorted(), condition }));
}

export function createCall(params: DenyPolicy): PlannedCall {
  return {
    service: 'organizations',
    operation: 'CreatePolicy',
    region: GLOBAL_REGION,
    input: {
      Name: params.name,
      Type: TYPE,
      Description: 'Made during incident response',
      Content: denyText(params),
    },
    purpose: 'make the policy',
    reversibility: { kind: 'leaves', residue: 'the policy, attached to nothing' },
  };
}

export function attachCall(
  operation: 'AttachPolicy' | 'DetachPolicy',
  { target }: DenyPolicy,
  PolicyId: Json,
): PlannedCall {
  return {
    service: 'organizations',
    operation,
    region: GLOBAL_REGION,
    input: { PolicyId, TargetId: target },
    purpose: operation === 'AttachPolicy' ? 'put it in force' : 'take it out of force',
    reversibility: REVERSIBLE,
  };
}
