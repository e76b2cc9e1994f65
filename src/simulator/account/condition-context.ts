import type { ConditionContext } from '../iam/pattern.ts';
import type { Access, Call } from '../world/call.ts';
import { principalUserId } from '../world/session.ts';
import type { World } from '../world/world.ts';

/** The condition keys of a call: the global ones, and those its service knows. */
export function conditionContext(world: World, call: Call, access: Access): ConditionContext {
  const { principal, now } = call;
  const { session } = principal;
  const holder = principal.kind === 'user' ? principal.user : principal.role;
  const keys: Record<string, string | undefined> = {
    'aws:currenttime': new Date(now).toISOString(),
    'aws:epochtime': String(Math.floor(now / 1000)),
    'aws:principalarn': holder.arn,
    'aws:principalaccount': world.accountId,
    'aws:principaltype': principal.kind === 'user' ? 'User' : 'AssumedRole',
    'aws:principalisawsservice': 'false',
    'aws:userid': principalUserId(principal),
    'aws:username': principal.kind === 'user' ? principal.user.name : undefined,
    'aws:sourceip': call.address,
    'aws:useragent': call.userAgent,
    // The simulated wire stands for TLS: the events carry tlsDetails too.
    'aws:securetransport': 'true',
    'aws:requestedregion': call.region,
    'aws:resourceaccount': world.accountId,
    'aws:viaawsservice': 'false',
    // Long-term keys have none of these: that is why revoking sessions leaves them alone.
    'aws:tokenissuetime': session === undefined ? undefined : new Date(session.issuedAt).toISOString(),
    'aws:multifactorauthpresent': session === undefined ? undefined : String(session.mfa),
    'aws:multifactorauthage':
      session?.mfa === true ? String(Math.floor((now - session.issuedAt) / 1000)) : undefined,
    'aws:sourceidentity': session?.sourceIdentity,
    ...Object.fromEntries(
      [...holder.tags].map(([key, value]) => [`aws:principaltag/${key.toLowerCase()}`, value]),
    ),
  };
  const context = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(keys)) if (value !== undefined) context.set(key, [value]);
  for (const [key, values] of access.context ?? []) context.set(key, values);
  return context;
}
