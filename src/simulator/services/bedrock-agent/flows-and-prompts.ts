import type { AgentState, FlowEntry } from '../../world/agent-state.ts';
import { given } from '../../world/given.ts';
import { listed } from '../../world/listed.ts';
import { present } from '../../world/present.ts';
import type { World } from '../../world/world.ts';
import type { AgentHandlers } from './handlers.ts';

/** Flows, their aliases, and prompts. An alias of a flow can be pointed elsewhere, never paused. */
export function flowAndPromptHandlers({ agents }: World): AgentHandlers {
  return {
    GetFlow: ({ flowIdentifier }, { region }) => flowOf(agents(region), flowIdentifier).shown,
    ListFlows: (paging, { region }) => {
      const page = listed([...agents(region).flows.values()], paging, 'ListFlows');
      const flowSummaries = page.items.map(
        ({ shown: { definition: _definition, validations: _validations, ...summary } }) => summary,
      );
      return { flowSummaries, nextToken: page.nextToken };
    },
    GetFlowAlias: ({ flowIdentifier, aliasIdentifier }, { region }) =>
      present(
        flowOf(agents(region), flowIdentifier).aliases.get(given(aliasIdentifier, 'aliasIdentifier')),
        'flow alias',
      ),
    ListFlowAliases: ({ flowIdentifier, ...paging }, { region }) => {
      const all = [...flowOf(agents(region), flowIdentifier).aliases.values()];
      const page = listed(all, paging, `ListFlowAliases ${flowIdentifier}`);
      return { flowAliasSummaries: page.items, nextToken: page.nextToken };
    },
    // The versions that its aliases point at; a version is as the draft is.
    ListFlowVersions: ({ flowIdentifier, ...paging }, { region }) => {
      const flow = flowOf(agents(region), flowIdentifier);
      const page = listed(versionsOf(flow), paging, `ListFlowVersions ${flowIdentifier}`);
      const { id, arn, status, createdAt } = flow.shown;
      const flowVersionSummaries = page.items.map((version) => ({ id, arn, status, createdAt, version }));
      return { flowVersionSummaries, nextToken: page.nextToken };
    },
    GetFlowVersion: ({ flowIdentifier, flowVersion }, { region }) => {
      const flow = flowOf(agents(region), flowIdentifier);
      const version = present(
        versionsOf(flow).find((own) => own === flowVersion),
        'flow version',
      );
      return { ...flow.shown, version };
    },
    UpdateFlowAlias: ({ flowIdentifier, aliasIdentifier, ...input }, call) => {
      const { aliases } = flowOf(agents(call.region), flowIdentifier);
      const id = given(aliasIdentifier, 'aliasIdentifier');
      const { flowId, arn, createdAt } = present(aliases.get(id), 'flow alias');
      const alias = { ...input, id, flowId, arn, createdAt, updatedAt: new Date(call.now) };
      aliases.set(id, alias);
      return alias;
    },
    GetPrompt: ({ promptIdentifier }, { region }) =>
      present(agents(region).prompts.get(lastPart(given(promptIdentifier, 'promptIdentifier'))), 'prompt'),
    ListPrompts: ({ promptIdentifier, ...paging }, { region }) => {
      const { prompts } = agents(region);
      // Of one prompt: its versions, of which there is the draft alone here.
      const all =
        promptIdentifier === undefined
          ? [...prompts.values()]
          : [present(prompts.get(lastPart(promptIdentifier)), 'prompt')];
      const page = listed(all, paging, `ListPrompts ${promptIdentifier}`);
      const promptSummaries = page.items.map(({ variants: _variants, ...summary }) => summary);
      return { promptSummaries, nextToken: page.nextToken };
    },
    UpdatePrompt: ({ promptIdentifier, ...input }, call) => {
      const { prompts } = agents(call.region);
      const wanted = lastPart(given(promptIdentifier, 'promptIdentifier'));
      const { id, arn, createdAt, version } = present(prompts.get(wanted), 'prompt');
      const prompt = { ...input, id, arn, createdAt, version, updatedAt: new Date(call.now) };
      prompts.set(wanted, prompt);
      return prompt;
    },
  };
}

function flowOf({ flows }: AgentState, identifier: string | undefined): FlowEntry {
  return present(flows.get(lastPart(given(identifier, 'flowIdentifier'))), 'flow');
}

function versionsOf({ aliases }: FlowEntry): readonly string[] {
  const routed = [...aliases.values()].flatMap(({ routingConfiguration = [] }) =>
    routingConfiguration.map(({ flowVersion = '' }) => flowVersion),
  );
  return [...new Set(routed)].filter((version) => /^\d+$/.test(version)).toSorted();
}

/** Ids may come as ARNs. */
function lastPart(identifier: string): string {
  return identifier.split('/').at(-1) ?? identifier;
}
