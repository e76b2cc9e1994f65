import {
  AlreadyExistsException,
  InvalidAliasNameException,
  KMSInvalidStateException,
  NotFoundException,
  type KeyMetadata,
} from '@aws-sdk/client-kms';
import { given } from '../../world/given.ts';
import { newKey, type KmsKey } from '../../world/kms-state.ts';
import type { World } from '../../world/world.ts';
import { because, WireError } from '../../wire/wire-error.ts';
import { keyOf, livingKey, marked, type KmsHandlers } from './handlers.ts';
import { checkKeyPolicy } from './key-policies.ts';

const DAY = 86_400_000;
const [SHORTEST, LONGEST] = [7, 30];

/** Keys, their states and their aliases. */
export function keyHandlers(world: World): KmsHandlers {
  const { kms, random, accountId } = world;
  return {
    CreateKey: (input, call) => {
      const usage = input.KeyUsage ?? 'ENCRYPT_DECRYPT';
      const spec = input.KeySpec ?? 'SYMMETRIC_DEFAULT';
      if (usage !== 'ENCRYPT_DECRYPT' || spec !== 'SYMMETRIC_DEFAULT' || input.MultiRegion === true)
        throw new WireError(
          'NotImplemented',
          'KMS: only symmetric keys of one Region are part of the simulated account',
          501,
        );
      const { region, now: createdAt } = call;
      const key = newKey({
        id: random.uuid(),
        region,
        accountId,
        createdAt,
        description: input.Description,
      });
      if (input.Policy !== undefined)
        key.policy = checkKeyPolicy(world, call, {
          text: input.Policy,
          bypass: input.BypassPolicyLockoutSafetyCheck === true,
        });
      kms(region).keys.set(key.id, key);
      return { KeyMetadata: metadata(key, accountId) };
    },
    DescribeKey: ({ KeyId }, call) => ({ KeyMetadata: metadata(keyOf(world, KeyId, call), accountId) }),
    ListKeys: (input, { region }) => {
      const all = [...kms(region).keys.values()].map(({ id, arn }) => ({ KeyId: id, KeyArn: arn }));
      const { items, ...more } = marked(all, `ListKeys ${region}`, input);
      return { Keys: items, ...more };
    },
    EnableKey: ({ KeyId }, call) => {
      livingKey(world, KeyId, call).state = { kind: 'Enabled' };
      return {};
    },
    DisableKey: ({ KeyId }, call) => {
      livingKey(world, KeyId, call).state = { kind: 'Disabled' };
      return {};
    },
    ScheduleKeyDeletion: ({ KeyId, PendingWindowInDays: days = LONGEST }, call) => {
      const key = livingKey(world, KeyId, call);
      if (days < SHORTEST || days > LONGEST)
        throw new WireError(
          'ValidationException',
          `1 validation error detected: Value '${days}' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value between ${SHORTEST} and ${LONGEST}`,
        );
      const at = call.now + days * DAY;
      key.state = { kind: 'PendingDeletion', days, at };
      return {
        KeyId: key.arn,
        DeletionDate: new Date(at),
        KeyState: 'PendingDeletion',
        PendingWindowInDays: days,
      };
    },
    CancelKeyDeletion: ({ KeyId }, call) => {
      const key = keyOf(world, KeyId, call);
      if (key.state.kind !== 'PendingDeletion')
        throw new KMSInvalidStateException(because(`${key.arn} is not pending deletion.`));
      // It comes back disabled: somebody has to enable it.
      key.state = { kind: 'Disabled' };
      return { KeyId: key.arn };
    },
    CreateAlias: ({ AliasName, TargetKeyId }, call) => {
      const name = given(AliasName, 'AliasName');
      if (!name.startsWith('alias/'))
        throw new WireError('ValidationException', 'Alias must start with the prefix "alias/".');
      if (!/^alias\/[\w/-]+$/.test(name) || name.startsWith('alias/aws/'))
        throw new InvalidAliasNameException(because(`Invalid alias name ${name}`));
      const key = livingKey(world, TargetKeyId, call);
      const { aliases } = kms(call.region);
      const arn = `arn:aws:kms:${call.region}:${accountId}:${name}`;
      if (aliases.has(name))
        throw new AlreadyExistsException(because(`An alias with the name ${arn} already exists`));
      aliases.set(name, { name, arn, keyId: key.id, createdAt: call.now });
      return {};
    },
    DeleteAlias: ({ AliasName }, { region }) => {
      if (!kms(region).aliases.delete(given(AliasName, 'AliasName')))
        throw new NotFoundException(because(`Alias ${AliasName} is not found.`));
      return {};
    },
    ListAliases: (input, call) => {
      const { aliases } = kms(call.region);
      const id = input.KeyId === undefined ? undefined : keyOf(world, input.KeyId, call).id;
      const wanted = [...aliases.values()].filter(({ keyId }) => id === undefined || keyId === id);
      const { items, ...more } = marked(wanted, `ListAliases ${call.region} ${id}`, input);
      return {
        Aliases: items.map(({ name, arn, keyId, createdAt }) => ({
          AliasName: name,
          AliasArn: arn,
          TargetKeyId: keyId,
          CreationDate: new Date(createdAt),
        })),
        ...more,
      };
    },
  };
}

function metadata({ id, arn, createdAt, state, ...key }: KmsKey, accountId: string): KeyMetadata {
  return {
    AWSAccountId: accountId,
    KeyId: id,
    Arn: arn,
    CreationDate: new Date(createdAt),
    Enabled: state.kind === 'Enabled',
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: state.kind,
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    KeySpec: key.spec,
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
    ...(state.kind === 'PendingDeletion' ? { DeletionDate: new Date(state.at) } : {}),
  };
}
