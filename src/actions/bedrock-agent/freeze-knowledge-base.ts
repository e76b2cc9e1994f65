import { counted } from '../../base/text.ts';
import type { PlannedCall } from '../../model/plan.ts';
import { type ActionContext, defineAction, type Undo } from '../../ports/action.ts';
import { DRAFT_MISTAKES, draftCalls, undoDrafts } from '../agent-drafts.ts';
import { objectOf, textOf } from '../answers.ts';
import {
  type IngestionRun,
  knowledgeBaseChanges,
  type KnowledgeBaseUser,
  knowledgeBaseUsers,
  runningIngestions,
} from '../knowledge-base-use.ts';
import { denyStatement, withStatements } from '../policies.ts';
import { INLINE_CHANGES, inlineSetting, refuseTooLong } from '../principal-settings.ts';
import {
  PRINCIPAL,
  PRINCIPAL_READS,
  type Principal,
  principalTitle,
  readPrincipal,
  refuseManagedRole,
  touchesPrincipal,
} from '../principals.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly knowledgeBaseId: string;
  readonly principal?: string;
  readonly region?: string;
}

interface Observed {
  /** Null = there is none. */
  readonly arn: string | null;
  readonly running: readonly IngestionRun[];
  readonly users: readonly KnowledgeBaseUser[];
  readonly principal: Principal | null;
}

const POLICY = 'heptad-freeze-knowledge-base';

/** C14: nothing more comes into a knowledge base, and the drafts of agents read nothing from it. */
export const freezeKnowledgeBase = defineAction<Params, Observed>({
  catalogue: 'C14',
  kind: 'containment',
  title: 'Freeze a knowledge base',
  summary:
    'Denies a principal to put documents into a knowledge base, stops the ingestion that runs, and disables it in the drafts of the agents that use it.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['knowledgeBaseId'],
    properties: {
      knowledgeBaseId: {
        type: 'string',
        pattern: '^[0-9a-zA-Z]{10}$',
        description: 'Id of the knowledge base.',
      },
      principal: {
        ...PRINCIPAL,
        description: 'ARN of the user or role to deny ingestion to; nobody is denied unless given.',
      },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: [
    'bedrock-agent:GetKnowledgeBase',
    'bedrock-agent:ListDataSources',
    'bedrock-agent:ListIngestionJobs',
    'bedrock-agent:ListAgents',
    'bedrock-agent:ListAgentKnowledgeBases',
    'bedrock-agent:GetAgent',
    ...PRINCIPAL_READS,
  ],
  changes: [
    'bedrock-agent:StopIngestionJob',
    'bedrock-agent:UpdateAgentKnowledgeBase',
    'bedrock-agent:PrepareAgent',
    ...INLINE_CHANGES,
  ],
  undone: 'Lets the drafts read it again and takes the denial away; a stopped ingestion stays stopped.',
  keepFirst: ['the list of ingestion jobs and of documents taken in: it tells what was poisoned, and when'],
  mistakes: [
    ...DRAFT_MISTAKES,
    'What was taken in stays until it is deleted or the source is synchronised again; deleting a data source may wipe its vectors, and with them the evidence.',
    'A data source has no switch: others who may start an ingestion still can.',
    'Applications that call Retrieve themselves go on: stop their inference (iam/stop-inference).',
  ],
  observe: async ({ knowledgeBaseId, principal, region }, reader, context) => {
    const place = { knowledgeBaseId, region: region ?? context.region };
    const answer = await reader.read({
      service: 'bedrock-agent',
      operation: 'GetKnowledgeBase',
      region: place.region,
      input: { knowledgeBaseId },
      absent: ['ResourceNotFoundException'],
    });
    return {
      arn: textOf(objectOf(answer, 'knowledgeBase'), 'knowledgeBaseArn'),
      running: await runningIngestions(place, reader),
      users: await knowledgeBaseUsers(place, reader),
      principal: principal === undefined ? null : await readPrincipal(principal, reader, context),
    };
  },
  target: ({ knowledgeBaseId }) => `knowledge base ${knowledgeBaseId}`,
  touches: (_, { principal }) =>
    principal === null ? { principals: [], buckets: [] } : touchesPrincipal(principal),
  refuse: ({ knowledgeBaseId }, { arn, principal }) => {
    if (arn === null)
      return {
        why: `there is no knowledge base ${knowledgeBaseId} in this Region`,
        instead: 'list them (bedrock-agent list-knowledge-bases), and check the Region',
      };
    if (principal === null) return null;
    const text = frozen(principal, arn);
    return refuseManagedRole(principal) ?? refuseTooLong(principal, { policy: POLICY, text });
  },
  blast: ({ knowledgeBaseId }, { running, users, principal }) => [
    ...(principal === null
      ? [`whoever may put documents into ${knowledgeBaseId} still can: nobody was named to deny it to`]
      : [`${principalTitle(principal)} can put no more documents into ${knowledgeBaseId}`]),
    `${counted(running.length, 'ingestion job is', 'ingestion jobs are')} running; what was taken in by now stays`,
    ...users.map(({ draft }) => `the draft of agent ${draft.name ?? draft.agentId} answers without it`),
  ],
  plan: (params, observed, context) => {
    const place = placeOf(params, context);
    return [
      // First the door, then what is on its way in.
      ...neededCalls(denials(observed)),
      ...observed.running.map((run) => stopCall(run, place)),
      ...draftCalls(knowledgeBaseChanges(observed.users, place), place.region),
    ];
  },
  undo: (params, { before, now }, context) => {
    const place = placeOf(params, context);
    const states = {
      before: knowledgeBaseChanges(before.users, place),
      now: knowledgeBaseChanges(now.users, place),
    };
    return both(
      undoDrafts(states, place.region),
      undoSettings({ before: denials(before), now: denials(now) }),
    );
  },
  contained: () => null,
});

function placeOf({ knowledgeBaseId, region }: Params, context: ActionContext) {
  return { knowledgeBaseId, region: region ?? context.region };
}

function denials({ principal, arn }: Observed): readonly Setting[] {
  if (principal === null || arn === null) return [];
  const text = frozen(principal, arn);
  return [inlineSetting(principal, { policy: POLICY, text, purpose: 'deny it to put documents in' })];
}

function frozen({ inline }: Principal, arn: string): string {
  const statement = denyStatement({
    sid: 'HeptadFreezeKnowledgeBase',
    actions: ['bedrock:IngestKnowledgeBaseDocuments', 'bedrock:StartIngestionJob'],
    resources: [arn],
  });
  return withStatements(inline[POLICY] ?? null, [statement]);
}

function stopCall(
  { dataSourceId, ingestionJobId }: IngestionRun,
  { knowledgeBaseId, region }: ReturnType<typeof placeOf>,
): PlannedCall {
  return {
    service: 'bedrock-agent',
    operation: 'StopIngestionJob',
    region,
    input: { knowledgeBaseId, dataSourceId, ingestionJobId },
    purpose: 'take nothing more in',
    reversibility: {
      kind: 'leaves',
      residue: 'a stopped ingestion: documents it had not come to are missing',
    },
  };
}

/** Two undos as one: a conflict of either stops both. */
function both(first: Undo, second: Undo): Undo {
  const undos = [first, second];
  const differences = undos.flatMap((undo) => (undo.kind === 'conflict' ? undo.differences : []));
  if (differences.length > 0) return { kind: 'conflict', differences };
  const calls = undos.flatMap((undo) => (undo.kind === 'calls' ? undo.calls : []));
  return calls.length > 0 ? { kind: 'calls', calls, reopens: true } : first;
}
