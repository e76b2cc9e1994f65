import type { Json, JsonObject } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { objectOf, textOf } from '../answers.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly applicationId: string;
  readonly region?: string;
}

interface Observed {
  readonly exists: boolean;
  readonly scope: string | null;
  readonly orchestration: string | null;
  readonly creatorMode: string | null;
}

/** C28: brings what chats of a Q Business application may do back to answers from its own documents. */
export const limitChat = defineAction<Params, Observed>({
  catalogue: 'C28',
  kind: 'containment',
  title: 'Limit the chats of Q Business',
  summary:
    'Lets chats of an Amazon Q Business application answer from its own documents only: no model knowledge, no automatic choice of plugins, no creator mode.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['applicationId'],
    properties: {
      applicationId: { type: 'string', minLength: 1, description: 'Id of the application.' },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['qbusiness:GetChatControlsConfiguration'],
  changes: ['qbusiness:UpdateChatControlsConfiguration'],
  undone: 'Sets each control as it was; one that had never been set stays as it was put.',
  keepFirst: ['the whole chat controls, with topics and blocked phrases'],
  mistakes: [
    'Poisoned documents still answer: stop the synchronisation, and delete what was taken in.',
    'A chat can still name a plugin: disable the plugin (qbusiness/disable-plugin).',
    'That an update leaves alone what it does not name is not documented: see the controls afterwards.',
  ],
  observe: async ({ applicationId, region }, reader, context) => {
    const found = await reader.read({
      service: 'qbusiness',
      operation: 'GetChatControlsConfiguration',
      region: region ?? context.region,
      input: { applicationId },
      absent: ['ResourceNotFoundException'],
    });
    return {
      exists: found !== null,
      scope: textOf(found, 'responseScope'),
      orchestration: textOf(objectOf(found, 'orchestrationConfiguration'), 'control'),
      creatorMode: textOf(objectOf(found, 'creatorModeConfiguration'), 'creatorModeControl'),
    };
  },
  target: ({ applicationId }) => `chats of application ${applicationId}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ applicationId }, { exists }) =>
    exists
      ? null
      : {
          why: `there is no application ${applicationId} in this Region`,
          instead: 'list them (qbusiness list-applications), and check the Region',
        },
  blast: (_, { scope, orchestration, creatorMode }) => [
    'everybody who chats with the application gets answers from its documents only, and no plugin is chosen for them',
    `until now: answers ${scope ?? 'not set'}, plugins chosen ${orchestration ?? 'not set'}, creator mode ${creatorMode ?? 'not set'}`,
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

function settings(
  { applicationId, region }: Params,
  { exists, scope, orchestration, creatorMode }: Observed,
  context: ActionContext,
): readonly Setting[] {
  if (!exists) return [];
  const update = (input: JsonObject, purpose: string): PlannedCall => ({
    service: 'qbusiness',
    operation: 'UpdateChatControlsConfiguration',
    region: region ?? context.region,
    input: { applicationId, ...input },
    purpose,
    reversibility: REVERSIBLE,
  });
  const setting = (name: string, is: string | null, set: (to: Json) => PlannedCall): Setting => ({
    name,
    is,
    wanted: name === SCOPE ? 'ENTERPRISE_CONTENT_ONLY' : 'DISABLED',
    // Nothing brings a control back to never having been set.
    set: (to) => (to === null ? [] : [set(to)]),
  });
  return [
    setting(SCOPE, scope, (to) => update({ responseScope: to }, 'set where answers come from')),
    setting('choice of plugins', orchestration, (to) =>
      update({ orchestrationConfiguration: { control: to } }, 'set whether plugins are chosen by themselves'),
    ),
    setting('creator mode', creatorMode, (to) =>
      update({ creatorModeConfiguration: { creatorModeControl: to } }, 'set whether chats may create freely'),
    ),
  ];
}

const SCOPE = 'scope of answers';
