import { type ActionContext, defineAction } from '../../ports/action.ts';
import { TOPIC } from '../alarms.ts';
import { noLogGroup } from '../log-groups.ts';
import { inRegion } from '../several-regions.ts';
import {
  LOG_GROUP_NAME,
  type LogGroupPlace,
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
import { TRAIL_SIGNALS } from '../watched-signals.ts';

interface Params {
  readonly logGroup: string;
  readonly topic: string;
  readonly region?: string;
}

const PREFIX = 'heptad-';
const NAMESPACE = 'Heptad/Signals';

/** R28: the decisive changes ring. */
export const watchSignals = defineAction<Params, WatchedGroup>({
  catalogue: 'R28',
  kind: 'preparation',
  title: 'Ring at the decisive changes',
  summary:
    'Puts a metric filter on the trail’s log group and an alarm on its metric for each signal that has to ring: logs stopped, guardrails changed, API keys made and used, many refusals.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['logGroup', 'topic'],
    properties: {
      logGroup: {
        type: 'string',
        pattern: LOG_GROUP_NAME,
        description: 'Log group that the trail writes to.',
      },
      topic: TOPIC,
      region: { type: 'string', description: 'Region of the log group; that of the case unless given.' },
    },
  },
  reads: WATCH_READS,
  changes: WATCH_CHANGES,
  undone: WATCH_UNDONE,
  keepFirst: [],
  mistakes: [
    ...WATCH_MISTAKES,
    'It rings minutes after the event: CloudTrail delivers after about five.',
    'Your own changes ring too: tell whoever is on call.',
  ],
  observe: (params, reader, context) => {
    const place = placeOf(params, context);
    return readWatch(watchOf(params, place), { ...place, prefix: PREFIX }, reader);
  },
  target: ({ logGroup }) => `signals in ${logGroup}`,
  touches: () => ({ principals: [], buckets: [] }),
  // A group that an earlier plan of the same set makes is not there yet.
  refuse: () => null,
  blast: ({ logGroup, topic }, { exists }) => [
    `${topic} is told, within minutes, of each of ${TRAIL_SIGNALS.length} signals`,
    'an alarm costs about 0.10 USD a month, a metric about 0.30 USD',
    ...(exists
      ? []
      : [`${noLogGroup(logGroup).why}: it has to be made first (cloudwatch-logs/set-up-log-group)`]),
  ],
  plan: (params, observed, context) => {
    const place = placeOf(params, context);
    return watchCalls(watchOf(params, place), place, observed);
  },
  undo: (params, states, context) => {
    const place = placeOf(params, context);
    return undoWatch(watchOf(params, place), place, states);
  },
  contained: () => null,
});

function placeOf({ logGroup, region }: Params, context: ActionContext): LogGroupPlace {
  return { logGroup, region: region ?? context.region };
}

function watchOf({ topic }: Params, { region }: LogGroupPlace): Watch {
  const measured = TRAIL_SIGNALS.map(({ name, ...signal }) => ({
    ...signal,
    name: `${PREFIX}${name}`,
    namespace: NAMESPACE,
    metric: name,
  }));
  return {
    filters: measured.map(({ description, ...own }) => ({ ...own, counts: description })),
    alarms: measured.map((own) => ({ ...own, region, topic: inRegion(topic, region) })),
  };
}
