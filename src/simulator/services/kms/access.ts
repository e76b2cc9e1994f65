import type { GrantListEntry } from '@aws-sdk/client-kms';
import { isObject } from '../../../base/json.ts';
import { readPolicy, type PolicyDocument, type Statement } from '../../iam/policy-document.ts';
import type { ConditionContext } from '../../iam/pattern.ts';
import type { Access, Call } from '../../world/call.ts';
import { findKey, type KmsKey } from '../../world/kms-state.ts';
import type { World } from '../../world/world.ts';
import type { Input } from '../../wire/input.ts';
import { sealedBy } from './encryption.ts';

const ABOUT_NO_KEY = /^(CreateKey|ListKeys|ListAliases)$/;

/** The permission of a KMS operation: the key's policy and grants have to take part in it. */
export function kmsAccess(
  { kms, accountId }: World,
  { operation, input }: { readonly operation: string; readonly input: Input },
  call: Call,
): readonly Access[] {
  const action = `kms:${operation}`;
  if (ABOUT_NO_KEY.test(operation)) return [{ action, resource: '*' }];
  const state = kms(call.region);
  const alias = textOf(input['AliasName']);
  const identifier =
    textOf(input['KeyId']) ??
    textOf(input['TargetKeyId']) ??
    (alias === undefined ? sealedKey(input) : state.aliases.get(alias)?.keyId);
  const key = identifier === undefined ? undefined : findKey(state, identifier, call.now);
  const arn = key?.arn ?? `arn:aws:kms:${call.region}:${accountId}:key/${identifier ?? '*'}`;
  const own = {
    action,
    resource: arn,
    context: contextOf(input),
    resourcePolicy: key === undefined ? undefined : policyOf(key),
    // Of a key that is not there, the caller's own policies decide whether that may be known.
    resourceMustAllow: key !== undefined,
  };
  if (alias === undefined) return [own];
  return [own, { action, resource: `arn:aws:kms:${call.region}:${accountId}:${alias}` }];
}

function sealedKey(input: Input): string | undefined {
  const sealed = input['CiphertextBlob'];
  return sealed instanceof Uint8Array ? sealedBy(sealed) : undefined;
}

/** The key's policy, and a statement for each of its grants. */
function policyOf({ policy, grants }: KmsKey): PolicyDocument | undefined {
  const read = readPolicy(policy, 'resource');
  if ('fault' in read) return undefined;
  return { ...read, statements: [...read.statements, ...[...grants.values()].map(grantStatement)] };
}

function grantStatement({ GranteePrincipal = '', Operations = [] }: GrantListEntry): Statement {
  return {
    sid: undefined,
    effect: 'Allow',
    actions: Operations.map((operation) => `kms:${operation}`),
    notActions: false,
    resources: ['*'],
    notResources: false,
    principals: { not: false, everybody: false, aws: [GranteePrincipal], services: [] },
    conditions: [],
  };
}

function contextOf(input: Input): ConditionContext {
  const context = input['EncryptionContext'];
  if (!isObject(context)) return new Map();
  const keys = new Map<string, readonly string[]>([['kms:encryptioncontextkeys', Object.keys(context)]]);
  for (const [key, value] of Object.entries(context))
    keys.set(`kms:encryptioncontext:${key.toLowerCase()}`, [String(value)]);
  return keys;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
