import type { Json, JsonObject } from '../../base/json.ts';
import { REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import {
  type AgentDraft,
  DRAFT_MISTAKES,
  draftCalls,
  type DraftChange,
  readDraft,
  undoDrafts,
} from '../agent-drafts.ts';
import { listOf, objectOf, textOf } from '../answers.ts';
import { allItems, NEXT_TOKEN_PAGES } from '../pages.ts';

interface Params {
  readonly agentId: string;
  readonly actionGroupId: string;
  readonly region?: string;
}

interface Observed {
  readonly draft: AgentDraft | null;
  /** Everything an update takes: what it leaves out is dropped. Null = the draft has no such group. */
  readonly body: JsonObject | null;
  /** `production (version 1)`: aliases that run versions. */
  readonly aliases: readonly string[];
}

/** What an update takes under the same name as it is given. */
const KEPT = [
  'actionGroupName',
  'description',
  'actionGroupExecutor',
  'apiSchema',
  'functionSchema',
  'parentActionGroupSignatureParams',
  'actionGroupState',
] as const;

/** C13: takes a tool from the draft of an agent. */
export const disableActionGroup = defineAction<Params, Observed>({
  catalogue: 'C13',
  kind: 'containment',
  title: 'Disable a tool of an agent',
  summary:
    'Disables an action group in the draft of a Bedrock agent, its executor and schema passed along, and prepares the draft.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['agentId', 'actionGroupId'],
    properties: {
      agentId: { type: 'string', pattern: '^[0-9a-zA-Z]{10}$', description: 'Id of the agent.' },
      actionGroupId: { type: 'string', pattern: '^[0-9a-zA-Z]{10}$', description: 'Id of the action group.' },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['bedrock-agent:GetAgentActionGroup', 'bedrock-agent:GetAgent', 'bedrock-agent:ListAgentAliases'],
  changes: ['bedrock-agent:UpdateAgentActionGroup', 'bedrock-agent:PrepareAgent'],
  undone: 'Enables it again as it was, and prepares the draft; other changes of the draft stay prepared.',
  keepFirst: [],
  mistakes: [
    ...DRAFT_MISTAKES,
    'The function behind the tool goes on for others: stopping it (lambda/stop-function) is quicker, and reaches production.',
  ],
  observe: async ({ agentId, actionGroupId, region }, reader, context) => {
    const place = region ?? context.region;
    const ask = { service: 'bedrock-agent', region: place, absent: ['ResourceNotFoundException'] };
    const answer = await reader.read({
      ...ask,
      operation: 'GetAgentActionGroup',
      input: { agentId, agentVersion: 'DRAFT', actionGroupId },
    });
    const group = objectOf(answer, 'agentActionGroup');
    const changedAt = textOf(group, 'updatedAt') ?? '';
    const aliases = await allItems(
      { ...ask, operation: 'ListAgentAliases', input: { agentId } },
      { items: 'agentAliasSummaries', ...NEXT_TOKEN_PAGES },
      reader,
    );
    return {
      draft: await readDraft({ agentId, region: place, changedAt }, reader),
      body: group === null ? null : bodyOf(group, { agentId, actionGroupId }),
      aliases: aliases.flatMap(versionsOf),
    };
  },
  target: ({ agentId, actionGroupId }, { body, draft }) =>
    `tool ${textOf(body, 'actionGroupName') ?? actionGroupId} of agent ${draft?.name ?? agentId}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ agentId, actionGroupId }, { body }) =>
    body === null
      ? {
          why: `the draft of agent ${agentId} has no action group ${actionGroupId} in this Region`,
          instead: 'list them (bedrock-agent list-agent-action-groups), and check the Region',
        }
      : null,
  blast: ({ agentId }, { draft, aliases }) => [
    `the draft of agent ${draft?.name ?? agentId} can no longer use the tool; tests of it may fail`,
    ...(draft?.prepared === false
      ? ['other changes of the draft that were not prepared yet run at the test alias too']
      : []),
    ...(aliases.length === 0 ? [] : [`not reached: ${aliases.join(', ')} go on with the tools they have`]),
  ],
  plan: (params, observed, context) =>
    draftCalls(changes(params, observed, context), params.region ?? context.region),
  undo: (params, { before, now }, context) =>
    undoDrafts(
      { before: changes(params, before, context), now: changes(params, now, context) },
      params.region ?? context.region,
    ),
  contained: () => null,
});

function versionsOf(alias: JsonObject): readonly string[] {
  const versions = listOf(alias, 'routingConfiguration').map((route) => textOf(route, 'agentVersion') ?? '?');
  return versions.includes('DRAFT')
    ? []
    : [`alias ${textOf(alias, 'agentAliasName') ?? '?'} (version ${versions.join(', ')})`];
}

function bodyOf(group: JsonObject, names: Pick<Params, 'agentId' | 'actionGroupId'>): JsonObject {
  const kept = KEPT.flatMap((name) => {
    const value = group[name];
    return value === undefined || value === null ? [] : [[name, value] as const];
  });
  // Given by another name than it is taken.
  const signature = textOf(group, 'parentActionSignature');
  return {
    ...names,
    agentVersion: 'DRAFT',
    ...Object.fromEntries(kept),
    ...(signature === null ? {} : { parentActionGroupSignature: signature }),
  };
}

function changes(
  { actionGroupId, region }: Params,
  { draft, body }: Observed,
  context: ActionContext,
): readonly DraftChange[] {
  if (draft === null || body === null) return [];
  const setting = {
    name: `action group ${actionGroupId}`,
    is: body,
    wanted: { ...body, actionGroupState: 'DISABLED' },
    set: (to: Json) => [
      {
        service: 'bedrock-agent',
        operation: 'UpdateAgentActionGroup',
        region: region ?? context.region,
        input: to as JsonObject,
        purpose:
          textOf(to as JsonObject, 'actionGroupState') === 'DISABLED'
            ? 'take the tool from the draft'
            : 'give the tool back to the draft',
        reversibility: REVERSIBLE,
      },
    ],
  };
  return [{ draft, settings: [setting] }];
}
