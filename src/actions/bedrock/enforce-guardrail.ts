import type { Json, JsonObject } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { textOf } from '../answers.ts';
import { allItems, NEXT_TOKEN_PAGES } from '../pages.ts';
import { neededCalls, sameButEmpty, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly guardrail: string;
  readonly version: string;
  readonly models?: readonly string[];
  readonly except?: readonly string[];
  readonly region?: string;
}

interface Observed {
  /** The guardrail's id; null = there is no such guardrail, or not that version of it. */
  readonly guardrailId: string | null;
  readonly status: string | null;
  /** The account's own enforcement. */
  readonly configId: string | null;
  readonly config: JsonObject | null;
}

/** C10: every call of a model passes the guardrail, whatever guardrail the caller names. */
export const enforceGuardrail = defineAction<Params, Observed>({
  catalogue: 'C10',
  kind: 'containment',
  title: 'Enforce a guardrail',
  summary:
    'Has every inference of the account in a Region pass a version of a guardrail, whatever the caller asks for.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['guardrail', 'version'],
    properties: {
      guardrail: { type: 'string', minLength: 1, description: 'Id or ARN of the guardrail.' },
      version: {
        type: 'string',
        pattern: '^[1-9][0-9]{0,7}$',
        description: 'Its version: a number, since a draft can be changed by others.',
      },
      models: {
        type: 'array',
        minItems: 1,
        items: { type: 'string' },
        description: 'Models it is enforced for; all of them unless given.',
      },
      except: {
        type: 'array',
        items: { type: 'string' },
        description: 'Models it is not enforced for; none unless given.',
      },
      region: { type: 'string', description: 'The Region; that of the case unless given.' },
    },
  },
  reads: ['bedrock:GetGuardrail', 'bedrock:ListEnforcedGuardrailsConfiguration'],
  changes: ['bedrock:PutEnforcedGuardrailConfiguration', 'bedrock:DeleteEnforcedGuardrailConfiguration'],
  undone: 'Enforces what the account enforced before, or nothing.',
  keepFirst: [],
  mistakes: [
    'A guardrail that is deleted later breaks every inference it is enforced on: keep who may delete it apart.',
    'It is per Region: enforce it wherever models are called.',
    'bedrock-mantle and the Claude Platform are other planes: whether it reaches them is not documented.',
    'Every call costs what the guardrail costs, and takes longer.',
  ],
  observe: async ({ guardrail, version, region }, reader, context) => {
    const ask = { service: 'bedrock', region: region ?? context.region };
    const found = await reader.read({
      ...ask,
      operation: 'GetGuardrail',
      input: { guardrailIdentifier: guardrail, guardrailVersion: version },
      absent: ['ResourceNotFoundException'],
    });
    const configs = await allItems(
      { ...ask, operation: 'ListEnforcedGuardrailsConfiguration' },
      { items: 'guardrailsConfig', ...NEXT_TOKEN_PAGES },
      reader,
    );
    // What the organization enforces is not this account's to change.
    const own = configs.find((config) => textOf(config, 'owner') !== 'ORGANIZATION') ?? null;
    return {
      guardrailId: textOf(found, 'guardrailId'),
      status: textOf(found, 'status'),
      configId: textOf(own, 'configId'),
      config: own === null ? null : inferenceOf(own),
    };
  },
  target: ({ guardrail, version }) => `inference under guardrail ${guardrail}, version ${version}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ guardrail, version }, { guardrailId, status }) => {
    if (guardrailId === null)
      return {
        why: `there is no version ${version} of guardrail ${guardrail} in this Region; enforcing it would break every inference`,
        instead: 'check id, version and Region; bedrock/restore-guardrail makes it again',
      };
    if (status === 'READY') return null;
    return { why: `the guardrail is ${status ?? '?'}`, instead: 'wait until it is READY, and plan again' };
  },
  blast: ({ guardrail, version, models, except }, { config }) => [
    `every call of ${models?.join(', ') ?? 'any model'}${except === undefined ? '' : ` but ${except.join(', ')}`} is checked by guardrail ${guardrail}, version ${version}: what it blocks, no caller gets`,
    config === null
      ? 'nothing was enforced by the account until now'
      : `enforced until now: guardrail ${textOf(config, 'guardrailIdentifier') ?? '?'}, version ${textOf(config, 'guardrailVersion') ?? '?'}, which it replaces`,
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) => {
    // A configuration that was made has its id only now.
    const configId = before.configId ?? now.configId;
    const states = [{ ...before, configId }, now].map((state) => settings(params, state, context));
    return undoSettings({ before: states[0] ?? [], now: states[1] ?? [] });
  },
  contained: () => null,
});

function inferenceOf(config: JsonObject): JsonObject {
  const { selectiveContentGuarding = null, modelEnforcement = null } = config;
  return {
    guardrailIdentifier: config['guardrailId'] ?? null,
    guardrailVersion: config['guardrailVersion'] ?? null,
    ...(selectiveContentGuarding === null ? {} : { selectiveContentGuarding }),
    ...(modelEnforcement === null ? {} : { modelEnforcement }),
  };
}

function settings(
  { version, models = ['ALL'], except = [], region }: Params,
  { guardrailId, configId, config }: Observed,
  context: ActionContext,
): readonly Setting[] {
  const wanted = {
    guardrailIdentifier: guardrailId,
    guardrailVersion: version,
    modelEnforcement: { includedModels: models, excludedModels: except },
  };
  const ids = configId === null ? {} : { configId };
  const call = (operation: string, input: JsonObject, purpose: string): PlannedCall => ({
    service: 'bedrock',
    operation,
    region: region ?? context.region,
    input,
    purpose,
    reversibility: REVERSIBLE,
  });
  return [
    {
      name: 'the guardrail that the account enforces',
      is: config,
      wanted,
      same: sameButEmpty,
      set: (to: Json) => [
        to === null
          ? call('DeleteEnforcedGuardrailConfiguration', ids, 'enforce nothing, as before')
          : call(
              'PutEnforcedGuardrailConfiguration',
              { ...ids, guardrailInferenceConfig: to },
              to === wanted ? 'check every inference by it' : 'enforce what was enforced before',
            ),
      ],
    },
  ];
}
