import type { JsonObject } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE, type Reversibility } from '../../model/plan.ts';
import { defineAction } from '../../ports/action.ts';
import type { CloudReader } from '../../ports/cloud.ts';
import { textOf } from '../answers.ts';
import { guardrailNamed, latestVersion, readGuardrail } from '../guardrails.ts';
import { joinedCalls } from '../joined-calls.ts';
import { allItems, NEXT_TOKEN_PAGES } from '../pages.ts';
import { REGIONS, regionsOf } from '../several-regions.ts';

interface Params {
  readonly name: string;
  readonly regions?: readonly string[];
  readonly enforce?: boolean;
}

interface Place {
  readonly region: string;
  /** The guardrail of that name; null where there is none. */
  readonly id: string | null;
  readonly version: string | null;
  /** Its draft, as an update takes it. */
  readonly body: JsonObject | null;
  /** The account's own enforcement, and of which guardrail. */
  readonly configId: string | null;
  readonly enforced: string | null;
}

interface Observed {
  readonly places: readonly Place[];
}

const MESSAGE = 'This request was blocked by a rule of this account.';
const PII = ['EMAIL', 'PHONE', 'CREDIT_DEBIT_CARD_NUMBER', 'AWS_ACCESS_KEY', 'AWS_SECRET_KEY', 'PASSWORD'];

/** R20, R21: a guardrail against prompt attacks that masks private data, and, as given, holds for all inference. */
export const setUpGuardrail = defineAction<Params, Observed>({
  catalogue: 'R20',
  kind: 'preparation',
  title: 'Set a guardrail up',
  summary:
    'Makes a guardrail that blocks prompt attacks and masks private data, with a numbered version, in every Region given; with enforce it holds for every inference there.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['name'],
    properties: {
      name: { type: 'string', pattern: '^[0-9a-zA-Z_-]{1,50}$', description: 'Name of the guardrail.' },
      regions: REGIONS,
      enforce: {
        type: 'boolean',
        description: 'Also have every inference pass it, where the account enforces none yet.',
      },
    },
  },
  reads: ['bedrock:ListGuardrails', 'bedrock:GetGuardrail', 'bedrock:ListEnforcedGuardrailsConfiguration'],
  changes: [
    'bedrock:CreateGuardrail',
    'bedrock:CreateGuardrailVersion',
    'bedrock:DeleteGuardrail',
    'bedrock:PutEnforcedGuardrailConfiguration',
    'bedrock:DeleteEnforcedGuardrailConfiguration',
  ],
  undone:
    'Enforces nothing again and deletes the guardrail where there was none; a version that was added stays.',
  keepFirst: [],
  mistakes: [
    'Try it on your own traffic first: what it blocks, no caller gets.',
    'A guardrail that nobody names and nothing enforces checks nothing.',
    'Every call costs what the guardrail costs, and takes longer.',
    'It does not reach bedrock-mantle and the Claude Platform as far as is documented.',
  ],
  observe: async ({ name, regions }, reader, context) => {
    const places: Place[] = [];
    for (const region of regionsOf(regions, context)) places.push(await readPlace(name, region, reader));
    return { places };
  },
  target: ({ name }, { places }) => `guardrail ${name} in ${places.map(({ region }) => region).join(', ')}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ name }, { places }) => {
    const weak = places.find(({ body }) => body !== null && !filtersEnough(body));
    if (weak === undefined) return null;
    return {
      why: `${name} is there in ${weak.region}, and does not filter both prompt attacks and private data`,
      instead: 'give another name, or add these filters to it yourself: whoever made it knows what it is for',
    };
  },
  blast: ({ enforce }, { places }) => [
    ...places.map(({ region, id }) => `${region}: ${id === null ? 'it is made' : `it is there as ${id}`}`),
    'a guardrail costs by the text it checks',
    ...(enforce === true
      ? places.map(({ region, enforced }) =>
          enforced === null
            ? `${region}: every call of any model is checked by it from now on; what it blocks, no caller gets`
            : `${region}: guardrail ${enforced} is enforced already, and stays`,
        )
      : []),
  ],
  plan: (params, { places }) => joinedCalls(places.map((place) => planned(params, place))),
  undo: (_, { before, now }) => {
    const calls = before.places.flatMap((was) => {
      const is = now.places.find(({ region }) => region === was.region) ?? was;
      return taken(was, is);
    });
    if (calls.length === 0) return { kind: 'none', why: 'everything is as it was before, but for versions' };
    return { kind: 'calls', calls, reopens: true };
  },
  contained: () => null,
});

async function readPlace(name: string, region: string, reader: CloudReader): Promise<Place> {
  const id = await guardrailNamed(name, region, reader);
  const place = { region, guardrail: id ?? '' };
  const configs = await allItems(
    { service: 'bedrock', operation: 'ListEnforcedGuardrailsConfiguration', region },
    { items: 'guardrailsConfig', ...NEXT_TOKEN_PAGES },
    reader,
  );
  // What the organization enforces is not this account's to change.
  const own = configs.find((config) => textOf(config, 'owner') !== 'ORGANIZATION') ?? null;
  return {
    region,
    id,
    version: id === null ? null : await latestVersion(place, reader),
    body: id === null ? null : ((await readGuardrail(place, 'DRAFT', reader))?.body ?? null),
    configId: textOf(own, 'configId'),
    enforced: textOf(own, 'guardrailId'),
  };
}

function filtersEnough(body: JsonObject): boolean {
  const text = JSON.stringify(body['contentPolicyConfig'] ?? null);
  return text.includes('PROMPT_ATTACK') && 'sensitiveInformationPolicyConfig' in body;
}

function planned({ name, enforce }: Params, place: Place): readonly PlannedCall[] {
  const calls: PlannedCall[] = [];
  if (place.id === null)
    calls.push(call(place, 'CreateGuardrail', { input: bodyOf(name), purpose: 'make the guardrail' }));
  const guardrailIdentifier = place.id ?? { $result: [0, 'guardrailId'] };
  const version = { $result: [calls.length, 'version'] };
  if (place.version === null)
    calls.push(
      call(place, 'CreateGuardrailVersion', {
        input: { guardrailIdentifier },
        purpose: 'make a version of it that nobody changes',
        reversibility: { kind: 'leaves', residue: 'the version, where the guardrail was there before' },
      }),
    );
  if (enforce === true && place.configId === null)
    calls.push(
      call(place, 'PutEnforcedGuardrailConfiguration', {
        input: {
          guardrailInferenceConfig: {
            guardrailIdentifier,
            guardrailVersion: place.version ?? version,
            modelEnforcement: { includedModels: ['ALL'], excludedModels: [] },
          },
        },
        purpose: 'check every inference by it',
      }),
    );
  return calls;
}

function taken(was: Place, is: Place): readonly PlannedCall[] {
  const calls: PlannedCall[] = [];
  if (was.configId === null && is.configId !== null && is.enforced === is.id)
    calls.push(
      call(is, 'DeleteEnforcedGuardrailConfiguration', {
        input: { configId: is.configId },
        purpose: 'enforce nothing, as before',
      }),
    );
  if (was.id === null && is.id !== null)
    calls.push(
      call(is, 'DeleteGuardrail', {
        input: { guardrailIdentifier: is.id },
        purpose: 'take the guardrail away, as there was none',
      }),
    );
  return calls;
}

function bodyOf(name: string): JsonObject {
  return {
    name,
    description: 'Blocks prompt attacks and masks private data',
    contentPolicyConfig: {
      filtersConfig: [{ type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'NONE' }],
    },
    sensitiveInformationPolicyConfig: {
      piiEntitiesConfig: PII.map((type) => ({ type, action: 'ANONYMIZE' })),
    },
    blockedInputMessaging: MESSAGE,
    blockedOutputsMessaging: MESSAGE,
  };
}

function call(
  { region }: Place,
  operation: string,
  of: { readonly input: JsonObject; readonly purpose: string; readonly reversibility?: Reversibility },
): PlannedCall {
  const { input, purpose, reversibility = REVERSIBLE } = of;
  return { service: 'bedrock', operation, region, input, purpose, reversibility };
}
