import { listed } from '../../base/text.ts';
import type { ElementDef, QuestionDef, ReadCall } from '../../model/playbook.ts';
import { SOURCES, type SourceId } from '../../model/source.ts';
import type { DeliveredEvent, LeftBehind } from './left-behind.ts';
import { unloggedCalls } from './unlogged-calls.ts';

export interface EventCount {
  readonly name: string;
  readonly count: number;
  readonly refused: number;
}

/** Evidence of one source for a question. */
export interface Trace {
  readonly source: SourceId;
  /** Event names with how often each came and how often it was refused, the most frequent first. */
  readonly names: readonly EventCount[];
  readonly count: number;
  /** Signals of the playbook that these events are to raise. */
  readonly signals: readonly string[];
  /** The earliest of them; its id is an event id, in the invocation log a request id. */
  readonly example: { readonly id: string; readonly time: string };
}

/** What the scenario has for one question of a playbook, and what it cannot have. */
export interface QuestionEvidence {
  readonly question: QuestionDef;
  readonly traces: readonly Trace[];
  /** What the account itself answers. */
  readonly reads: readonly { readonly call: ReadCall; readonly entries: number }[];
  /** Why a part of the answer, or all of it, is not to be had. */
  readonly limits: readonly string[];
}

/** Finds for every question of an element what the scenario left behind. */
export async function elementEvidence(
  { questions, steps }: ElementDef,
  left: LeftBehind,
): Promise<readonly QuestionEvidence[]> {
  const calls = steps.flatMap(({ work, sources }) =>
    work.kind === 'read' && sources.includes('aws.configuration') ? [work.read] : [],
  );
  const reads = await Promise.all(calls.map(async (call) => ({ call, entries: await left.read(call) })));
  return questions.map((question) => {
    const traces = tracesOf(question, left);
    return {
      question,
      traces,
      reads: question.sources.includes('aws.configuration') ? reads : [],
      limits: limitsOf(question, left, traces),
    };
  });
}

interface Found {
  readonly event: DeliveredEvent;
  readonly signals: readonly string[];
}

/** Events that the story's key gives to the question's signals, by source. */
function tracesOf({ informedBy, sources }: QuestionDef, left: LeftBehind): readonly Trace[] {
  const told = new Map(left.key.events.map(({ eventId, signals }) => [eventId, signals]));
  const groups = new Map<SourceId, Found[]>();
  for (const event of left.events) {
    const signals = (told.get(event.id) ?? []).filter((signal) => informedBy.includes(signal));
    if (signals.length === 0) continue;
    for (const source of sourcesOf(event, sources, left)) {
      const group = groups.get(source) ?? [];
      groups.set(source, group);
      group.push({ event, signals });
    }
  }
  return [...groups].map(([source, found]) => traceOf(source, found, informedBy));
}

/** Where an event counts for a question: in the question's own sources, or where it is if it is in none of them. */
function sourcesOf(
  { source, requestId }: DeliveredEvent,
  asked: readonly SourceId[],
  { invocations }: LeftBehind,
): readonly SourceId[] {
  const having: readonly SourceId[] = invocations.has(requestId) ? [source, 'bedrock.invocations'] : [source];
  const wanted = having.filter((one) => asked.includes(one));
  return wanted.length > 0 ? wanted : having;
}

function traceOf(source: SourceId, found: readonly Found[], informedBy: readonly string[]): Trace {
  const first = found[0]?.event;
  return {
    source,
    names: countsOf(found),
    count: found.length,
    signals: informedBy.filter((signal) => found.some(({ signals }) => signals.includes(signal))),
    example: {
      id: (source === 'bedrock.invocations' ? first?.requestId : first?.id) ?? '',
      time: first?.time ?? '',
    },
  };
}

function countsOf(found: readonly Found[]): readonly EventCount[] {
  const names = new Set(found.map(({ event }) => event.name));
  const counts = [...names].map((name) => {
    const own = found.filter(({ event }) => event.name === name);
    return { name, count: own.length, refused: own.filter(({ event }) => event.failed).length };
  });
  return counts.toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

function limitsOf(question: QuestionDef, left: LeftBehind, traces: readonly Trace[]): readonly string[] {
  const { sources, informedBy, why } = question;
  if (sources.length === 0) return [`No source of the account decides it. ${why}`];
  const unselected = sources.filter(
    (source) => source.startsWith('cloudtrail.data.') && !left.selected.includes(source),
  );
  const raised = new Set(traces.flatMap(({ signals }) => signals));
  const silent = informedBy.filter((signal) => !raised.has(signal));
  return [
    ...unselected.map((source) => `${SOURCES[source]} are not there: the trail does not ask for them.`),
    ...(sources.includes('bedrock.invocations') ? [unloggedCalls(left)] : []),
    ...(silent.length === 0 ? [] : [`The story has no event for ${listed(silent)}.`]),
    ...(raised.size === 0 && sources.includes('cloudtrail.management') ? [nothingAmong(left)] : []),
  ];
}

/** Ends or narrows what a trail records. */
const CUTS = new Set(['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors']);

/** Where the trail was on throughout, nothing among its events means that nothing happened. */
function nothingAmong({ events }: LeftBehind): string {
  const own = events.filter(({ source }) => source === 'cloudtrail.management');
  const among = `none of its ${own.length.toLocaleString('en-US')} management events from ${own[0]?.time} to ${own.at(-1)?.time} tells of it`;
  return own.some(({ name, failed }) => CUTS.has(name) && !failed)
    ? `The trail was cut off or changed: ${among}, and what it did not record cannot be known.`
    : `The trail recorded all the time: ${among}, so that the answer is no.`;
}
