import type { Json } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import type { CloudReader } from '../../ports/cloud.ts';
import { listOf, textOf } from '../answers.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly features?: readonly string[];
  readonly region?: string;
}

interface Observed {
  /** Null = GuardDuty was never on in this Region, or its detector was deleted. */
  readonly id: string | null;
  readonly status: string | null;
  readonly frequency: string | null;
  /** ENABLED or DISABLED, by feature. */
  readonly features: Readonly<Record<string, string>>;
}

/** C18: has GuardDuty watch again. */
export const restoreDetector = defineAction<Params, Observed>({
  catalogue: 'C18',
  kind: 'containment',
  title: 'Have GuardDuty watch again',
  summary: 'Turns a Region’s GuardDuty detector on, and the features named; it watches from then on.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: [],
    properties: {
      features: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^[A-Z0-9_]+$' },
        description:
          'Features it has to have on besides: AI_PROTECTION, S3_DATA_EVENTS, LAMBDA_NETWORK_LOGS.',
      },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['guardduty:ListDetectors', 'guardduty:GetDetector'],
  changes: ['guardduty:UpdateDetector'],
  undone: 'Turns the detector and its features off again, where they were off.',
  keepFirst: ['the findings it has, filters and archived ones too: they are not part of its settings'],
  mistakes: [
    'The gap stays: what happened while it was off is found by nobody.',
    'A suppression rule or a trusted address list silences it as well: look at filters and IP sets.',
    'It is per Region, and in an organization the administrator’s account has the say.',
  ],
  observe: async ({ region }, reader, context) => {
    const place = region ?? context.region;
    const listed = await ask('ListDetectors', { reader, region: place });
    const [id] = (listed?.['DetectorIds'] ?? []) as readonly string[];
    if (id === undefined) return { id: null, status: null, frequency: null, features: {} };
    const found = await ask('GetDetector', { reader, region: place, id });
    const features = listOf(found, 'Features').map(
      (feature) => [textOf(feature, 'Name') ?? '', textOf(feature, 'Status') ?? ''] as const,
    );
    return {
      id,
      status: textOf(found, 'Status'),
      frequency: textOf(found, 'FindingPublishingFrequency'),
      features: Object.fromEntries(features),
    };
  },
  target: ({ region }, { id }) =>
    `GuardDuty detector ${id ?? '(none)'}${region === undefined ? '' : ` in ${region}`}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ features = [] }, observed) => {
    if (observed.id === null)
      return {
        why: 'GuardDuty has no detector in this Region: it was never on, or it was deleted, and its findings with it',
        instead:
          'turn it on anew (guardduty CreateDetector), from the administrator’s account where there is one',
      };
    const unknown = features.filter((name) => observed.features[name] === undefined);
    return unknown.length === 0
      ? null
      : {
          why: `the detector tells of no feature ${unknown.join(', ')}`,
          instead: `give of ${Object.keys(observed.features).join(', ')}`,
        };
  },
  blast: (_, { status }) => [
    'what GuardDuty reads it charges for: events, flow logs and the data of its features',
    `the detector until now: ${status ?? '?'}`,
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

function ask(
  operation: string,
  { reader, region, id }: { readonly reader: CloudReader; readonly region: string; readonly id?: string },
) {
  const input = id === undefined ? {} : { DetectorId: id };
  return reader.read({ service: 'guardduty', operation, region, input });
}

function settings(
  { features = [], region }: Params,
  { id, status, features: found }: Observed,
  context: ActionContext,
): readonly Setting[] {
  if (id === null) return [];
  const call = (input: object, purpose: string): PlannedCall => ({
    service: 'guardduty',
    operation: 'UpdateDetector',
    region: region ?? context.region,
    input: { DetectorId: id, ...input },
    purpose,
    reversibility: REVERSIBLE,
  });
  return [
    {
      name: 'the detector',
      is: status,
      wanted: 'ENABLED',
      set: (to: Json) => [
        call({ Enable: to === 'ENABLED' }, to === 'ENABLED' ? 'have it watch' : 'turn it off, as before'),
      ],
    },
    ...[...features].toSorted().map((Name) => ({
      name: `feature ${Name}`,
      is: found[Name] ?? null,
      wanted: 'ENABLED',
      set: (Status: Json) => [
        call(
          { Features: [{ Name, Status }] },
          `turn ${Name} ${Status === 'ENABLED' ? 'on' : 'off, as before'}`,
        ),
      ],
    })),
  ];
}
