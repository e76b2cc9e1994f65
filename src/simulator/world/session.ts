import type { Role, User } from './iam-state.ts';

/** Temporary credentials and whom they stand for. */
export interface Session {
  readonly accessKeyId: string;
  readonly secret: string;
  readonly token: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly holder: { readonly role: Role; readonly name: string } | { readonly user: User };
  /** JSON of the policies given when the session was made. */
  readonly policies: readonly string[];
  readonly mfa: boolean;
  readonly sourceIdentity: string | undefined;
}

/** How long a Bedrock API key lasts, as policies tell the two kinds apart. */
export type BearerTokenType = 'LONG_TERM' | 'SHORT_TERM';

/** Who makes a call, as its credentials prove. */
export type Principal = (UserPrincipal | RolePrincipal) & {
  /** The Bedrock API key that stands in the place of a signature. */
  readonly bearer?: BearerTokenType;
};

interface UserPrincipal {
  readonly kind: 'user';
  readonly user: User;
  /** Empty for a long-term API key: there is no access key then. */
  readonly accessKeyId: string;
  readonly session: Session | undefined;
  /** The service-specific credential of a long-term API key. */
  readonly credentialId?: string;
}

interface RolePrincipal {
  readonly kind: 'role';
  readonly role: Role;
  readonly accessKeyId: string;
  readonly session: Session;
  readonly sessionName: string;
}

/** The ARN a principal is known by: of a user, or of a role's session. */
export function principalArn(principal: Principal, accountId: string): string {
  if (principal.kind === 'user') return principal.user.arn;
  return `arn:aws:sts::${accountId}:assumed-role/${principal.role.name}/${principal.sessionName}`;
}

/** `AIDA…`, or `AROA…:session`. */
export function principalUserId(principal: Principal): string {
  return principal.kind === 'user' ? principal.user.id : `${principal.role.id}:${principal.sessionName}`;
}
