import { MalformedPolicyDocumentException, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { readPolicy } from '../../iam/policy-document.ts';
import type { Call } from '../../world/call.ts';
import type { Role } from '../../world/iam-state.ts';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { because, WireError } from '../../wire/wire-error.ts';
import { issue, credentialsShape } from './issue.ts';

const HOUR = 3600;

/** A session of a role. Whether the caller may have it was decided before: by the role's trust and the caller's policies. */
export function assumeRole(world: World, input: AssumeRoleCommandInput, call: Call) {
  const arn = given(input.RoleArn, 'RoleArn');
  const name = given(input.RoleSessionName, 'RoleSessionName');
  const found = roleAt(world, arn);
  if (found === undefined)
    throw new WireError('AccessDenied', `Not authorized to perform: sts:AssumeRole on resource: ${arn}`, 403);
  const { role, home } = found;
  const seconds = duration(input.DurationSeconds, {
    longest: role.maxSessionDuration,
    chained: call.principal.kind === 'role',
  });
  const session = issue(home, {
    holder: { role, name },
    issuedAt: call.now,
    seconds,
    policies: sessionPolicies(home, input),
    mfa: input.SerialNumber !== undefined,
    sourceIdentity: input.SourceIdentity ?? call.principal.session?.sourceIdentity,
  });
  role.lastUsed = { at: call.now, service: 'sts', region: call.region };
  return {
    Credentials: credentialsShape(session),
    AssumedRoleUser: {
      AssumedRoleId: `${role.id}:${name}`,
      Arn: `arn:aws:sts::${home.accountId}:assumed-role/${role.name}/${name}`,
    },
    SourceIdentity: session.sourceIdentity,
  };
}

/** A role and the account it is in: this one, or one that is served beside it. */
export function roleAt(world: World, arn: string): { readonly role: Role; readonly home: World } | undefined {
  const home = world.neighbours?.get(arn.split(':')[4] ?? '') ?? world;
  const role = [...home.iam.roles.values()].find((candidate) => candidate.arn === arn);
  return role === undefined ? undefined : { role, home };
}

/** A role taken up with a role's credentials lasts an hour at most. */
function duration(
  asked: number | undefined,
  { longest, chained }: { readonly longest: number; readonly chained: boolean },
): number {
  const seconds = asked ?? HOUR;
  if (seconds < 900) {
    throw new WireError(
      'ValidationError',
      `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900`,
    );
  }
  if (chained && seconds > HOUR)
    throw new WireError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  if (seconds > longest)
    throw new WireError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  return seconds;
}

function sessionPolicies({ iam }: World, input: AssumeRoleCommandInput): readonly string[] {
  const managed = (input.PolicyArns ?? []).map(({ arn }) => {
    const policy = iam.policies.get(arn ?? '');
    const document = policy?.versions.get(policy.defaultVersionId)?.document;
    if (document === undefined) throw new WireError('ValidationError', `Policy ${arn} does not exist.`);
    return document;
  });
  if (input.Policy === undefined) return managed;
  const read = readPolicy(input.Policy, 'identity');
  if ('fault' in read) throw new MalformedPolicyDocumentException(because(read.fault));
  return [...managed, input.Policy];
}
