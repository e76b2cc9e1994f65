import type { JsonObject } from '../../base/json.ts';
import { assumedRole, bearerUser } from '../story/cloudtrail-record.ts';
import { seconds } from '../story/names.ts';
import type { Principal } from '../world/session.ts';

/** `userIdentity` of a principal: an IAM user, with its key or a session of its own, or a role's session. */
export function identityOf(principal: Principal, accountId: string): JsonObject {
  const { session } = principal;
  if (principal.kind === 'role') {
    const { role, sessionName } = principal;
    const identity = assumedRole({
      role: { name: role.name, path: role.path, id: role.id },
      name: sessionName,
      accessKeyId: principal.accessKeyId,
      createdAt: principal.session.issuedAt,
      mfa: principal.session.mfa,
    });
    const context = identity['sessionContext'] as JsonObject;
    const source = principal.session.sourceIdentity;
    return source === undefined
      ? identity
      : { ...identity, sessionContext: { ...context, sourceIdentity: source } };
  }
  const { user, accessKeyId, credentialId } = principal;
  if (credentialId !== undefined) return bearerUser(user.name, user.id, credentialId);
  return {
    type: 'IAMUser',
    principalId: user.id,
    arn: user.arn,
    accountId,
    accessKeyId,
    userName: user.name,
    ...(session === undefined
      ? {}
      : {
          sessionContext: {
            attributes: { creationDate: seconds(session.issuedAt), mfaAuthenticated: String(session.mfa) },
          },
        }),
  };
}
