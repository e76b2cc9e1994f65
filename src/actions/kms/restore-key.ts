import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { defineAction } from '../../ports/action.ts';
import { objectOf, textOf } from '../answers.ts';

interface Params {
  readonly key: string;
  readonly region?: string;
}

interface Observed {
  readonly keyId: string | null;
  /** Enabled, Disabled, PendingDeletion …; null = there is none. */
  readonly state: string | null;
  readonly deletion: string | null;
  readonly awsManaged: boolean;
}

/** Keeps what a key encrypts readable: calls its deletion off, and enables it again. */
export const restoreKey = defineAction<Params, Observed>({
  catalogue: 'C18',
  kind: 'preservation',
  title: 'Restore a KMS key',
  summary:
    'Calls the deletion of a KMS key off and enables it, so that logs and evidence under it stay readable.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['key'],
    properties: {
      key: { type: 'string', minLength: 1, description: 'Id, ARN or alias of the key.' },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['kms:DescribeKey'],
  changes: ['kms:CancelKeyDeletion', 'kms:EnableKey', 'kms:DisableKey'],
  undone: 'Disables the key again; its deletion stays called off.',
  keepFirst: [],
  mistakes: [
    'A key that is deleted is gone, and everything under it: look at the date first.',
    'What is enabled can be used by whoever its policy and grants allow: look at both.',
  ],
  observe: async ({ key, region }, reader, context) => {
    const answer = await reader.read({
      service: 'kms',
      operation: 'DescribeKey',
      region: region ?? context.region,
      input: { KeyId: key },
      absent: ['NotFoundException'],
    });
    const found = objectOf(answer, 'KeyMetadata');
    return {
      keyId: textOf(found, 'KeyId'),
      state: textOf(found, 'KeyState'),
      deletion: textOf(found, 'DeletionDate'),
      awsManaged: textOf(found, 'KeyManager') === 'AWS',
    };
  },
  target: ({ key }) => `KMS key ${key}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ key }, { state, awsManaged }) => {
    if (state === null)
      return { why: `there is no key ${key} in this Region`, instead: 'check the key and the Region' };
    if (awsManaged)
      return {
        why: `${key} is managed by AWS, which keeps it enabled`,
        instead: 'look at the resource instead',
      };
    if (['Enabled', 'Disabled', 'PendingDeletion'].includes(state)) return null;
    return {
      why: `the key is ${state}, which enabling does not mend`,
      instead: 'look at its custom key store or its replicas',
    };
  },
  blast: ({ key }, { state, deletion }) => [
    `what is encrypted under ${key} can be read and written again by whoever its policy allows`,
    `it is ${state ?? 'gone'} now${deletion === null ? '' : `, to be deleted at ${deletion}`}`,
  ],
  plan: (params, { keyId, state }, context) => {
    if (keyId === null) return [];
    const place = { keyId, region: params.region ?? context.region };
    return [
      // A key whose deletion was called off is disabled.
      ...(state === 'PendingDeletion' ? [keyCall('CancelKeyDeletion', place)] : []),
      ...(state === 'PendingDeletion' || state === 'Disabled' ? [keyCall('EnableKey', place)] : []),
    ];
  },
  undo: (params, { before, now }, context) => {
    const { keyId, state } = before;
    if (keyId === null || state === 'Enabled') return { kind: 'none', why: 'the key was enabled before' };
    if (now.state === 'Disabled' || now.state === state)
      return { kind: 'none', why: 'the key is not enabled; heptad schedules no key for deletion' };
    if (now.state !== 'Enabled')
      return { kind: 'conflict', differences: [`the key is ${now.state ?? 'gone'}, and was left Enabled`] };
    const place = { keyId, region: params.region ?? context.region };
    return { kind: 'calls', calls: [keyCall('DisableKey', place)], reopens: true };
  },
  contained: () => null,
});

const PURPOSES = {
  CancelKeyDeletion: 'call the deletion off',
  EnableKey: 'make the key usable',
  DisableKey: 'make the key unusable again, as it was before',
};

function keyCall(
  operation: keyof typeof PURPOSES,
  { keyId, region }: { readonly keyId: string; readonly region: string },
): PlannedCall {
  return {
    service: 'kms',
    operation,
    region,
    input: { KeyId: keyId },
    purpose: PURPOSES[operation],
    reversibility:
      operation === 'CancelKeyDeletion'
        ? { kind: 'leaves', residue: 'the deletion called off: heptad schedules no key for deletion' }
        : REVERSIBLE,
  };
}
