import { defineAction } from '../../ports/action.ts';
import { denyStatement, withStatements } from '../policies.ts';
import { INLINE_CHANGES, inlineSetting, refuseTooLong } from '../principal-settings.ts';
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
  readonly except?: readonly string[];
}

const POLICY = 'heptad-stop-inference';

/** Every way to a model, on all three planes (FACTS sections 0 and 2.1). Batches and Converse come under InvokeModel. */
const INFERENCE = [
  'aws-external-anthropic:*',
  'bedrock:CallWithBearerToken',
  'bedrock:CreateModelInvocationJob',
  'bedrock:InvokeAgent',
  'bedrock:InvokeFlow',
  'bedrock:InvokeInlineAgent',
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
  'bedrock:Retrieve*',
  'bedrock-mantle:*',
] as const;

/** C09: stops a principal’s inference on all three planes and leaves everything else alone. */
export const stopInference = defineAction<Params, Principal>({
  catalogue: 'C09',
  kind: 'containment',
  title: 'Stop inference',
  summary:
    'Denies a user or role every call of models, agents and knowledge bases: bedrock, bedrock-mantle and the Claude Platform.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['principal'],
    properties: {
      principal: PRINCIPAL,
      except: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^arn:aws[a-z-]*:iam::[0-9*]+:(role|user)/.+$' },
        description:
          'ARNs that go on, such as the incident responders’ roles (aws:PrincipalArn, ArnNotLike).',
      },
    },
  },
  reads: PRINCIPAL_READS,
  changes: INLINE_CHANGES,
  undone: 'Takes the policy away, or puts back the one of that name that was there.',
  keepFirst: [],
  mistakes: [
    'Denying bedrock:* leaves bedrock-mantle and aws-external-anthropic open: they have names of their own.',
    'The product that runs on this principal stops answering.',
    'Other principals go on: for the whole account attach a service control policy (organizations/attach-deny-policy).',
    'To allow one model through an inference profile, the profile and the model in every Region it routes to have to be allowed.',
  ],
  observe: ({ principal }, reader, context) => readPrincipal(principal, reader, context),
  target: (_, observed) => `inference by ${principalTitle(observed)}`,
  touches: (_, observed) => touchesPrincipal(observed),
  refuse: (params, observed) =>
    refuseManagedRole(observed) ??
    refuseTooLong(observed, { policy: POLICY, text: stopped(params, observed) }),
  blast: (_, observed) => [
    `${principalTitle(observed)} can no longer call any model, agent, flow or knowledge base, in any Region`,
    'applications that run on it answer with errors',
    ...principalUses(observed),
  ],
  plan: (params, observed) => neededCalls(settings(params, observed)),
  undo: (params, { before, now }) =>
    undoSettings({ before: settings(params, before), now: settings(params, now) }),
  // What else the principal does is meant to go on.
  contained: () => null,
});

function settings(params: Params, observed: Principal): readonly Setting[] {
  const text = stopped(params, observed);
  return [inlineSetting(observed, { policy: POLICY, text, purpose: 'deny inference on all three planes' })];
}

function stopped({ except }: Params, { inline }: Principal): string {
  const condition =
    except === undefined ? undefined : { ArnNotLike: { 'aws:PrincipalArn': [...except].toSorted() } };
  const statement = denyStatement({ sid: 'HeptadStopInference', actions: INFERENCE, condition });
  return withStatements(inline[POLICY] ?? null, [statement]);
}
