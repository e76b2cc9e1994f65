import type { JsonObject } from '../../base/json.ts';
import type { PlannedCall } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import type { CloudReader } from '../../ports/cloud.ts';
import { guardrailBody, sameBody } from '../guardrail-body.ts';
import { guardrailNamed, type GuardrailVersion, latestVersion, readGuardrail } from '../guardrails.ts';
import { createCall, updateCall, versionCall } from '../guardrail-calls.ts';

interface Params {
  readonly guardrail: string;
  readonly version?: string;
  readonly body?: JsonObject;
  readonly region?: string;
}

interface Observed {
  readonly region: string;
  /** Of the guardrail named, or, where that is gone, of one by the same name. */
  readonly id: string | null;
  readonly draft: GuardrailVersion | null;
  readonly latest: string | null;
  readonly latestBody: JsonObject | null;
  /** What is to be brought back. */
  readonly good: JsonObject | null;
}

/** C10: a guardrail as it was, from a version known to be good or from a copy that was kept. */
export const restoreGuardrail = defineAction<Params, Observed>({
  catalogue: 'C10',
  kind: 'containment',
  title: 'Restore a guardrail',
  summary:
    'Brings a guardrail’s draft back to a version known to be good, or to a copy kept as GetGuardrail gave it, and makes a new version of it; one that was deleted is made anew.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['guardrail'],
    properties: {
      guardrail: { type: 'string', minLength: 1, description: 'Id or ARN of the guardrail.' },
      version: {
        type: 'string',
        pattern: '^[1-9][0-9]{0,7}$',
        description: 'Number of the version known to be good.',
      },
      body: {
        type: 'object',
        description: 'Instead of a version: the answer of GetGuardrail, as it was kept.',
      },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['bedrock:GetGuardrail', 'bedrock:ListGuardrails'],
  changes: ['bedrock:CreateGuardrail', 'bedrock:UpdateGuardrail', 'bedrock:CreateGuardrailVersion'],
  undone:
    'Writes the draft as it was found; the version that was made stays. A guardrail that was made again stays.',
  keepFirst: ['the guardrail as it is now: the state before this action keeps its draft'],
  mistakes: [
    'Callers pin versions: what the draft says does not reach them. Point them to the new version.',
    'A guardrail that was deleted comes back under a new id: callers have to be pointed to that.',
    'An update replaces everything: what is left out is gone. The whole body is written.',
    'Between an update and a new version the guardrail has to be READY again: a refusal with ConflictException means to go on after some seconds.',
  ],
  observe,
  target: ({ guardrail }, { region, draft }) =>
    `guardrail ${guardrail}${draft === null ? '' : ` (${String(draft.body['name'])})`} in ${region}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ guardrail, version, body }, { good, id }) => {
    if ((version === undefined) === (body === undefined))
      return {
        why: 'it takes either the number of a good version or the body of one',
        instead: 'give version=N, or body= with the JSON that GetGuardrail gave',
      };
    if (good !== null) return null;
    return {
      why:
        id === null
          ? `there is no guardrail ${guardrail}`
          : `guardrail ${guardrail} has no version ${version ?? ''}`,
      instead: 'give body= with the JSON of GetGuardrail from the evidence or from your templates',
    };
  },
  blast: (_, { id, latest }) => [
    'prompts and answers are checked by the restored rules wherever the draft or the new version is used',
    id === null
      ? 'the guardrail was deleted: it is made under a new id, and its callers go on without it until they are pointed to it'
      : `callers that pin a version go on with that one: ${latest === null ? 'there is no numbered version yet' : `the newest until now is ${latest}`}`,
  ],
  plan: (_, { good, ...observed }) => (good === null ? [] : restoring(good, observed)),
  undo: (_, { before, now }) => {
    const { good, draft, region } = before;
    if (good === null || before.id === null || draft === null)
      return { kind: 'none', why: 'the guardrail was not there before: heptad does not delete one' };
    if (sameBody(draft.body, now.draft?.body ?? null))
      return {
        kind: 'none',
        why: 'the draft is as it was before; the new version stays, callers may pin it',
      };
    if (!sameBody(good, now.draft?.body ?? null))
      return {
        kind: 'conflict',
        differences: ['the draft is neither as it was before nor as it was restored'],
      };
    const { description, ...version } = draft;
    return {
      kind: 'calls',
      calls: [
        updateCall(region, { ...version, description, purpose: 'put the draft back as it was before' }),
      ],
      reopens: true,
    };
  },
  contained: () => null,
});

async function observe(
  { guardrail, version, body, region: named }: Params,
  reader: CloudReader,
  context: ActionContext,
): Promise<Observed> {
  const region = named ?? context.region;
  const kept = body === undefined ? null : guardrailBody(body);
  const asked = await readGuardrail({ region, guardrail }, 'DRAFT', reader);
  const again =
    asked === null && kept !== null ? await guardrailNamed(String(kept['name']), region, reader) : null;
  const draft = again === null ? asked : await readGuardrail({ region, guardrail: again }, 'DRAFT', reader);
  const place = { region, guardrail: draft?.id ?? guardrail };
  const latest = draft === null ? null : await latestVersion(place, reader);
  const known = draft === null || version === undefined ? null : await readGuardrail(place, version, reader);
  return {
    region,
    id: draft?.id ?? null,
    draft,
    latest,
    latestBody: latest === null ? null : ((await readGuardrail(place, latest, reader))?.body ?? null),
    good: kept ?? known?.body ?? null,
  };
}

function restoring(
  good: JsonObject,
  { region, id, draft, latestBody }: Omit<Observed, 'good'>,
): readonly PlannedCall[] {
  if (id === null || draft === null)
    return [createCall(region, good), versionCall(region, { $result: [0, 'guardrailId'] })];
  const { description } = draft;
  return [
    ...(sameBody(draft.body, good)
      ? []
      : [
          updateCall(region, {
            id,
            body: good,
            description,
            purpose: 'bring the good rules back into the draft',
          }),
        ]),
    ...(sameBody(latestBody, good) ? [] : [versionCall(region, id)]),
  ];
}
