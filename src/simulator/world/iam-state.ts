/** Whatever policies can be put on. */
export interface PolicyHolder {
  /** Inline policies: name to JSON, as given. */
  readonly inline: Map<string, string>;
  /** ARNs of managed policies. */
  readonly attached: Set<string>;
}

/** A user or a role: also the ARN of the policy that bounds it. */
export interface BoundedHolder extends PolicyHolder {
  boundary: string | undefined;
}

export interface User extends BoundedHolder {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly groups: Set<string>;
  readonly accessKeys: Map<string, AccessKey>;
  readonly serviceCredentials: Map<string, ServiceCredential>;
  /** SSH public keys for CodeCommit, by id. */
  readonly sshKeys: Map<string, SigningKey>;
  /** Certificates that sign requests, by id. */
  readonly certificates: Map<string, SigningKey>;
  /** Serial numbers of MFA devices, and when each was enabled. */
  readonly mfaDevices: Map<string, number>;
  readonly tags: Map<string, string>;
  login: LoginProfile | undefined;
  passwordLastUsed: number | undefined;
}

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly createdAt: number;
  status: 'Active' | 'Inactive';
  lastUsed: LastUse | undefined;
}

export interface LastUse {
  readonly at: number;
  /** The service's short name, `iam`. */
  readonly service: string;
  readonly region: string;
}

export interface LoginProfile {
  readonly createdAt: number;
  password: string;
  resetRequired: boolean;
}

export interface ServiceCredential {
  readonly id: string;
  readonly service: string;
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  /** A user name for services that want one, an alias for those with API keys. */
  readonly userName: string;
  secret: string;
  status: 'Active' | 'Inactive';
}

/** A public key or a certificate: what is shown of it. */
export interface SigningKey {
  readonly id: string;
  readonly body: string;
  readonly createdAt: number;
  status: 'Active' | 'Inactive';
}

export interface Group extends PolicyHolder {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly arn: string;
  readonly createdAt: number;
}

export interface Role extends BoundedHolder {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly tags: Map<string, string>;
  description: string | undefined;
  /** Seconds. */
  maxSessionDuration: number;
  /** The trust policy's JSON, as given. */
  trust: string;
  lastUsed: LastUse | undefined;
}

export interface ManagedPolicyState {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly description: string | undefined;
  /** AWS's own: nobody in the account can change it. */
  readonly awsOwned: boolean;
  readonly versions: Map<string, PolicyVersionState>;
  defaultVersionId: string;
  /** The number of the next version; numbers are never used again. */
  nextVersion: number;
}

export interface PolicyVersionState {
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
}

/** Users, groups, roles and policies of the account. */
export interface IamState {
  readonly users: Map<string, User>;
  readonly groups: Map<string, Group>;
  readonly roles: Map<string, Role>;
  readonly policies: Map<string, ManagedPolicyState>;
  readonly aliases: string[];
  /** Absent: the root user has an MFA device and no access key. */
  readonly root?: { readonly mfa: boolean; readonly accessKeys: number };
  /** Changes that permissions don't see yet; see `effectiveIam`. */
  pending?: readonly PendingChange[];
}

/** What an entity of IAM was before a change that has not yet reached everybody. */
export type PendingChange = EntityBefore & {
  /** From this time on the change counts, by the account's clock. */
  readonly countsAt: number;
};

/** An entity as it was; undefined when there was none. */
export type EntityBefore = { readonly key: string } & (
  | { readonly kind: 'users'; readonly before: User | undefined }
  | { readonly kind: 'roles'; readonly before: Role | undefined }
  | { readonly kind: 'groups'; readonly before: Group | undefined }
  | { readonly kind: 'policies'; readonly before: ManagedPolicyState | undefined }
);
