import type { Json } from '../../base/json.ts';
import { REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { textOf } from '../answers.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly applicationId: string;
  readonly pluginId: string;
  readonly region?: string;
}

interface Observed {
  readonly name: string | null;
  readonly type: string | null;
  readonly serverUrl: string | null;
  /** ENABLED or DISABLED; null = there is no such plugin. */
  readonly state: string | null;
}

/** C28: takes a tool from an Amazon Q Business application. */
export const disablePlugin = defineAction<Params, Observed>({
  catalogue: 'C28',
  kind: 'containment',
  title: 'Disable a plugin of Q Business',
  summary: 'Disables a plugin of an Amazon Q Business application: chats can no longer act through it.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['applicationId', 'pluginId'],
    properties: {
      applicationId: { type: 'string', minLength: 1, description: 'Id of the application.' },
      pluginId: { type: 'string', minLength: 1, description: 'Id of the plugin.' },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['qbusiness:GetPlugin'],
  changes: ['qbusiness:UpdatePlugin'],
  undone: 'Enables the plugin again, if it was.',
  keepFirst: [],
  mistakes: [
    'Users lose what the plugin does for them; other plugins of the application go on.',
    'What the other end knows stays valid: revoke its tokens there too.',
    'That an update leaves alone what it does not name is not documented: see the plugin afterwards.',
  ],
  observe: async ({ applicationId, pluginId, region }, reader, context) => {
    const found = await reader.read({
      service: 'qbusiness',
      operation: 'GetPlugin',
      region: region ?? context.region,
      input: { applicationId, pluginId },
      absent: ['ResourceNotFoundException'],
    });
    return {
      name: textOf(found, 'displayName'),
      type: textOf(found, 'type'),
      serverUrl: textOf(found, 'serverUrl'),
      state: textOf(found, 'state'),
    };
  },
  target: ({ pluginId }, { name }) => `plugin ${name ?? pluginId}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ applicationId, pluginId }, { state }) =>
    state === null
      ? {
          why: `application ${applicationId} has no plugin ${pluginId} in this Region`,
          instead: 'list them (qbusiness list-plugins), and check the Region',
        }
      : null,
  blast: (_, { name, type, serverUrl }) => [
    `nobody can act through ${name ?? 'the plugin'} in chats any more (${type ?? 'of unknown type'}, ${serverUrl ?? 'no address'})`,
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

function settings(
  { applicationId, pluginId, region }: Params,
  { state }: Observed,
  context: ActionContext,
): readonly Setting[] {
  if (state === null) return [];
  return [
    {
      name: `plugin ${pluginId}`,
      is: state,
      wanted: 'DISABLED',
      set: (to: Json) => [
        {
          service: 'qbusiness',
          operation: 'UpdatePlugin',
          region: region ?? context.region,
          input: { applicationId, pluginId, state: to },
          purpose: to === 'DISABLED' ? 'let nobody act through it' : 'let it be used again',
          reversibility: REVERSIBLE,
        },
      ],
    },
  ];
}
