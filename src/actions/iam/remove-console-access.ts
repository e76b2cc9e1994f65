import { defineAction } from '../../ports/action.ts';
import { neededCalls, undoSettings } from '../settings.ts';
import { type Login, loginSetting, readLogin, readPasswordUse, touchesUser, USER_NAME } from '../users.ts';

interface Params {
  readonly userName: string;
}

interface Observed {
  readonly login: Login;
  readonly lastUsed: string | null;
}

/** C04: takes a user's console password away. Keys and running sessions go on. */
export const removeConsoleAccess = defineAction<Params, Observed>({
  catalogue: 'C04',
  kind: 'containment',
  title: 'Take console access away',
  summary: 'Deletes a user’s console password; the user’s MFA devices stay.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['userName'],
    properties: { userName: USER_NAME },
  },
  reads: ['iam:GetUser', 'iam:GetLoginProfile'],
  changes: ['iam:DeleteLoginProfile', 'iam:CreateLoginProfile'],
  undone:
    'Makes a sign-in with a new password that nobody knows and that must be changed; the old one is gone.',
  keepFirst: [],
  mistakes: [
    'Access keys and sessions that are signed in already go on: disable keys and revoke sessions too.',
    'Right after a change of the user IAM may answer EntityTemporarilyUnmodifiable: go on after a minute.',
    'Never deactivate MFA devices as containment: that weakens the user.',
  ],
  observe: async ({ userName }, reader) => ({
    lastUsed: await readPasswordUse(userName, reader),
    login: await readLogin(userName, reader),
  }),
  target: ({ userName }) => `console sign-in of user ${userName}`,
  touches: ({ userName }, _, context) => touchesUser(userName, context),
  refuse: () => null,
  blast: ({ userName }, { lastUsed }) => [
    `${userName} can no longer sign in to the console; the password was last used ${lastUsed ?? 'never'}`,
    'the password is lost: taking this back makes a new one, which an administrator has to set anew',
  ],
  plan: ({ userName }, { login }) => neededCalls([loginSetting(userName, login)]),
  undo: ({ userName }, { before, now }) =>
    undoSettings({
      before: [loginSetting(userName, before.login)],
      now: [loginSetting(userName, now.login)],
    }),
  // The user's keys may go on rightly, so that their success proves nothing.
  contained: () => null,
});
