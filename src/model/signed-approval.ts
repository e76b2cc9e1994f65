import { canonicalJson } from '../base/canonical-json.ts';
import { sha256 } from '../base/hashing.ts';
import { isObject } from '../base/json.ts';
import { isSignedBy, keyFingerprint } from '../base/signing.ts';
import type { Approver } from './organization.ts';
import { type Plan, planSha256 } from './plan.ts';

/** A plan of a case as it is put to an approver on another machine, and what the signature covers. */
export interface ShownPlan {
  /** The id of the case. */
  readonly case: string;
  /** The journal entry of the plan. */
  readonly entry: number;
  /** `REAL 111122223333`. */
  readonly label: string;
  readonly plan: Plan;
  readonly planSha256: string;
}

/** A plan in a file that needs nothing beside it to be judged. */
export interface PlanFile {
  readonly format: 'heptad-plan';
  readonly version: 1;
  /** ISO 8601 UTC. */
  readonly exportedAt: string;
  readonly shown: ShownPlan;
  /** The calls as AWS CLI commands, for a reader without heptad; heptad works them out anew. */
  readonly commands: readonly string[];
  /** Who approved it so far, for a person. */
  readonly approvedBy: readonly string[];
  /** Footholds that stay open when this is done alone. */
  readonly alive: readonly string[];
}

/** What an approver says, and about what: all of it is signed. */
export interface ApprovalStatement {
  readonly id: string;
  readonly case: string;
  readonly entry: number;
  readonly account: string;
  readonly planSha256: string;
  /** SHA-256 of the RFC 8785 form of the plan as it was shown: target and blast radius too. */
  readonly shownSha256: string;
  readonly decision: 'approved' | 'declined';
  readonly why: string | null;
  /** When it was signed, ISO 8601 UTC. */
  readonly at: string;
}

/** A decision on a plan that came back from another machine. */
export interface SignedApproval {
  readonly format: 'heptad-approval';
  readonly version: 1;
  readonly statement: ApprovalStatement;
  readonly publicKey: string;
  /** Ed25519 over the RFC 8785 form of the statement, base64url. */
  readonly signature: string;
}

/** The hash of a plan as it was shown. */
export function shownSha256(shown: ShownPlan): string {
  return sha256(canonicalJson(shown));
}

/** How an approver's key stands where an AWS identity would. */
export function identityOfKey(publicKey: string): string {
  return `ed25519 ${keyFingerprint(publicKey) ?? publicKey}`;
}

/** Who of the listed approvers signed this for exactly this plan, or why nobody did. */
export function signerOf(
  { statement, publicKey, signature }: SignedApproval,
  shown: ShownPlan,
  approvers: readonly Approver[],
): { readonly ok: true; readonly approver: Approver } | { readonly ok: false; readonly why: string } {
  const approver = approvers.find((one) => one.publicKey === publicKey);
  if (approver === undefined)
    return { ok: false, why: `its key ${keyFingerprint(publicKey) ?? ''} is not listed under approvers` };
  if (!isSignedBy(statement, { publicKey, signature }))
    return { ok: false, why: `its signature is not one of ${approver.name}'s key over what it says` };
  const differs = differences(statement, shown);
  return differs.length === 0
    ? { ok: true, approver }
    : { ok: false, why: `it is for another plan: ${differs.join(', ')}` };
}

function differences(statement: ApprovalStatement, shown: ShownPlan): readonly string[] {
  return [
    ...(statement.case === shown.case ? [] : [`case ${statement.case} instead of ${shown.case}`]),
    ...(statement.entry === shown.entry ? [] : [`entry ${statement.entry} instead of ${shown.entry}`]),
    ...(statement.account === shown.plan.account
      ? []
      : [`account ${statement.account} instead of ${shown.plan.account}`]),
    ...(statement.planSha256 === shown.planSha256 ? [] : ['the hash of the calls differs']),
    ...(statement.shownSha256 === shownSha256(shown) ? [] : ['the plan that was shown differs']),
  ];
}

/** A plan file from its text, or what is wrong with it. Its hash is worked out again from its calls. */
export function readPlanFile(text: string): PlanFile | string {
  const value = parsed(text);
  if (!isObject(value) || value['format'] !== 'heptad-plan' || value['version'] !== 1)
    return 'it is no plan file of this version';
  const { shown } = value;
  if (!isObject(shown) || !isObject(shown['plan']) || !isPlan(shown['plan']) || !isListed(value))
    return 'parts of the plan are missing';
  if (typeof shown['case'] !== 'string' || typeof shown['entry'] !== 'number')
    return 'it does not say of which case it is';
  const file = value as unknown as PlanFile;
  return planSha256(file.shown.plan) === file.shown.planSha256
    ? file
    : 'its calls are not those of its hash: it was altered';
}

/** A signed approval from its text, or what is wrong with it. */
export function readSignedApproval(value: unknown): SignedApproval | string {
  const read = typeof value === 'string' ? parsed(value) : value;
  if (!isObject(read) || read['format'] !== 'heptad-approval' || read['version'] !== 1)
    return 'it is no signed approval of this version';
  const { statement, publicKey, signature } = read;
  const sound =
    isObject(statement) &&
    ['id', 'case', 'account', 'planSha256', 'shownSha256', 'at'].every(
      (name) => typeof statement[name] === 'string',
    ) &&
    typeof statement['entry'] === 'number' &&
    (statement['decision'] === 'approved' || statement['decision'] === 'declined') &&
    (statement['why'] === null || typeof statement['why'] === 'string') &&
    typeof publicKey === 'string' &&
    typeof signature === 'string';
  return sound ? (read as unknown as SignedApproval) : 'parts of the approval are missing';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is no file of ours: the caller says so.
    return null;
  }
}

function isPlan(plan: Readonly<Record<string, unknown>>): boolean {
  return (
    ['action', 'at', 'target', 'account'].every((name) => typeof plan[name] === 'string') &&
    Array.isArray(plan['calls']) &&
    plan['calls'].every(isPlannedCall) &&
    isTexts(plan['blast']) &&
    isObject(plan['params'])
  );
}

function isPlannedCall(call: unknown): boolean {
  return (
    isObject(call) &&
    ['service', 'operation', 'region', 'purpose'].every((name) => typeof call[name] === 'string') &&
    isObject(call['input']) &&
    isObject(call['reversibility']) &&
    typeof call['reversibility']['kind'] === 'string'
  );
}

function isListed(file: Readonly<Record<string, unknown>>): boolean {
  return isTexts(file['alive']) && isTexts(file['approvedBy']);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
