import { counted, listed } from '../base/text.ts';
import { COVERAGE_STATUSES, type CoverageStatus } from '../model/coverage.ts';
import type { Report, ReportCoverage, ReportQuestion } from '../model/report.ts';
import { SOURCES } from '../model/source.ts';
import { COVERAGE_TEXTS } from './wording.ts';

/** A line of what can't be known, and how many gaps it tells of. */
export interface Unknown {
  readonly text: string;
  readonly gaps: number;
}

/** What can't be known and why: sources not seen whole, questions without an answer in the logs, work not done. */
export function unknownsOf(report: Report): readonly Unknown[] {
  const nothing = report.coverage.length === 0 ? ['No log source was looked at'] : [];
  return [
    ...nothing.map(single),
    ...sourceUnknowns(report.coverage),
    ...[...questionTexts(report), ...stepTexts(report), ...openTexts(report)].map(single),
  ];
}

function single(text: string): Unknown {
  return { text, gaps: 1 };
}

/** A source's worst status, and how many of its accounts and Regions are not complete. */
export interface SourceCoverage {
  readonly title: string;
  readonly worst: ReportCoverage;
  readonly entries: readonly ReportCoverage[];
}

/** Coverage by source, the worst seen first. */
export function coverageBySource(coverage: readonly ReportCoverage[]): readonly SourceCoverage[] {
  const sources = [...new Set(coverage.map(({ source }) => source))];
  return sources
    .flatMap((source) => {
      const entries = coverage
        .filter((entry) => entry.source === source)
        .toSorted((a, b) => rank(b) - rank(a));
      const worst = entries[0];
      return worst === undefined ? [] : [{ title: SOURCES[source], worst, entries }];
    })
    .toSorted((a, b) => rank(b.worst) - rank(a.worst));
}

function rank({ status }: ReportCoverage): number {
  return COVERAGE_STATUSES.indexOf(status);
}

/** What was read in part or refused comes first: it says more than a long list of what there never was. */
function sourceUnknowns(coverage: readonly ReportCoverage[]): readonly Unknown[] {
  const sources = coverageBySource(coverage).filter(({ worst }) => worst.status !== 'complete');
  const seen = sources.filter((source) => !isAbsent(source));
  const absent = ABSENT.flatMap((status) => {
    const same = sources.filter((source) => isAbsent(source) && source.worst.status === status);
    return same.length > 1 ? [joined(status, same)] : same.map((source) => single(sourceText(source)));
  });
  return [...seen.map((source) => single(sourceText(source))), ...absent];
}

/** Nothing was read of such a source. */
const ABSENT = ['not-collected', 'not-enabled'] as const;
/** Every case rests on these: where they are absent it is told by itself. */
const DECISIVE: ReadonlySet<string> = new Set(['cloudtrail.management', 'bedrock.invocations']);

function isAbsent({ worst, entries }: SourceCoverage): boolean {
  if (DECISIVE.has(worst.source)) return false;
  return entries.every(({ status }) => ABSENT.some((absent) => absent === status));
}

function joined(status: CoverageStatus, sources: readonly SourceCoverage[]): Unknown {
  const [detail = '', ...others] = new Set(sources.map(({ worst }) => worst.detail));
  const why = detail === '' || others.length > 0 ? '' : ` – ${detail}`;
  const titles = listed(sources.map(({ title }) => title));
  return {
    text: `Nothing was read of ${sources.length} sources, ${COVERAGE_TEXTS[status]}: ${titles}${why}`,
    gaps: sources.length,
  };
}

function sourceText({ title, worst, entries }: SourceCoverage): string {
  const detail = worst.detail === '' ? '' : ` – ${worst.detail}`;
  const others = entries.filter(({ status }) => status !== 'complete').length - 1;
  const more = others > 0 ? ` (and ${counted(others, 'more place')} not seen whole)` : '';
  return `${title}: ${COVERAGE_TEXTS[worst.status]}${detail}${more}`;
}

/** Whether the logs cannot answer a question, or the responder found that nothing can. */
export function isUnknowable({ answer, unanswerable }: ReportQuestion): boolean {
  return unanswerable !== null || answer === 'cannot-be-known';
}

function questionTexts({ elements }: Report): readonly string[] {
  return elements.flatMap(({ questions }) =>
    questions
      .filter((question) => isUnknowable(question))
      .map(
        ({ ask, why, unanswerable }) =>
          `${ask} – ${unanswerable ?? why ?? 'the responder found that it cannot be known'}`,
      ),
  );
}

/** Elements whose walk is not over: what they would have shown is not known. */
function openTexts({ elements }: Report): readonly string[] {
  const open = elements.filter(({ status }) => status !== 'done');
  if (open.length === 0) return [];
  return [`${counted(open.length, 'element')} not finished: ${listed(open.map(({ title }) => title))}`];
}

function stepTexts({ elements }: Report): readonly string[] {
  const undone = elements.flatMap(({ steps }) =>
    steps.filter(({ status }) => status === 'failed' || status === 'skipped'),
  );
  if (undone.length === 0) return [];
  const titles = [...new Set(undone.map(({ title }) => title))];
  const names = titles.slice(0, 5);
  const more = titles.length > 5 ? [`${titles.length - 5} more`] : [];
  return [`${counted(undone.length, 'step')} skipped or not done: ${listed([...names, ...more])}`];
}
