import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { defineAction } from '../../ports/action.ts';
import type { CloudReader } from '../../ports/cloud.ts';
import { textOf } from '../answers.ts';
import { joinedCalls, joinedUndo } from '../joined-calls.ts';
import { allItems, NEXT_TOKEN_PAGES } from '../pages.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';
import { REGIONS, regionsOf } from '../several-regions.ts';

interface Params {
  readonly regions?: readonly string[];
}

interface Analyzer {
  readonly name: string;
  readonly type: string;
  readonly status: string;
}

/** The analyzers of external access in one Region. */
interface Place {
  readonly region: string;
  readonly analyzers: readonly Analyzer[];
}

interface Observed {
  readonly places: readonly Place[];
}

const NAME = 'heptad-external-access';
const THERE = 'there';
/** Of external access; the others look for access that is not used, or within the account. */
const EXTERNAL: readonly string[] = ['ACCOUNT', 'ORGANIZATION'];
/** One that is being made is active soon. */
const WORKING: readonly string[] = ['ACTIVE', 'CREATING'];

/** R35: what looks in each Region for things that were opened to others. */
export const setUpAnalyzer = defineAction<Params, Observed>({
  catalogue: 'R35',
  kind: 'preparation',
  title: 'Have Access Analyzer look for external access',
  summary: `Makes an analyzer of external access named ${NAME} for the account in every Region given where none is active.`,
  parameters: { type: 'object', additionalProperties: false, properties: { regions: REGIONS } },
  reads: ['accessanalyzer:ListAnalyzers'],
  changes: ['accessanalyzer:CreateAnalyzer', 'accessanalyzer:DeleteAnalyzer'],
  undone:
    'Deletes an analyzer that was made, with its findings; the service-linked role AWSServiceRoleForAccessAnalyzer, which AWS makes with the first one (unverified), stays.',
  keepFirst: [],
  mistakes: [
    'It looks at the resources of its own Region alone.',
    'Its zone of trust is the account: other accounts of the organization count as external.',
    'The first analyzer of an account may take iam:CreateServiceLinkedRole too (unverified).',
    'Findings tell nobody: look at them, or hand them on with a rule of EventBridge.',
  ],
  observe: async ({ regions }, reader, context) => {
    const places: Place[] = [];
    for (const region of regionsOf(regions, context)) places.push(await readPlace(region, reader));
    return { places };
  },
  target: (_, { places }) => `Access Analyzer in ${places.map(({ region }) => region).join(', ')}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: (_, { places }) => {
    const stuck = places.filter((place) => !isWatched(place)).flatMap(stuckIn);
    if (stuck.length === 0) return null;
    return {
      why: `there is an analyzer that does not work, and an account has one in a Region: ${stuck.join('; ')}`,
      instead:
        'look why (aws accessanalyzer list-analyzers), delete it or have it work again, and plan again',
    };
  },
  blast: (_, { places }) => [
    ...places.map((place) => `${place.region}: ${shown(place)}`),
    'it reads policies of resources and changes none; analyzers of external access are free of charge (unverified)',
  ],
  plan: (_, { places }) => joinedCalls(places.map((place) => neededCalls(settings(place)))),
  undo: (_, { before, now }) =>
    joinedUndo(
      before.places.map((was) => {
        const is = now.places.find(({ region }) => region === was.region) ?? was;
        return undoSettings({ before: settings(was), now: settings(is) });
      }),
    ),
  contained: () => null,
});

async function readPlace(region: string, reader: CloudReader): Promise<Place> {
  const ask = { service: 'accessanalyzer', operation: 'ListAnalyzers', region };
  const all = await allItems(ask, { items: 'analyzers', ...NEXT_TOKEN_PAGES }, reader);
  const analyzers = all
    .map((one) => ({
      name: textOf(one, 'name') ?? '',
      type: textOf(one, 'type') ?? '',
      status: textOf(one, 'status') ?? '',
    }))
    .filter(({ type }) => EXTERNAL.includes(type));
  return { region, analyzers };
}

function works({ status }: Analyzer): boolean {
  return WORKING.includes(status);
}

function isWatched({ analyzers }: Place): boolean {
  return analyzers.some(works);
}

/** What stands in the way of a new one: an account has one of its own in a Region. */
function stuckIn({ region, analyzers }: Place): readonly string[] {
  return analyzers
    .filter(({ name, type }) => type === 'ACCOUNT' || name === NAME)
    .map(({ name, status }) => `${name} in ${region} is ${status}`);
}

function shown({ analyzers }: Place): string {
  const working = analyzers.filter(works).map(({ name }) => name);
  return working.length === 0
    ? 'no analyzer of external access until now'
    : `${working.join(', ')} looks already`;
}

/** Where another one looks, ours is left as it is: there, broken, or not there. */
function settings({ region, analyzers }: Place): readonly Setting[] {
  const own = analyzers.find(({ name }) => name === NAME);
  const is = own === undefined ? null : works(own) ? THERE : own.status;
  const others = analyzers.some((one) => one.name !== NAME && works(one));
  return [
    {
      name: `analyzer ${NAME} in ${region}`,
      is,
      wanted: others ? is : THERE,
      set: (to) => [to === THERE ? createCall(region) : deleteCall(region)],
    },
  ];
}

function createCall(region: string): PlannedCall {
  return {
    service: 'accessanalyzer',
    operation: 'CreateAnalyzer',
    region,
    input: { analyzerName: NAME, type: 'ACCOUNT' },
    purpose: 'look for what is open to others',
    reversibility: REVERSIBLE,
  };
}

function deleteCall(region: string): PlannedCall {
  return {
    service: 'accessanalyzer',
    operation: 'DeleteAnalyzer',
    region,
    input: { analyzerName: NAME },
    purpose: 'take the analyzer away, as there was none before',
    reversibility: { kind: 'irreversible', why: 'its findings go with it' },
  };
}
