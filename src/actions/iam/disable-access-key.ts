import { REVERSIBLE } from '../../model/plan.ts';
import { defineAction } from '../../ports/action.ts';
import { keysOfUser, lastUseOf, userOfKey } from '../access-keys.ts';

interface Params {
  readonly accessKeyId: string;
  readonly userName?: string;
}

interface Observed {
  readonly userName: string;
  readonly status: string | null;
  readonly lastUsed: string | null;
  readonly otherActiveKeys: readonly string[];
}

/** C01: makes a long-term access key unusable. Sessions minted from it live on (FACTS section 6). */
export const disableAccessKey = defineAction<Params, Observed>({
  catalogue: 'C01',
  kind: 'containment',
  title: 'Disable an access key',
  summary: 'Sets a long-term access key Inactive, so that calls signed with it are refused.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['accessKeyId'],
    properties: {
      accessKeyId: { type: 'string', pattern: '^AKIA[A-Z0-9]{12,124}$', description: 'The key, AKIA….' },
      userName: { type: 'string', description: 'Its user; found by the key when left out.' },
    },
  },
  reads: ['iam:GetAccessKeyLastUsed', 'iam:ListAccessKeys'],
  changes: ['iam:UpdateAccessKey'],
  undone: 'Makes the key active again, if it was.',
  keepFirst: [],
  mistakes: [
    'Sessions minted from the key before it was disabled go on until they expire: revoke them too.',
    'Do not delete the key: its id ties the log records to the user.',
  ],
  async observe({ accessKeyId, userName }, reader) {
    const owner = userName ?? (await userOfKey(accessKeyId, reader));
    const keys = await keysOfUser(owner, reader);
    return {
      userName: owner,
      status: keys.find(({ id }) => id === accessKeyId)?.status ?? null,
      lastUsed: await lastUseOf(accessKeyId, reader),
      otherActiveKeys: keys.flatMap(({ id, status }) =>
        id !== accessKeyId && status === 'Active' ? [id] : [],
      ),
    };
  },
  target: ({ accessKeyId }, { userName }) => `access key ${accessKeyId} of user ${userName}`,
  touches: (_, { userName }, { account }) => ({
    principals: [`arn:aws:iam::${account}:user/${userName}`],
    buckets: [],
  }),
  refuse: ({ accessKeyId }, { status, userName }) =>
    status === null
      ? {
          why: `user ${userName} has no access key ${accessKeyId}`,
          instead: 'look up whose key it is; a key of another account is disabled there',
        }
      : null,
  blast: (_, { userName, lastUsed, otherActiveKeys }) => [
    `everything that signs with this key stops; it was last used ${lastUsed ?? 'never'}`,
    ...(otherActiveKeys.length > 0
      ? [`user ${userName} has another active key, which goes on: ${otherActiveKeys.join(', ')}`]
      : []),
    'temporary sessions minted from the key go on until they expire',
  ],
  plan: (params, observed) =>
    observed.status === 'Active' ? [statusCall(params, observed.userName, 'Inactive')] : [],
  undo: (params, { before, now }) => {
    if (before.status !== 'Active') return { kind: 'none', why: 'the key was not active before' };
    if (now.status === 'Active') return { kind: 'none', why: 'the key is active again already' };
    if (now.status !== 'Inactive')
      return { kind: 'conflict', differences: [`the key is ${now.status ?? 'gone'}, and was left Inactive`] };
    return { kind: 'calls', calls: [statusCall(params, now.userName, 'Active')], reopens: true };
  },
  contained: ({ accessKeyId }) => ({ attribute: 'AccessKeyId', value: accessKeyId }),
});

function statusCall({ accessKeyId }: Params, userName: string, status: 'Active' | 'Inactive') {
  return {
    service: 'iam',
    operation: 'UpdateAccessKey',
    region: 'us-east-1',
    // Without UserName the caller's own keys would be meant.
    input: { UserName: userName, AccessKeyId: accessKeyId, Status: status },
    purpose: status === 'Inactive' ? 'make the key unusable' : 'make the key usable again',
    reversibility: REVERSIBLE,
  };
}
