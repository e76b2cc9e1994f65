import { defineAction } from '../../ports/action.ts';
import { denyStatement, policyText } from '../policies.ts';
import { inlineSetting, refuseTooLong } from '../principal-settings.ts';
import {
  PRINCIPAL_READS,
  type Principal,
  principalUses,
  readPrincipal,
  touchesPrincipal,
} from '../principals.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';
import {
  credentialStatusSetting,
  readServiceCredentials,
  type ServiceCredential,
  USER_NAME,
} from '../users.ts';

interface Params {
  readonly userName: string;
  readonly credentialId: string;
}

interface Observed {
  readonly user: Principal;
  readonly credentials: readonly ServiceCredential[];
}

const POLICY = 'heptad-no-bearer-tokens';
const TEXT = policyText(
  denyStatement({
    sid: 'HeptadNoBearerTokens',
    actions: [
      'aws-external-anthropic:CallWithBearerToken',
      'bedrock:CallWithBearerToken',
      'bedrock-mantle:CallWithBearerToken',
    ],
  }),
);

/** C07: a long-term Bedrock API key is a service-specific credential of an IAM user. */
export const disableBedrockKey = defineAction<Params, Observed>({
  catalogue: 'C07',
  kind: 'containment',
  title: 'Disable a Bedrock API key',
  summary:
    'Sets a long-term Bedrock API key Inactive and denies its user to call with bearer tokens at all, so that short-term keys stop as well.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['userName', 'credentialId'],
    properties: {
      userName: USER_NAME,
      credentialId: {
        type: 'string',
        pattern: '^ACCA[A-Z0-9]{12,124}$',
        description: 'ServiceSpecificCredentialId of the key, ACCA….',
      },
    },
  },
  reads: [...PRINCIPAL_READS, 'iam:ListServiceSpecificCredentials'],
  changes: ['iam:UpdateServiceSpecificCredential', 'iam:PutUserPolicy', 'iam:DeleteUserPolicy'],
  undone: 'Makes the key active again and takes the denial away.',
  keepFirst: [],
  mistakes: [
    'The user outlives its key: what else it has (access keys, a password) goes on. Use iam/sweep-user.',
    'A short-term key is made locally from any credential, and its making is nowhere logged: revoke the sessions of whoever made it.',
    'Denying bedrock:CallWithBearerToken alone leaves bedrock-mantle open.',
  ],
  observe: async ({ userName }, reader, context) => ({
    user: await readPrincipal(`arn:aws:iam::${context.account}:user/${userName}`, reader, context),
    credentials: await readServiceCredentials(userName, reader),
  }),
  target: ({ userName, credentialId }) => `Bedrock API key ${credentialId} of user ${userName}`,
  touches: (_, { user }) => touchesPrincipal(user),
  refuse: ({ userName, credentialId }, { credentials, user }) =>
    credentials.some(({ id }) => id === credentialId)
      ? refuseTooLong(user, { policy: POLICY, text: TEXT })
      : {
          why: `user ${userName} has no service-specific credential ${credentialId}`,
          instead: 'look up whose it is: iam ListServiceSpecificCredentials with AllUsers lists them all',
        },
  blast: ({ userName, credentialId }, { credentials, user }) => [
    `everything that calls Bedrock with a bearer token of user ${userName} stops, with this key or another`,
    ...credentials.flatMap(({ id, service, status }) =>
      id === credentialId ? [] : [`the user also has credential ${id} for ${service}, ${status}`],
    ),
    ...principalUses(user),
  ],
  plan: (params, observed) => neededCalls(settings(params, observed)),
  undo: (params, { before, now }) =>
    undoSettings({ before: settings(params, before), now: settings(params, now) }),
  // The user's other credentials may go on rightly.
  contained: () => null,
});

function settings({ userName, credentialId }: Params, { user, credentials }: Observed): readonly Setting[] {
  return [
    ...credentials
      .filter(({ id }) => id === credentialId)
      .map((credential) => credentialStatusSetting(userName, credential)),
    inlineSetting(user, {
      policy: POLICY,
      text: TEXT,
      purpose: 'deny calls with bearer tokens on every plane',
    }),
  ];
}
