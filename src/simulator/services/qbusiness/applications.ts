import type {
  BlockedPhrasesConfiguration,
  BlockedPhrasesConfigurationUpdate,
  GetPluginResponse,
  TopicConfiguration,
} from '@aws-sdk/client-qbusiness';
import { given } from '../../world/given.ts';
import { listed } from '../../world/listed.ts';
import { present } from '../../world/present.ts';
import type { QBusinessState } from '../../world/qbusiness-state.ts';
import type { World } from '../../world/world.ts';
import { applicationOf, type QBusinessHandlers } from './handlers.ts';

/** Applications: their plugins, and what their chats may do. */
export function applicationHandlers({ qbusiness }: World): QBusinessHandlers {
  return {
    ListApplications: (paging, { region }) => {
      const all = [...qbusiness(region).applications.values()].map(({ shown }) => shown);
      const page = listed(all, paging, 'ListApplications');
      return { applications: page.items, nextToken: page.nextToken };
    },
    ListPlugins: ({ applicationId, ...paging }, { region }) => {
      const { plugins } = applicationOf(qbusiness(region), applicationId);
      const page = listed([...plugins.values()], paging, `ListPlugins ${applicationId}`);
      const shown = page.items.map(
        ({ pluginId, displayName, type, serverUrl, state, buildStatus, createdAt, updatedAt }) => ({
          ...{ pluginId, displayName, type, serverUrl, state, buildStatus, createdAt, updatedAt },
        }),
      );
      return { plugins: shown, nextToken: page.nextToken };
    },
    GetPlugin: ({ applicationId, pluginId }, { region }) =>
      pluginOf(qbusiness(region), applicationId, pluginId),
    // What the call leaves out stays as it is (unverified against the service).
    UpdatePlugin: ({ applicationId, pluginId, ...changes }, { region, now }) => {
      const state = qbusiness(region);
      const plugin = pluginOf(state, applicationId, pluginId);
      const changed = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      applicationOf(state, applicationId).plugins.set(given(pluginId, 'pluginId'), {
        ...plugin,
        ...changed,
        updatedAt: new Date(now),
      });
      return {};
    },
    GetChatControlsConfiguration: ({ applicationId }, { region }) =>
      applicationOf(qbusiness(region), applicationId).controls,
    UpdateChatControlsConfiguration: (input, { region }) => {
      const entry = applicationOf(qbusiness(region), input.applicationId);
      const { controls } = entry;
      entry.controls = {
        responseScope: input.responseScope ?? controls.responseScope,
        orchestrationConfiguration: input.orchestrationConfiguration ?? controls.orchestrationConfiguration,
        creatorModeConfiguration: input.creatorModeConfiguration ?? controls.creatorModeConfiguration,
        hallucinationReductionConfiguration:
          input.hallucinationReductionConfiguration ?? controls.hallucinationReductionConfiguration,
        blockedPhrases: blocked(controls.blockedPhrases, input.blockedPhrasesConfigurationUpdate),
        topicConfigurations: topics(
          controls.topicConfigurations,
          input.topicConfigurationsToCreateOrUpdate,
          input.topicConfigurationsToDelete,
        ),
      };
      return {};
    },
  };
}

function pluginOf(
  state: QBusinessState,
  applicationId: string | undefined,
  pluginId: string | undefined,
): GetPluginResponse {
  return present(applicationOf(state, applicationId).plugins.get(given(pluginId, 'pluginId')), 'plugin');
}

function blocked(
  { blockedPhrases = [], systemMessageOverride }: BlockedPhrasesConfiguration = {},
  update: BlockedPhrasesConfigurationUpdate = {},
): BlockedPhrasesConfiguration {
  const { blockedPhrasesToCreateOrUpdate: more = [], blockedPhrasesToDelete: less = [] } = update;
  return {
    blockedPhrases: [...new Set([...blockedPhrases, ...more])].filter((phrase) => !less.includes(phrase)),
    systemMessageOverride: update.systemMessageOverride ?? systemMessageOverride,
  };
}

function topics(
  known: readonly TopicConfiguration[] = [],
  more: readonly TopicConfiguration[] = [],
  less: readonly TopicConfiguration[] = [],
): TopicConfiguration[] {
  const gone = new Set([...more, ...less].map(({ name }) => name));
  return [...known.filter(({ name }) => !gone.has(name)), ...more];
}
