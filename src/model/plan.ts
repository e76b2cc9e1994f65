import { canonicalJson } from '../base/canonical-json.ts';
import { sha256 } from '../base/hashing.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { CloudCall } from './cloud-call.ts';

/** What stays when a call is taken back. Said before approval (DESIGN promise 4). */
export type Reversibility =
  | { readonly kind: 'reversible' }
  | { readonly kind: 'leaves'; readonly residue: string }
  | { readonly kind: 'irreversible'; readonly why: string };

export const REVERSIBLE: Reversibility = { kind: 'reversible' };

/** A call of a plan: what it is for, and whether it can be taken back. */
export interface PlannedCall extends CloudCall {
  /** In plain words, for the preview: `make the key unusable`. */
  readonly purpose: string;
  readonly reversibility: Reversibility;
  /** Error codes by which the service says that it is so already: the call is then as good as done. */
  readonly alreadyWhen?: readonly string[];
}

/** An identity whose calls should be refused from now on, by what CloudTrail's event history is asked for it. */
export interface ContainedIdentity {
  readonly attribute: 'AccessKeyId' | 'Username';
  readonly value: string;
}

/** A list of API calls that were worked out for a target, and everything said about them before approval. */
export interface Plan {
  /** Id of the action (`iam/disable-access-key`). */
  readonly action: string;
  readonly params: JsonObject;
  /** When it was worked out, ISO 8601 UTC: a plan that holds a time is worked out again for the same instant. */
  readonly at: string;
  /** What it is done to, for a person: `access key AKIA… of user ci-deploy`. */
  readonly target: string;
  readonly account: string;
  readonly calls: readonly PlannedCall[];
  /** What else the target is used for and will stop. */
  readonly blast: readonly string[];
  /** Whose later success would show that it does not hold; null where nothing tells. */
  readonly contained: ContainedIdentity | null;
  /** Undoing an earlier plan: its journal entry. */
  readonly undoes: number | null;
  /** The undo gives access back or weakens logging: it takes a confirmation of its own. */
  readonly reopens: boolean;
}

/** What an approval covers: the action, the account and exactly these calls, in this order. */
export function planSha256({ action, account, calls }: Pick<Plan, 'action' | 'account' | 'calls'>): string {
  return sha256(canonicalJson({ action, account, calls: calls.map(bareCall) }));
}

/** A call without what was only said about it. */
export function bareCall({ service, operation, region, input }: CloudCall): CloudCall {
  return { service, operation, region, input };
}

/** Whether two calls are the same but for results that stand in the one as a reference and in the other as a value. */
export function sameCall(a: CloudCall, b: CloudCall): boolean {
  return (
    a.service === b.service &&
    a.operation === b.operation &&
    a.region === b.region &&
    sameValue(a.input, b.input)
  );
}

function sameValue(a: Json | undefined, b: Json | undefined): boolean {
  if (isReference(a) || isReference(b)) return a !== undefined && b !== undefined;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item: Json, index) => sameValue(item, b[index] as Json));
  if (isRecord(a) && isRecord(b)) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...names].every((name) => sameValue(a[name], b[name]));
  }
  return a === b;
}

function isReference(value: Json | undefined): boolean {
  return isRecord(value) && '$result' in value;
}

function isRecord(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How the calls of one plan differ from those of another, a line each; empty = they are the same. */
export function planDifference(
  approved: readonly CloudCall[],
  current: readonly CloudCall[],
): readonly string[] {
  const lines: string[] = [];
  for (let index = 0; index < Math.max(approved.length, current.length); index += 1) {
    const [was, is] = [approved[index], current[index]];
    if (was !== undefined && is !== undefined && sameCall(was, is)) continue;
    if (was !== undefined) lines.push(`- ${index + 1}. ${callText(was)}`);
    if (is !== undefined) lines.push(`+ ${index + 1}. ${callText(is)}`);
  }
  return lines;
}

/** `iam UpdateAccessKey us-east-1 {"UserName":"ci",…}`. */
export function callText({ service, operation, region, input }: CloudCall): string {
  return `${service} ${operation} ${region} ${canonicalJson(input)}`;
}
