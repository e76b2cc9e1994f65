import { defineAction } from '../../ports/action.ts';
import { denyStatement, policyText } from '../policies.ts';
import {
  attachedSetting,
  INLINE_CHANGES,
  inlineSetting,
  refuseTooLong,
  refuseTooMany,
} from '../principal-settings.ts';
import {
  PRINCIPAL,
  PRINCIPAL_READS,
  type Principal,
  principalTitle,
  principalUses,
  readPrincipal,
  refuseManagedRole,
  touchesPrincipal,
} from '../principals.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly principal: string;
}

const QUARANTINE = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3';
const POLICY = 'heptad-quarantine';

/** What version 3 of AWS's policy leaves open to an intruder after models (FACTS C03). */
const LEFT_OPEN = [
  'aws-external-anthropic:*',
  'aws-marketplace:*',
  'bedrock:CallWithBearerToken',
  'bedrock:CreateGuardrail*',
  'bedrock:DeleteEnforcedGuardrailConfiguration',
  'bedrock:DeleteGuardrail',
  'bedrock:DeleteModelInvocationLoggingConfiguration',
  'bedrock:InvokeAgent',
  'bedrock:InvokeFlow',
  'bedrock:InvokeInlineAgent',
  'bedrock:PutEnforcedGuardrailConfiguration',
  'bedrock:PutModelInvocationLoggingConfiguration',
  'bedrock:Retrieve*',
  'bedrock:UpdateGuardrail',
  'bedrock-mantle:*',
  'cloudtrail:DeleteTrail',
  'cloudtrail:PutEventSelectors',
  'cloudtrail:StopLogging',
  'cloudtrail:UpdateTrail',
  'iam:CreateServiceSpecificCredential',
  'iam:DeleteUserPolicy',
  'iam:ResetServiceSpecificCredential',
  'iam:UpdateServiceSpecificCredential',
  'sts:AssumeRole*',
] as const;
const TEXT = policyText(denyStatement({ sid: 'HeptadQuarantine', actions: LEFT_OPEN }));

/** C03: AWS's own quarantine, and a policy that closes what it leaves open. */
export const quarantinePrincipal = defineAction<Params, Principal>({
  catalogue: 'C03',
  kind: 'containment',
  title: 'Quarantine a principal',
  summary:
    'Attaches AWSCompromisedKeyQuarantineV3 and denies what that leaves open to an intruder after models; the rest of the principal’s work goes on.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['principal'],
    properties: { principal: PRINCIPAL },
  },
  reads: PRINCIPAL_READS,
  changes: [
    'iam:AttachUserPolicy',
    'iam:DetachUserPolicy',
    'iam:AttachRolePolicy',
    'iam:DetachRolePolicy',
    ...INLINE_CHANGES,
  ],
  undone: 'Detaches the managed policy and takes the inline one away, as far as they were not there before.',
  keepFirst: [],
  mistakes: [
    'AWS’s policy alone leaves bearer tokens, bedrock-mantle, agents, retrieval, guardrails and roles open.',
    'A quarantine is no stop: data the principal may read through other services stays readable. Use iam/deny-all where nothing must go on.',
    'AWS changes its policy from time to time: what it denies today is in the account, not here.',
  ],
  observe: ({ principal }, reader, context) => readPrincipal(principal, reader, context),
  target: (_, observed) => principalTitle(observed),
  touches: (_, observed) => touchesPrincipal(observed),
  refuse: (_, observed) =>
    refuseManagedRole(observed) ??
    refuseTooMany(observed, QUARANTINE) ??
    refuseTooLong(observed, { policy: POLICY, text: TEXT }),
  blast: (_, observed) => [
    `${principalTitle(observed)} can no longer call models, agents or knowledge bases, take up roles, or change guardrails, logs and credentials`,
    'AWS’s policy also denies reading objects of S3, and many calls of EC2, Lambda, SES and IAM',
    ...principalUses(observed),
  ],
  plan: (_, observed) => neededCalls(settings(observed)),
  undo: (_, { before, now }) => undoSettings({ before: settings(before), now: settings(now) }),
  // Much of what it does is meant to go on, so that its success proves nothing.
  contained: () => null,
});

function settings(observed: Principal): readonly Setting[] {
  return [
    attachedSetting(observed, { policy: QUARANTINE, purpose: 'deny what AWS denies to leaked keys' }),
    inlineSetting(observed, {
      policy: POLICY,
      text: TEXT,
      purpose: 'deny what AWS’s quarantine leaves open: bearer tokens, other inference planes, agents, roles',
    }),
  ];
}
