import { conditionsHold } from './conditions.ts';
import { matchesPattern, type ConditionContext, type PatternOptions } from './pattern.ts';
import type { PolicyDocument, Principals, Statement } from './policy-document.ts';

/** What is asked: may this be done to that, under these circumstances. */
export interface AccessRequest {
  /** `iam:ListUsers`. */
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
}

/** Every policy that has a say. */
export interface Policies {
  readonly identity: readonly PolicyDocument[];
  readonly boundary: PolicyDocument | undefined;
  /** The policies given when the session was made; undefined when none were. */
  readonly session: readonly PolicyDocument[] | undefined;
  readonly resource: PolicyDocument | undefined;
  /** The resource's policy has to take part in an Allow (roles, KMS keys); elsewhere either side is enough. */
  readonly resourceMustAllow: boolean;
  /** Service control policies, root first: every level has to allow. */
  readonly serviceControl: readonly (readonly PolicyDocument[])[];
  readonly caller: CallerNames;
}

/** The names by which a resource's policy may know the caller. */
export interface CallerNames {
  readonly account: string;
  /** A user, or the role a session is of. */
  readonly arn: string;
  /** The session itself. */
  readonly sessionArn: string | undefined;
  /** A service of AWS that acts for itself: `cloudtrail.amazonaws.com`. */
  readonly service?: string;
}

export type PolicyType = 'identity' | 'boundary' | 'session' | 'resource' | 'service control';

export type Decision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly explicit: boolean; readonly by: PolicyType };

/**
 * Decides as AWS does for a call within one account: an explicit Deny anywhere wins; then every service control
 * level, the boundary and the session policies have to allow what an identity or resource policy grants.
 */
export function evaluate(request: AccessRequest, policies: Policies): Decision {
  const denied = explicitDeny(request, policies);
  if (denied !== undefined) return { allowed: false, explicit: true, by: denied };
  if (!policies.serviceControl.every((level) => allows(level, request))) return implicit('service control');
  const granted = resourceGrant(request, policies);
  if (policies.resourceMustAllow && granted === 'none') return implicit('resource');
  // A grant to the user or to the session itself is not narrowed by boundary and session policy; one to the role is.
  if (granted === 'caller') return { allowed: true };
  if (granted !== 'role' && !allows(policies.identity, request)) return implicit('identity');
  if (policies.boundary !== undefined && !allows([policies.boundary], request)) return implicit('boundary');
  if (policies.session !== undefined && !allows(policies.session, request)) return implicit('session');
  return { allowed: true };
}

function implicit(by: PolicyType): Decision {
  return { allowed: false, explicit: false, by };
}

function explicitDeny(request: AccessRequest, policies: Policies): PolicyType | undefined {
  const denies = (documents: readonly PolicyDocument[]): boolean =>
    statementsFor(documents, request, 'Deny').length > 0;
  if (policies.serviceControl.some(denies)) return 'service control';
  if (denies(policies.identity)) return 'identity';
  if (policies.boundary !== undefined && denies([policies.boundary])) return 'boundary';
  if (policies.session !== undefined && denies(policies.session)) return 'session';
  if (policies.resource === undefined) return undefined;
  const own = statementsFor([policies.resource], request, 'Deny');
  return own.some(({ principals }) => principals !== undefined && isDenied(principals, policies))
    ? 'resource'
    : undefined;
}

/** A Deny by NotPrincipal reaches everybody who has a permissions boundary, whoever it leaves out (the guide's page on boundaries). */
function isDenied(principals: Principals, { caller, boundary }: Policies): boolean {
  if (principals.not && boundary !== undefined) return true;
  return concerns(principals, caller) !== 'none';
}

function allows(documents: readonly PolicyDocument[], request: AccessRequest): boolean {
  return statementsFor(documents, request, 'Allow').length > 0;
}

/** Whom a resource's policy grants to: the caller, the caller's role, or the account, whose own policies then decide. */
type Grant = 'caller' | 'role' | 'account' | 'none';

function resourceGrant(request: AccessRequest, { resource, caller }: Policies): Grant {
  if (resource === undefined) return 'none';
  const grants = statementsFor([resource], request, 'Allow').map(({ principals }) =>
    principals === undefined ? 'none' : concerns(principals, caller),
  );
  return (['caller', 'role', 'account'] as const).find((grant) => grants.includes(grant)) ?? 'none';
}

function concerns(principals: Principals, caller: CallerNames): Grant {
  const found = namedAs(principals, caller);
  if (!principals.not) return found;
  return found === 'none' ? 'caller' : 'none';
}

function namedAs(
  { aws, everybody, services }: Principals,
  { account, arn, sessionArn, service }: CallerNames,
): Grant {
  if (service !== undefined) return everybody || services.includes(service) ? 'caller' : 'none';
  if (sessionArn !== undefined && aws.includes(sessionArn)) return 'caller';
  // Everybody includes the session itself: boundary and session policy do not narrow it (the guide's evaluation logic).
  if (everybody) return 'caller';
  if (aws.includes(arn)) return sessionArn === undefined ? 'caller' : 'role';
  return aws.includes(account) || aws.includes(`arn:aws:iam::${account}:root`) ? 'account' : 'none';
}

function statementsFor(
  documents: readonly PolicyDocument[],
  request: AccessRequest,
  effect: Statement['effect'],
): readonly Statement[] {
  return documents.flatMap(({ statements, version }) => {
    const options = { context: request.context, variables: version === '2012-10-17' };
    return statements.filter(
      (statement) => statement.effect === effect && applies(statement, request, options),
    );
  });
}

/** The keys that conditions ask for in the statements on this action and resource. */
export function conditionKeysOf(
  documents: readonly PolicyDocument[],
  request: AccessRequest,
): readonly string[] {
  const keys = documents.flatMap(({ statements, version }) => {
    const options = { context: request.context, variables: version === '2012-10-17' };
    const about = statements.filter((statement) => concernsCall(statement, request, options));
    return about.flatMap(({ conditions }) => conditions.map(({ key }) => key));
  });
  return [...new Set(keys)];
}

function applies(statement: Statement, request: AccessRequest, options: PatternOptions): boolean {
  return concernsCall(statement, request, options) && conditionsHold(statement.conditions, options);
}

function concernsCall(
  statement: Statement,
  { action, resource }: AccessRequest,
  options: PatternOptions,
): boolean {
  const acts = statement.actions.some((pattern) =>
    matchesPattern(action, pattern, { ...options, variables: false, ignoreCase: true }),
  );
  if (acts === statement.notActions) return false;
  const lies = statement.resources.some(
    (pattern) => pattern === '*' || matchesPattern(resource, pattern, options),
  );
  return lies !== statement.notResources;
}
