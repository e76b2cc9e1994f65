import type { Json, JsonObject } from '../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../model/plan.ts';
import type { ActionContext, Refusal } from '../ports/action.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { objectOf, textOf } from './answers.ts';
import { policyText, type Statement } from './policies.ts';
import type { Setting } from './settings.ts';

/** A customer-managed key by its alias. */
export interface MadeKey {
  readonly alias: string;
  readonly region: string;
  /** Whether there is a key of that alias. */
  readonly exists: boolean;
  /** Null where there is none. */
  readonly arn: string | null;
  /** `Enabled`, `PendingDeletion` …; null where there is none. */
  readonly state: string | null;
}

/** The parameter that names a key to be made. */
export const KEY_ALIAS: JsonObject = {
  type: 'string',
  pattern: '^alias/(?!aws/)[A-Za-z0-9/_-]{1,240}$',
  description: 'Alias of the KMS key it is under; the key is made where there is none of that alias.',
};

/** AWS keeps a key for up to thirty days before it is gone (ScheduleKeyDeletion). */
const DAYS = 30;

export async function readKey(alias: string, region: string, reader: CloudReader): Promise<MadeKey> {
  const answer = await reader.read({
    service: 'kms',
    operation: 'DescribeKey',
    region,
    input: { KeyId: alias },
    absent: ['NotFoundException'],
  });
  const found = objectOf(answer, 'KeyMetadata');
  const arn = textOf(found, 'Arn');
  return { alias, region, exists: arn !== null, arn, state: textOf(found, 'KeyState') };
}

/** A key as it was before, with what is known of it only now. */
export function keyBefore(was: MadeKey | null, is: MadeKey | null): MadeKey | null {
  return was === null || is === null ? was : { ...is, exists: was.exists };
}

/** A key that is there and cannot be used is somebody's decision. */
export function unusableKey(keys: readonly (MadeKey | null)[]): Refusal | null {
  const found = keys.find((key) => key?.arn != null && key.state !== 'Enabled');
  if (found == null) return null;
  return {
    why: `the key ${found.alias} in ${found.region} is ${found.state ?? 'not told'}: what is under it could not be read`,
    instead: `make it usable again (kms/restore-key key=${found.alias}), or give another alias`,
  };
}

/** Operations that reading, making and giving up a key takes. */
export const KEY_READS: readonly string[] = ['kms:DescribeKey'];
export const KEY_CHANGES: readonly string[] = [
  'kms:CreateKey',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:ScheduleKeyDeletion',
];

interface KeyUse {
  /** What services may do with it; the account's own policies decide about the rest. */
  readonly statements: readonly Statement[];
  readonly context: ActionContext;
}

/** A key of that alias. Its calls have to stand first in their list: what comes after refers to them. */
export function keySetting(key: MadeKey, use: KeyUse): Setting {
  return {
    name: `key ${key.alias} in ${key.region}`,
    is: key.exists,
    wanted: true,
    set: (to: Json) => (to === true ? makingCalls(key, use) : givingUpCalls(key)),
  };
}

/** The key's ARN: as it was read, or from the answer that made it. */
export function keyArn({ arn }: MadeKey): Json {
  return arn ?? { $result: [0, 'KeyMetadata', 'Arn'] };
}

function makingCalls(key: MadeKey, { statements, context }: KeyUse): readonly PlannedCall[] {
  const { account, made = [] } = context;
  const Description = descriptionOf(key);
  const root: Statement = {
    Sid: 'AccountPolicies',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
  const create = call(key, 'CreateKey', {
    input: { Description, Policy: policyText(root, ...statements) },
    purpose: 'make a key that the account itself controls',
    residue: `the key waits ${DAYS} days for its deletion, and costs nothing meanwhile`,
  });
  const name = call(key, 'CreateAlias', {
    input: { AliasName: key.alias, TargetKeyId: { $result: [0, 'KeyMetadata', 'KeyId'] } },
    purpose: 'name the key',
  });
  // A key without an alias is found by no read: what was answered in this plan tells that it is there.
  const isMade = made.some(
    ({ operation, region, input }) =>
      operation === 'CreateKey' && region === key.region && input['Description'] === Description,
  );
  return isMade ? [name] : [create, name];
}

function givingUpCalls(key: MadeKey): readonly PlannedCall[] {
  const giveUp = [
    // The other way round a cut between the two would leave a key that no alias tells.
    call(key, 'ScheduleKeyDeletion', {
      input: { KeyId: key.arn, PendingWindowInDays: DAYS },
      purpose: 'give the key up, as there was none before',
      residue: `the key can be kept by CancelKeyDeletion for ${DAYS} days`,
    }),
  ];
  return [
    ...(key.state === 'PendingDeletion' ? [] : giveUp),
    call(key, 'DeleteAlias', { input: { AliasName: key.alias }, purpose: 'take its name away' }),
  ];
}

function descriptionOf({ alias }: MadeKey): string {
  return `Made by heptad as ${alias}`;
}

function call(
  { region }: MadeKey,
  operation: string,
  of: { readonly input: JsonObject; readonly purpose: string; readonly residue?: string },
): PlannedCall {
  const { input, purpose, residue } = of;
  const reversibility = residue === undefined ? REVERSIBLE : ({ kind: 'leaves', residue } as const);
  return { service: 'kms', operation, region, input, purpose, reversibility };
}
