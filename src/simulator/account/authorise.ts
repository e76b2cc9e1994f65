import { evaluate, type Decision, type PolicyType } from '../iam/evaluate.ts';
import { readPolicy, type PolicyDocument } from '../iam/policy-document.ts';
import type { Access, Call } from '../world/call.ts';
import type { IamState, PolicyHolder } from '../world/iam-state.ts';
import { serviceControlOn } from '../world/organization-state.ts';
import { principalArn, type Principal } from '../world/session.ts';
import type { World } from '../world/world.ts';
import type { ServiceModel } from '../wire/service-model.ts';
import { conditionContext } from './condition-context.ts';
import { accessDenied } from './refusals.ts';

/** Lets a call pass, or tells which permission it lacks. */
export function authorise(
  world: World,
  model: ServiceModel,
  { access, call }: { readonly access: readonly Access[]; readonly call: Call },
): void {
  for (const one of access) {
    const decision = decide(world, one, call);
    if (!decision.allowed) throw accessDenied(model, deniedMessage(world, one, { decision, call }));
  }
}

/** What the evaluator says about one permission of a call. */
export function decide(world: World, access: Access, call: Call): Decision {
  const { principal } = call;
  const holder = principal.kind === 'user' ? principal.user : principal.role;
  const decision = evaluate(
    { action: access.action, resource: access.resource, context: conditionContext(world, call, access) },
    {
      identity: identityPolicies(world.iam, principal),
      boundary: holder.boundary === undefined ? undefined : managed(world.iam, holder.boundary)[0],
      session:
        principal.session === undefined || principal.session.policies.length === 0
          ? undefined
          : principal.session.policies.flatMap(parsed),
      resource: access.resourcePolicy,
      resourceMustAllow: access.resourceMustAllow ?? false,
      serviceControl: serviceControlOn(world.organization, world.accountId).map((level) =>
        level.flatMap(parsed),
      ),
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

/** Inline and managed policies of the principal, and of a user's groups. */
function identityPolicies(iam: IamState, principal: Principal): readonly PolicyDocument[] {
  if (principal.kind === 'role') return policiesOn(iam, principal.role);
  const groups = [...principal.user.groups].flatMap((name) => iam.groups.get(name) ?? []);
  return [principal.user, ...groups].flatMap((holder) => policiesOn(iam, holder));
}

function policiesOn(iam: IamState, holder: PolicyHolder): readonly PolicyDocument[] {
  return [
    ...[...holder.inline.values()].flatMap(parsed),
    ...[...holder.attached].flatMap((arn) => managed(iam, arn)),
  ];
}

function managed(iam: IamState, arn: string): readonly PolicyDocument[] {
  const policy = iam.policies.get(arn);
  const version = policy?.versions.get(policy.defaultVersionId);
  return version === undefined ? [] : parsed(version.document);
}

const documents = new Map<string, readonly PolicyDocument[]>();

/** A policy was checked when it was put; its text is read once. */
function parsed(text: string): readonly PolicyDocument[] {
  const known = documents.get(text);
  if (known !== undefined) return known;
  const read = readPolicy(text, 'identity');
  const made = 'fault' in read ? [] : [read];
  documents.set(text, made);
  return made;
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
