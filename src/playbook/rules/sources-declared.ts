import { listed } from '../../base/text.ts';
import type { Token } from '../../dialect/tokenize.ts';
import { tokenize } from '../../dialect/tokenize.ts';
import type { SourceId } from '../../model/source.ts';
import { SOURCE_IDS, SOURCES } from '../../model/source.ts';
import { DATA_EVENTS } from '../data-events.ts';
import type { KnownRule, PlacedStep, Rule, RuleFault } from '../rule.ts';

/** A step names the sources it rests on: without them "none found" could not be told from "not looked at". */
export const sourcesDeclared: Rule = {
  id: 'undeclared-source',
  check: function* ({ steps, knownRules }) {
    for (const placed of steps) {
      const { work } = placed.step;
      if (work.kind === 'query') yield* queryFaults(placed, work.sql);
      if (work.kind === 'read') yield* readFaults(placed);
      if (work.kind === 'detect') yield* detectFaults(placed, knownRules?.select(work.detect) ?? []);
    }
  },
};

function* readFaults({ step, path }: PlacedStep): Generator<RuleFault> {
  if (step.sources.length > 0) return;
  yield none(step.id, [...path, 'read'], ['aws.configuration']);
}

/** Rules of the responder's own are known only when they are given: a step over them declares what it is meant for. */
function* detectFaults({ step, path }: PlacedStep, rules: readonly KnownRule[]): Generator<RuleFault> {
  const here = [...path, 'detect'];
  const needed = [...new Set(rules.flatMap(({ sources }) => sources))];
  if (step.sources.length === 0)
    return yield none(step.id, here, needed.length === 0 ? ['cloudtrail.management'] : needed);
  for (const source of needed.filter((one) => !step.sources.includes(one)))
    yield {
      path: here,
      place: 'key',
      what: `rules of '${step.id}' read ${SOURCES[source]}, and the step does not declare '${source}'`,
      why: `without it, missing ${SOURCES[source]} would not show in the coverage`,
      fix: `add '${source}' to the step's 'sources'`,
      step: step.id,
    };
}

function* queryFaults({ step, path }: PlacedStep, sql: string): Generator<RuleFault> {
  const here = [...path, 'query'];
  const needs = needsOf(sql);
  if (step.sources.length === 0) {
    const sources = [...new Set(needs.flatMap(({ anyOf }) => anyOf.slice(0, 1)))];
    if (sources.length > 0) yield none(step.id, here, sources);
    return;
  }
  const told = new Set<string>();
  for (const { anyOf, because, offset } of needs) {
    const [source] = anyOf;
    if (source === undefined || told.has(source) || anyOf.some((one) => step.sources.includes(one))) continue;
    told.add(source);
    yield {
      path: here,
      place: offset,
      what: `the query of '${step.id}' reads ${because}, and the step does not declare '${source}'`,
      why: `without it, missing ${SOURCES[source]} would not show in the coverage`,
      fix: `add '${source}' to the step's 'sources'`,
      step: step.id,
    };
  }
}

function none(step: string, path: RuleFault['path'], sources: readonly string[]): RuleFault {
  return {
    path,
    place: 'key',
    what: `the step '${step}' does not declare its sources`,
    why: 'the coverage beside its answer is that of its sources',
    fix: `add 'sources: [${sources.join(', ')}]' to the step`,
    step,
    absent: true,
  };
}

interface Need {
  readonly anyOf: readonly SourceId[];
  readonly because: string;
  readonly offset: number;
}

function needsOf(sql: string): readonly Need[] {
  return tokenize(sql).tokens.flatMap((token) => {
    const need = token.kind === 'string' ? eventNeed(token) : tableNeed(token);
    return need === null ? [] : [{ ...need, offset: token.start }];
  });
}

function tableNeed({ kind, text }: Token): Omit<Need, 'offset'> | null {
  const name = kind === 'quoted' ? text.slice(1, -1) : text;
  const anyOf = TABLES[name.toLowerCase()];
  return anyOf === undefined ? null : { anyOf, because: `'${name}'` };
}

function eventNeed({ text }: Token): Omit<Need, 'offset'> | null {
  const event = text.slice(1, -1);
  const anyOf = DATA_EVENTS.get(event);
  return anyOf === undefined ? null : { anyOf, because: `${event} (a data event of ${listed(anyOf, 'or')})` };
}

const CLOUDTRAIL: readonly SourceId[] = SOURCE_IDS.filter((id) => id.startsWith('cloudtrail.'));

const TABLES: Readonly<Partial<Record<string, readonly SourceId[]>>> = {
  cloudtrail: CLOUDTRAIL,
  bedrock_invocations: ['bedrock.invocations'],
  azure_events: SOURCE_IDS.filter((id) => id.startsWith('azure.')),
  google_events: SOURCE_IDS.filter((id) => id.startsWith('google.')),
};
