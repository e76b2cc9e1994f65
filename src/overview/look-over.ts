import {
  type CoverageEntry,
  joinStretches,
  judgeCoverage,
  nothingFoundText,
  type StepCoverage,
  withheldCoverage,
} from '../model/coverage.ts';
import type { ModelPrices } from '../model/model-prices.ts';
import { levelOf, type Measure, type Overview, type Panel } from '../model/overview.ts';
import type { Row } from '../model/row.ts';
import { type Scope, WHOLE } from '../model/scope.ts';
import type { SourceId } from '../model/source.ts';
import type { QueryLake } from '../ports/lake.ts';
import { GROUPS } from './groups.ts';
import type { MeasureUnit } from './measure-unit.ts';
import type { PanelReading, PanelUnit, Seen } from './panel-unit.ts';
import { PANELS } from './panels.ts';
import { OVERVIEW_QUERIES, OVERVIEW_QUERY_IDS, type OverviewQueryId } from './queries.ts';

/** What an overview is made over. */
export interface OverviewSources {
  readonly lake: Pick<QueryLake, 'query'>;
  readonly coverage: readonly CoverageEntry[];
  readonly prices: ModelPrices;
  readonly scope?: Scope;
}

/** More groups of hour, caller and model than this are not delivered, and the panels say so. */
const MOST_ROWS = 200_000;

/** Asks the lake for everything the panels and groups show. */
export async function lookOver({
  lake,
  coverage,
  prices,
  scope = WHOLE,
}: OverviewSources): Promise<Overview> {
  const rows: Partial<Record<OverviewQueryId, readonly Row[]>> = {};
  const cut: OverviewQueryId[] = [];
  const withheld: OverviewQueryId[] = [];
  for (const id of OVERVIEW_QUERY_IDS) {
    const result = await lake.query({ sql: OVERVIEW_QUERIES[id], params: {}, scope, rowLimit: MOST_ROWS });
    rows[id] = result.rows;
    if (result.truncated) cut.push(id);
    if (result.withheld) withheld.push(id);
  }
  const times = coverage
    .flatMap(({ from, to }) => (from === null || to === null ? [] : [from, to]))
    .toSorted();
  const seenRows = { ...EMPTY, ...rows };
  const groups = [];
  for (const { id, title, measures } of GROUPS) {
    const told: Measure[] = [];
    for (const measure of measures) told.push(await measured(measure, { lake, coverage, scope }));
    groups.push({ id, title, measures: told });
  }
  return {
    from: times[0] ?? null,
    to: times.at(-1) ?? null,
    panels: PANELS.map((unit) =>
      panelOf(unit, {
        rows: seenRows,
        coverage: panelCoverage(unit, { entries: coverage, scope, withheld }),
        prices,
        cut: cut.length > 0,
      }),
    ),
    groups,
    prices: { asOf: prices.asOf, source: prices.source },
  };
}

const EMPTY: Seen['rows'] = {
  calls: [],
  interventions: [],
  texts: [],
  prompts: [],
  changes: [],
  denied: [],
  otherPlanes: [],
};

function panelOf(unit: PanelUnit, { cut, ...seen }: Seen & { readonly cut: boolean }): Panel {
  const { id, title, measures, unit: counts, threshold, perHour } = unit;
  const { coverage } = seen;
  const reading: PanelReading =
    coverage.records === 0 ? { value: null, text: nothingFoundText(coverage) } : unit.read(seen);
  const { value, text, series = [], bars = [], items = [], itemCount = items.length, notes = [] } = reading;
  return {
    id,
    title,
    measures,
    unit: counts,
    value,
    level: reading.level ?? levelOf(value, threshold),
    threshold,
    perHour,
    text,
    series,
    bars,
    items,
    itemCount,
    notes: cut ? [...notes, `only the first ${MOST_ROWS.toLocaleString('en-US')} groups were read`] : notes,
    coverage,
  };
}

/** A panel over prompts cannot be read where they are sealed. */
function panelCoverage(
  unit: PanelUnit,
  {
    entries,
    scope,
    withheld,
  }: {
    readonly entries: readonly CoverageEntry[];
    readonly scope: Scope;
    readonly withheld: readonly OverviewQueryId[];
  },
): StepCoverage {
  const coverage = coverageOf(unit, entries, scope);
  return unit.needsContent === true && withheld.length > 0 ? withheldCoverage(coverage) : coverage;
}

/** Where either source tells, those without a record do not spoil what the others told. */
function coverageOf(
  { sources, needs }: { readonly sources: readonly SourceId[]; readonly needs: 'all' | 'any' },
  entries: readonly CoverageEntry[],
  scope: Scope,
): StepCoverage {
  if (needs === 'all') return judgeCoverage(sources, entries, scope);
  const told = sources.filter((source) =>
    entries.some((entry) => entry.source === source && entry.records > 0),
  );
  const judged = judgeCoverage(told.length > 0 ? told : sources, entries, scope);
  const seen = entries.filter(({ source, records }) => told.includes(source) && records > 0);
  return { ...judged, stretches: joinStretches(seen.flatMap(({ stretches }) => stretches)) };
}

/** Where sources are compared, one that was not read would look like one in which nothing happened. */
function unreadSources(
  { sources, needs }: Pick<MeasureUnit & { readonly kind: 'told' }, 'sources' | 'needs'>,
  entries: readonly CoverageEntry[],
): readonly SourceId[] {
  if (needs === 'any') return [];
  return sources.filter(
    (source) =>
      !entries.some((entry) => entry.source === source && (entry.records > 0 || entry.status === 'complete')),
  );
}

async function measured(
  unit: MeasureUnit,
  { lake, coverage: entries, scope }: Required<Pick<OverviewSources, 'lake' | 'coverage' | 'scope'>>,
): Promise<Measure> {
  const { id, title } = unit;
  if (unit.kind === 'elsewhere') return { id, title, state: 'elsewhere', text: unit.where, coverage: null };
  const coverage = coverageOf(unit, entries, scope);
  const unread = unreadSources(unit, entries);
  if (unread.length > 0) {
    const text = nothingFoundText(judgeCoverage(unread, entries, scope));
    return { id, title, state: 'not-seen', text, coverage };
  }
  if (coverage.records === 0)
    return { id, title, state: 'not-seen', text: nothingFoundText(coverage), coverage };
  const { rows, withheld } = await lake.query({ sql: unit.sql, params: {}, scope });
  if (withheld) {
    const sealed = withheldCoverage(coverage);
    return { id, title, state: 'not-seen', text: nothingFoundText(sealed), coverage: sealed };
  }
  const said = rows[0] === undefined ? null : unit.say(rows[0]);
  return said === null
    ? {
        id,
        title,
        state: 'not-seen',
        text: `cannot be told: the records hold no ${(unit.lacking ?? 'such value').replace(/^(a|an|the) /, '')}`,
        coverage,
      }
    : { id, title, state: 'seen', text: said, coverage };
}
