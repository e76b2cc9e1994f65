import type { Json, JsonObject } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE, type Reversibility } from '../../model/plan.ts';
import { defineAction } from '../../ports/action.ts';
import type { CloudReader } from '../../ports/cloud.ts';
import { listOf, textOf } from '../answers.ts';
import { joinedCalls, joinedUndo } from '../joined-calls.ts';
import { REGIONS, regionsOf } from '../several-regions.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly regions?: readonly string[];
  readonly features?: readonly string[];
}

interface Detector {
  readonly region: string;
  /** Null where there is no detector. */
  readonly id: string | null;
  readonly exists: boolean;
  readonly enabled: boolean;
  /** Names of the features that are on. */
  readonly on: readonly string[];
}

interface Observed {
  readonly detectors: readonly Detector[];
}

/** FACTS R23. */
const FEATURES: readonly string[] = [
  'AI_PROTECTION',
  'LAMBDA_NETWORK_LOGS',
  'RUNTIME_MONITORING',
  'S3_DATA_EVENTS',
];

/** R23: a detector in each Region, with what it takes to see abuse of AI services. */
export const enableProtection = defineAction<Params, Observed>({
  catalogue: 'R23',
  kind: 'preparation',
  title: 'Turn GuardDuty on, with AI protection',
  summary:
    'Makes a detector in every Region given where there is none, turns it on, and turns on AI protection, S3 data events, Lambda network logs and runtime monitoring.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    properties: {
      regions: REGIONS,
      features: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^[A-Z0-9_]+$' },
        description: 'Features to turn on; the four of R23 unless given.',
      },
    },
  },
  reads: ['guardduty:ListDetectors', 'guardduty:GetDetector'],
  changes: ['guardduty:CreateDetector', 'guardduty:UpdateDetector', 'guardduty:DeleteDetector'],
  undone: 'Deletes a detector that was made, with its findings; gives another its state and features back.',
  keepFirst: [],
  mistakes: [
    'In an organization the delegated administrator decides: a member’s detector may not be changed there.',
    'Runtime monitoring sees nothing until its agent runs on the workloads.',
    'It looks from now on: what was before is not in it.',
    'A feature that a Region does not have refuses the call: name the features it has.',
  ],
  observe: async ({ regions }, reader, context) => {
    const detectors: Detector[] = [];
    for (const region of regionsOf(regions, context)) detectors.push(await readDetector(region, reader));
    return { detectors };
  },
  target: (_, { detectors }) => `GuardDuty in ${detectors.map(({ region }) => region).join(', ')}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: () => null,
  blast: (_, { detectors }) => [
    ...detectors.map(
      ({ region, exists, enabled }) =>
        `${region}: ${!exists ? 'no detector until now' : enabled ? 'a detector is on' : 'a detector is off'}`,
    ),
    'it costs by the events, objects and instances it looks at, in each Region; the first 30 days are free of charge (unverified)',
  ],
  plan: (params, { detectors }) =>
    joinedCalls(detectors.map((detector) => neededCalls(settings(params, detector)))),
  undo: (params, { before, now }) =>
    joinedUndo(
      before.detectors.map((was) => {
        const is = now.detectors.find(({ region }) => region === was.region) ?? was;
        return undoSettings({ before: settings(params, { ...was, id: is.id }), now: settings(params, is) });
      }),
    ),
  contained: () => null,
});

async function readDetector(region: string, reader: CloudReader): Promise<Detector> {
  const ask = { service: 'guardduty', region };
  const listed = (await reader.read({ ...ask, operation: 'ListDetectors' }))?.['DetectorIds'];
  const id = Array.isArray(listed) && typeof listed[0] === 'string' ? listed[0] : null;
  if (id === null) return { region, id, exists: false, enabled: false, on: [] };
  const found = await reader.read({ ...ask, operation: 'GetDetector', input: { DetectorId: id } });
  const on = listOf(found, 'Features')
    .filter((feature) => textOf(feature, 'Status') === 'ENABLED')
    .flatMap((feature) => textOf(feature, 'Name') ?? []);
  return { region, id, exists: true, enabled: textOf(found, 'Status') === 'ENABLED', on };
}

function settings(params: Params, detector: Detector): readonly Setting[] {
  const { region, exists, enabled, on } = detector;
  const features = [...(params.features ?? FEATURES)].toSorted();
  const have = features.filter((name) => on.includes(name));
  const existence: Setting = {
    name: `detector in ${region}`,
    is: exists,
    wanted: true,
    set: (to) => [
      to === true
        ? call(detector, 'CreateDetector', {
            input: { Enable: true, Features: featureList(features, features) },
            purpose: 'make a detector with these features',
          })
        : call(detector, 'DeleteDetector', {
            purpose: 'take the detector away, as there was none before',
            reversibility: { kind: 'irreversible', why: 'its findings go with it' },
          }),
    ],
  };
  if (!exists) return [existence];
  return [
    existence,
    {
      name: `state and features of the detector in ${region}`,
      is: { enabled, on: have },
      wanted: { enabled: true, on: features },
      set: (to: Json) => [updateCall(detector, { features, to: to as unknown as FeatureState })],
    },
  ];
}

interface FeatureState {
  readonly enabled: boolean;
  readonly on: readonly string[];
}

/** Features that are not named stay as they are (API_UpdateDetector). */
function updateCall(
  detector: Detector,
  { features, to }: { readonly features: readonly string[]; readonly to: FeatureState },
): PlannedCall {
  const changed = features.filter((name) => detector.on.includes(name) !== to.on.includes(name));
  const wanted = changed.length === 0 ? features : changed;
  return call(detector, 'UpdateDetector', {
    input: { Enable: to.enabled, Features: featureList(wanted, to.on) },
    purpose: to.enabled ? 'turn it on, with these features' : 'turn it off, as it was before',
  });
}

function featureList(names: readonly string[], on: readonly string[]): readonly JsonObject[] {
  return names.map((Name) => ({ Name, Status: on.includes(Name) ? 'ENABLED' : 'DISABLED' }));
}

function call(
  { region, id }: Detector,
  operation: string,
  of: { readonly input?: JsonObject; readonly purpose: string; readonly reversibility?: Reversibility },
): PlannedCall {
  const { input = {}, purpose, reversibility = REVERSIBLE } = of;
  const own = operation === 'CreateDetector' ? {} : { DetectorId: id };
  return { service: 'guardduty', operation, region, input: { ...own, ...input }, purpose, reversibility };
}
