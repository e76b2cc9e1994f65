import { counted } from '../../base/text.ts';
import { defineAction } from '../../ports/action.ts';
import { keysOfUser } from '../access-keys.ts';
import { attachedSetting, inlineSetting } from '../principal-settings.ts';
import { PRINCIPAL_READS, type Principal, readPrincipal } from '../principals.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';
import {
  credentialStatusSetting,
  groupSetting,
  keyStatusSetting,
  type Login,
  loginSetting,
  readGroups,
  readLogin,
  readPasswordUse,
  readServiceCredentials,
  readSigningKeys,
  type ServiceCredential,
  type SigningKey,
  signingKeySetting,
  touchesUser,
  USER_NAME,
} from '../users.ts';

interface Params {
  readonly userName: string;
  readonly rights?: boolean;
}

interface Observed {
  readonly keys: readonly { readonly id: string; readonly status: string }[];
  readonly login: Login;
  readonly credentials: readonly ServiceCredential[];
  readonly signing: readonly SigningKey[];
  readonly passwordLastUsed: string | null;
  /** Groups, policies and boundary: what it may do. */
  readonly groups: readonly string[];
  readonly user: Principal;
}

/** C06: every credential of a user in one plan. */
export const sweepUser = defineAction<Params, Observed>({
  catalogue: 'C06',
  kind: 'containment',
  title: 'Sweep a user’s credentials',
  summary:
    'Makes access keys, console password, service-specific credentials, SSH keys and signing certificates of a user unusable, and takes its rights where that is asked for.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['userName'],
    properties: {
      userName: USER_NAME,
      rights: {
        type: 'boolean',
        description: 'Take it out of its groups too, and its policies off; false unless given.',
      },
    },
  },
  reads: [
    ...PRINCIPAL_READS,
    'iam:GetLoginProfile',
    'iam:ListServiceSpecificCredentials',
    'iam:ListSSHPublicKeys',
    'iam:ListSigningCertificates',
    'iam:ListGroupsForUser',
  ],
  changes: [
    'iam:UpdateAccessKey',
    'iam:UpdateServiceSpecificCredential',
    'iam:UpdateSSHPublicKey',
    'iam:UpdateSigningCertificate',
    'iam:DeleteLoginProfile',
    'iam:CreateLoginProfile',
    'iam:RemoveUserFromGroup',
    'iam:AddUserToGroup',
    'iam:DetachUserPolicy',
    'iam:AttachUserPolicy',
    'iam:DeleteUserPolicy',
    'iam:PutUserPolicy',
  ],
  undone:
    'Makes active again what was active, and gives groups and policies back; the sign-in gets a new password that nobody knows and that must be changed.',
  keepFirst: [],
  mistakes: [
    'Sessions minted from these credentials go on: revoke them (iam/revoke-sessions), or deny everything (iam/deny-all).',
    'Policies that were taken off are missed when access is to come back: rights=true is for a user that nobody needs. A denial (iam/deny-all) is quicker, and outweighs what is attached later.',
    'MFA devices stay: never deactivate them as containment.',
    'The root user is not reached by this, nor by any policy of its account.',
    'An intruder may have made more users: look at what this one created.',
  ],
  observe: async ({ userName }, reader, context) => ({
    passwordLastUsed: await readPasswordUse(userName, reader),
    keys: (await keysOfUser(userName, reader)).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    login: await readLogin(userName, reader),
    credentials: await readServiceCredentials(userName, reader),
    signing: await readSigningKeys(userName, reader),
    groups: await readGroups(userName, reader),
    user: await readPrincipal(`arn:aws:iam::${context.account}:user/${userName}`, reader, context),
  }),
  target: ({ userName }) => `every credential of user ${userName}`,
  touches: ({ userName }, _, context) => touchesUser(userName, context),
  refuse: () => null,
  blast: ({ userName, rights = false }, observed) => [
    `everything that signs in as ${userName} stops: ${signingIn(observed)}`,
    ...(rights ? [`it loses what it may do: ${rightsOf(observed)}`] : []),
    'sessions that were minted before go on until they expire',
    ...(observed.login === null ? [] : ['the password is lost: taking this back makes a new one']),
  ],
  plan: (params, observed) => neededCalls(settings(params, { observed })),
  undo: (params, { before, now }) =>
    undoSettings({
      before: settings(params, { observed: before }),
      now: settings(params, { observed: now, known: before }),
    }),
  contained: ({ userName }) => ({ attribute: 'Username', value: userName }),
});

function signingIn({ keys, credentials, signing, login, passwordLastUsed }: Observed): string {
  return [
    counted(keys.length, 'access key'),
    counted(credentials.length, 'service-specific credential'),
    counted(signing.length, 'SSH key or certificate', 'SSH keys and certificates'),
    login === null ? 'no console password' : `a console password last used ${passwordLastUsed ?? 'never'}`,
  ].join(', ');
}

function rightsOf({ groups, user }: Observed): string {
  const all = [...groups, ...user.attached, ...Object.keys(user.inline)];
  return all.length === 0 ? 'nothing is attached to it' : all.join(', ');
}

interface States {
  readonly observed: Observed;
  /** The state whose rights are looked for, where some may have been taken. */
  readonly known?: Observed;
}

function settings({ userName, rights = false }: Params, states: States): readonly Setting[] {
  const { keys, login, credentials, signing } = states.observed;
  return [
    ...keys.map((key) => keyStatusSetting(userName, key)),
    ...credentials.map((credential) => credentialStatusSetting(userName, credential)),
    ...signing.map((key) => signingKeySetting(userName, key)),
    loginSetting(userName, login),
    ...(rights ? rightSettings(userName, states) : []),
  ];
}

function rightSettings(userName: string, { observed, known = observed }: States): readonly Setting[] {
  const { user, groups } = observed;
  return [
    ...known.groups.map((group) => groupSetting(userName, group, groups.includes(group))),
    ...known.user.attached.map((policy) =>
      attachedSetting(user, { policy, purpose: 'take it off', attached: false }),
    ),
    ...Object.keys(known.user.inline)
      .toSorted()
      .map((policy) => inlineSetting(user, { policy, text: null, purpose: 'take it off' })),
  ];
}
