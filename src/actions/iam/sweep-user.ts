import { defineAction } from '../../ports/action.ts';
import { keysOfUser } from '../access-keys.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';
import {
  credentialStatusSetting,
  keyStatusSetting,
  type Login,
  loginSetting,
  readLogin,
  readPasswordUse,
  readServiceCredentials,
  type ServiceCredential,
  touchesUser,
  USER_NAME,
} from '../users.ts';

interface Params {
  readonly userName: string;
}

interface Observed {
  readonly keys: readonly { readonly id: string; readonly status: string }[];
  readonly login: Login;
  readonly credentials: readonly ServiceCredential[];
  readonly passwordLastUsed: string | null;
}

/** C06: every credential of a user in one plan. */
export const sweepUser = defineAction<Params, Observed>({
  catalogue: 'C06',
  kind: 'containment',
  title: 'Sweep a user’s credentials',
  summary:
    'Makes all access keys, the console password and all service-specific credentials of a user unusable.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['userName'],
    properties: { userName: USER_NAME },
  },
  reads: ['iam:GetUser', 'iam:ListAccessKeys', 'iam:GetLoginProfile', 'iam:ListServiceSpecificCredentials'],
  changes: [
    'iam:UpdateAccessKey',
    'iam:UpdateServiceSpecificCredential',
    'iam:DeleteLoginProfile',
    'iam:CreateLoginProfile',
  ],
  undone:
    'Makes active again what was active; the sign-in gets a new password that nobody knows and that must be changed.',
  keepFirst: [],
  mistakes: [
    'Sessions minted from these credentials go on: revoke them (iam/revoke-sessions), or deny everything (iam/deny-all).',
    'SSH keys and signing certificates are not swept: look at ListSSHPublicKeys and ListSigningCertificates.',
    'An intruder may have made more users: look at what this one created.',
  ],
  observe: async ({ userName }, reader) => ({
    passwordLastUsed: await readPasswordUse(userName, reader),
    keys: (await keysOfUser(userName, reader)).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    login: await readLogin(userName, reader),
    credentials: await readServiceCredentials(userName, reader),
  }),
  target: ({ userName }) => `every credential of user ${userName}`,
  touches: ({ userName }, _, context) => touchesUser(userName, context),
  refuse: () => null,
  blast: ({ userName }, { keys, credentials, login, passwordLastUsed }) => [
    `everything that signs in as ${userName} stops: ${keys.length} access keys, ${credentials.length} service-specific credentials, ${login === null ? 'no console password' : `a console password last used ${passwordLastUsed ?? 'never'}`}`,
    'sessions that were minted before go on until they expire',
    ...(login === null ? [] : ['the password is lost: taking this back makes a new one']),
  ],
  plan: (params, observed) => neededCalls(settings(params, observed)),
  undo: (params, { before, now }) =>
    undoSettings({ before: settings(params, before), now: settings(params, now) }),
  contained: ({ userName }) => ({ attribute: 'Username', value: userName }),
});

function settings({ userName }: Params, { keys, login, credentials }: Observed): readonly Setting[] {
  return [
    ...keys.map((key) => keyStatusSetting(userName, key)),
    ...credentials.map((credential) => credentialStatusSetting(userName, credential)),
    loginSetting(userName, login),
  ];
}
