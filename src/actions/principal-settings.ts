import type { Json, JsonObject } from '../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../model/plan.ts';
import type { Refusal } from '../ports/action.ts';
import { GLOBAL_REGION } from './answers.ts';
import { policyCharacters, samePolicy } from './policies.ts';
import { type Principal, principalTitle } from './principals.ts';
import type { Setting } from './settings.ts';

/** What the inline policies of one principal may have together, in characters without white space. */
const MOST_INLINE = { User: 2048, Role: 10_240 };
/** The default quota of managed policies on one principal. */
const MOST_ATTACHED = 10;

/** Operations that put inline policies and take them away. */
export const INLINE_CHANGES = [
  'iam:PutUserPolicy',
  'iam:DeleteUserPolicy',
  'iam:PutRolePolicy',
  'iam:DeleteRolePolicy',
] as const;

export interface WantedPolicy {
  readonly policy: string;
  readonly text: string;
  readonly purpose: string;
}

/** An inline policy of a principal, by its name; `null` for none of that name. */
export function inlineSetting(
  principal: Principal,
  { policy, text, purpose }: Omit<WantedPolicy, 'text'> & { readonly text: string | null },
): Setting {
  return {
    name: `inline policy ${policy} of ${principalTitle(principal)}`,
    is: principal.inline[policy] ?? null,
    wanted: text,
    same: samePolicy,
    set: (to) => [inlineCall(principal, policy, { to, purpose: to === text ? purpose : BACK })],
  };
}

const BACK = 'put back what was there before';

function inlineCall(
  principal: Principal,
  PolicyName: string,
  { to, purpose }: { readonly to: Json; readonly purpose: string },
): PlannedCall {
  const verb = to === null ? 'Delete' : 'Put';
  const input = { PolicyName, ...(to === null ? {} : { PolicyDocument: to }) };
  return principalCall(principal, `${verb}${principal.kind}Policy`, { input, purpose });
}

/** A managed policy on a principal: there, or not, where `attached` is false. */
export function attachedSetting(
  principal: Principal,
  {
    policy,
    purpose,
    attached = true,
  }: Pick<WantedPolicy, 'policy' | 'purpose'> & { readonly attached?: boolean },
): Setting {
  return {
    name: `${policy} on ${principalTitle(principal)}`,
    is: principal.attached.includes(policy),
    wanted: attached,
    set: (to) => [
      principalCall(principal, `${to === true ? 'Attach' : 'Detach'}${principal.kind}Policy`, {
        input: { PolicyArn: policy },
        purpose: to === attached ? purpose : BACK,
      }),
    ],
  };
}

/** The managed policy that bounds a principal. */
export function boundarySetting(
  principal: Principal,
  { policy, purpose }: Pick<WantedPolicy, 'policy' | 'purpose'>,
): Setting {
  return {
    name: `permissions boundary of ${principalTitle(principal)}`,
    is: principal.boundary,
    wanted: policy,
    set: (to) => [
      principalCall(
        principal,
        `${to === null ? 'Delete' : 'Put'}${principal.kind}PermissionsBoundary`,
        to === null
          ? { input: {}, purpose: BACK }
          : { input: { PermissionsBoundary: to }, purpose: to === policy ? purpose : BACK },
      ),
    ],
  };
}

function principalCall(
  { kind, name }: Principal,
  operation: string,
  { input, purpose }: { readonly input: JsonObject; readonly purpose: string },
): PlannedCall {
  return {
    service: 'iam',
    operation,
    region: GLOBAL_REGION,
    input: { [`${kind}Name`]: name, ...input },
    purpose,
    reversibility: REVERSIBLE,
  };
}

/** Whether an inline policy fits beside the others; what does not fit is refused before anything is changed. */
export function refuseTooLong(
  principal: Principal,
  { policy, text }: Pick<WantedPolicy, 'policy' | 'text'>,
): Refusal | null {
  const others = Object.entries(principal.inline).filter(([name]) => name !== policy);
  const sum = others.reduce((total, [, own]) => total + policyCharacters(own), policyCharacters(text));
  const most = MOST_INLINE[principal.kind];
  if (sum <= most) return null;
  return {
    why: `the inline policies of ${principalTitle(principal)} would have ${sum} characters, and ${most} are allowed`,
    instead: 'use iam/deny-all with managed=true, which attaches AWSDenyAll, or set a permissions boundary',
  };
}

/** Whether a managed policy can still be attached. */
export function refuseTooMany({ attached, ...principal }: Principal, policy: string): Refusal | null {
  if (attached.includes(policy) || attached.length < MOST_ATTACHED) return null;
  return {
    why: `${principalTitle(principal)} has ${attached.length} managed policies, and by default ${MOST_ATTACHED} are allowed`,
    instead: 'use iam/deny-all, which writes an inline policy, or have the quota raised',
  };
}
