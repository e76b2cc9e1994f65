import { evaluate, type Decision, type PolicyType } from '../iam/evaluate.ts';
import type { Access, Call } from '../world/call.ts';
import { effectiveIam } from '../world/effective-iam.ts';
import type { IamState, Role, User } from '../world/iam-state.ts';
import { serviceControlOn } from '../world/organization-state.ts';
import { boundaryOf, identityPolicies, parsedPolicy } from '../world/policies-of.ts';
import { principalArn, type Principal } from '../world/session.ts';
import type { World } from '../world/world.ts';
import { conditionContext } from './condition-context.ts';
import { accessDenied, type Refusing } from './refusals.ts';

/** Lets a call pass, or tells which permission it lacks. */
export function authorise(
  world: World,
  model: Refusing,
  { access, call }: { readonly access: readonly Access[]; readonly call: Call },
): void {
  for (const one of access) {
    const why = denialOf(world, one, call);
    if (why !== null) throw accessDenied(model, why);
  }
}

/** What a caller is told who lacks a permission; null when the call may go on. */
export function denialOf(world: World, access: Access, call: Call): string | null {
  const decision = decide(world, access, call);
  return decision.allowed ? null : deniedMessage(world, access, { decision, call });
}

/** What the evaluator says about one permission of a call. */
export function decide(world: World, access: Access, call: Call): Decision {
  const { principal } = call;
  const iam = effectiveIam(world);
  const holder = holderIn(iam, principal);
  const decision = evaluate(
    { action: access.action, resource: access.resource, context: conditionContext(world, call, access) },
    {
      identity: identityPolicies(iam, holder),
      boundary: boundaryOf(iam, holder),
      session:
        principal.session === undefined || principal.session.policies.length === 0
          ? undefined
          : principal.session.policies.flatMap(parsedPolicy),
      resource: access.resourcePolicy,
      resourceMustAllow: access.resourceMustAllow ?? false,
      serviceControl: serviceControl(world, holder),
      caller: {
        account: world.accountId,
        arn: holder.arn,
        sessionArn: principal.kind === 'role' ? principalArn(principal, world.accountId) : undefined,
      },
    },
  );
  if (access.onlyDeny === true && !decision.allowed && !decision.explicit) return { allowed: true };
  return decision;
}

/** What the organization says of a holder, level by level; service-linked roles are beyond it. */
function serviceControl({ organization, accountId }: World, { path }: User | Role) {
  if (path.startsWith('/aws-service-role/')) return [];
  return serviceControlOn(organization, accountId).map((level) => level.flatMap(parsedPolicy));
}

/** The principal as it counts now; one that was made a moment ago is taken as it is. */
function holderIn(iam: IamState, principal: Principal): User | Role {
  return principal.kind === 'user'
    ? (iam.users.get(principal.user.name) ?? principal.user)
    : (iam.roles.get(principal.role.name) ?? principal.role);
}

const KINDS: Readonly<Record<PolicyType, string>> = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  resource: 'resource-based policy',
  'service control': 'service control policy',
};

function deniedMessage(
  { accountId }: World,
  { action, resource }: Access,
  { decision, call }: { readonly decision: Extract<Decision, { allowed: false }>; readonly call: Call },
): string {
  const who = `User: ${principalArn(call.principal, accountId)} is not authorized to perform: ${action}`;
  const what = resource === '*' ? who : `${who} on resource: ${resource}`;
  // STS does not say whether there is such a role.
  if (action === 'sts:AssumeRole' && decision.by === 'resource') return what;
  const kind = KINDS[decision.by];
  if (decision.explicit)
    return `${what} with an explicit deny in ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
  return `${what} because no ${kind} allows the ${action} action`;
}
