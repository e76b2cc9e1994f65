import type { JsonObject } from '../../base/json.ts';
import { defineAction } from '../../ports/action.ts';
import { TOPIC } from '../alarms.ts';
import { goesElsewhere, type LogDestination, readDestination } from '../invocation-destination.ts';
import { INVOCATION_LIMITS, INVOCATIONS_PREFIX } from '../invocation-filters.ts';
import { joinedCalls, joinedUndo } from '../joined-calls.ts';
import { noLogGroup } from '../log-groups.ts';
import { inRegion, REGIONS, regionsOf } from '../several-regions.ts';
import { invocationWatch } from '../watched-invocations.ts';
import {
  LOG_GROUP_NAME,
  readWatch,
  undoWatch,
  type Watch,
  WATCH_CHANGES,
  WATCH_MISTAKES,
  WATCH_READS,
  WATCH_UNDONE,
  watchCalls,
  type WatchedGroup,
} from '../watched-log-group.ts';

interface Params {
  readonly logGroup: string;
  readonly topic: string;
  readonly regions?: readonly string[];
  readonly models?: readonly string[];
  readonly inputPrice?: number;
  readonly outputPrice?: number;
}

interface RegionState extends WatchedGroup, LogDestination {}

interface Observed {
  readonly regions: readonly RegionState[];
}

/** Those of the dearest model in heptad's table of prices. */
const DEAREST = { input: 15, output: 75 };

/** R28: what only the invocation log tells rings too. */
export const watchInvocations = defineAction<Params, Observed>({
  catalogue: 'R28',
  kind: 'preparation',
  title: 'Ring at what is asked of models',
  summary:
    'Puts metric filters on the log group of the invocation log, and alarms on them and on the metrics of Bedrock: guardrail interventions, tokens by identity, errors by model, cost, words of prompt injection.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['logGroup', 'topic'],
    properties: {
      logGroup: {
        type: 'string',
        pattern: LOG_GROUP_NAME,
        description: 'Log group that the invocation log goes to.',
      },
      topic: TOPIC,
      regions: REGIONS,
      models: {
        type: 'array',
        items: { type: 'string', pattern: '^[\\w.:/-]{1,180}$' },
        description:
          'Models whose errors ring by themselves, as they are called (the dimension ModelId); the errors of all models together ring in any case.',
      },
      inputPrice: priceOf('Input', DEAREST.input),
      outputPrice: priceOf('Output', DEAREST.output),
    },
  },
  reads: ['bedrock:GetModelInvocationLoggingConfiguration', ...WATCH_READS],
  changes: WATCH_CHANGES,
  undone: WATCH_UNDONE,
  keepFirst: [],
  mistakes: [...WATCH_MISTAKES, ...INVOCATION_LIMITS],
  observe: async (params, reader, context) => {
    const states: RegionState[] = [];
    for (const region of regionsOf(params.regions, context)) {
      const place = { logGroup: params.logGroup, region, prefix: INVOCATIONS_PREFIX };
      const destination = await readDestination(region, reader);
      states.push({ ...destination, ...(await readWatch(watchOf(params, region), place, reader)) });
    }
    return { regions: states };
  },
  target: ({ logGroup }, { regions }) =>
    `invocations in ${logGroup} in ${regions.map(({ region }) => region).join(', ')}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ logGroup, ...rest }, { regions }) =>
    goesElsewhere(logGroup, regions, (place) => ({
      action: 'cloudwatch/watch-invocations',
      params: { ...rest, ...place },
    })),
  blast: (params, { regions }) => [
    `${params.topic} is told by ${watchOf(params, '').alarms.length} alarms in each Region`,
    'an alarm costs about 0.10 USD a month for each metric it looks at, one by identity for each identity; an identity is up to two metrics of about 0.30 USD',
    ...regions.flatMap((state) => missing(params, state)),
  ],
  plan: (params, { regions }) =>
    joinedCalls(
      regions.map((state) => watchCalls(watchOf(params, state.region), { ...state, ...params }, state)),
    ),
  undo: (params, { before, now }) =>
    joinedUndo(
      before.regions.map((was) =>
        undoWatch(
          watchOf(params, was.region),
          { ...was, ...params },
          { before: was, now: now.regions.find(({ region }) => region === was.region) ?? was },
        ),
      ),
    ),
  contained: () => null,
});

function priceOf(side: string, usual: number): JsonObject {
  return {
    type: 'number',
    minimum: 0,
    description: `${side} tokens: US dollars for a million, of the dearest model in use; ${usual} unless given.`,
  };
}

function watchOf({ topic, models = [], inputPrice, outputPrice }: Params, region: string): Watch {
  const prices = { input: inputPrice ?? DEAREST.input, output: outputPrice ?? DEAREST.output };
  return invocationWatch({ region, topic: inRegion(topic, region), prices, models });
}

/** What has to come before anything rings in a Region. */
function missing({ logGroup }: Params, { region, exists, logsTo }: RegionState): readonly string[] {
  if (!exists)
    return [
      `${region}: ${noLogGroup(logGroup).why}: it has to be made first (cloudwatch-logs/set-up-log-group)`,
    ];
  if (logsTo !== null) return [];
  return [
    `${region}: the invocation log goes to no log group: nothing is counted until it does (bedrock/restore-invocation-logging)`,
  ];
}
