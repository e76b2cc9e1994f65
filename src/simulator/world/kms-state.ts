import type { GrantListEntry, KeySpec, KeyUsageType } from '@aws-sdk/client-kms';

export interface KmsKey {
  readonly id: string;
  readonly arn: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly usage: KeyUsageType;
  readonly spec: KeySpec;
  readonly grants: Map<string, GrantListEntry>;
  description: string;
  /** The key policy's JSON, as given. */
  policy: string;
  state: KeyStatus;
}

export type KeyStatus =
  | { readonly kind: 'Enabled' }
  | { readonly kind: 'Disabled' }
  | { readonly kind: 'PendingDeletion'; readonly days: number; readonly at: number };

export interface KeyAlias {
  /** `alias/…` */
  readonly name: string;
  readonly arn: string;
  readonly keyId: string;
  readonly createdAt: number;
}

/** KMS in one Region. */
export interface KmsState {
  readonly keys: Map<string, KmsKey>;
  readonly aliases: Map<string, KeyAlias>;
}

interface NewKey {
  readonly id: string;
  readonly region: string;
  readonly accountId: string;
  readonly createdAt: number;
  readonly description?: string | undefined;
}

/** A symmetric key that the account's own policies decide about, as KMS makes them by default. */
export function newKey({ id, region, accountId, createdAt, description = '' }: NewKey): KmsKey {
  return {
    id,
    arn: `arn:aws:kms:${region}:${accountId}:key/${id}`,
    createdAt,
    usage: 'ENCRYPT_DECRYPT',
    spec: 'SYMMETRIC_DEFAULT',
    grants: new Map(),
    description,
    policy: defaultKeyPolicy(accountId),
    state: { kind: 'Enabled' },
  };
}

function defaultKeyPolicy(accountId: string): string {
  const statement = {
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
  return JSON.stringify({ Version: '2012-10-17', Id: 'key-default-1', Statement: [statement] });
}

/** Finds a key by id, ARN, alias or an alias' ARN; what was to be deleted by now is gone. */
export function findKey({ keys, aliases }: KmsState, identifier: string, now: number): KmsKey | undefined {
  const name = identifier.replace(/^arn:aws:kms:[^:]*:[^:]*:(?:key\/)?/, '');
  const id = name.startsWith('alias/') ? aliases.get(name)?.keyId : name;
  const key = id === undefined ? undefined : keys.get(id);
  if (key?.state.kind !== 'PendingDeletion' || now < key.state.at) return key;
  keys.delete(key.id);
  return undefined;
}
