import { type CaseReading, readCase } from '../case/case-folder.ts';
import { verifyCase } from '../case/verify.ts';
import { foldJournal } from '../engine/apply.ts';
import { LakeQueries } from '../lake/lake-queries.ts';
import { Parts } from '../lake/parts.ts';
import type { CaseState } from '../model/case-state.ts';
import type { CustodyRecord, EvidenceBatch } from '../model/evidence.ts';
import type { ModelPrices } from '../model/model-prices.ts';
import { NO_ORGANIZATION } from '../model/organization.ts';
import type { Report } from '../model/report.ts';
import { WHOLE } from '../model/scope.ts';
import { lookOver } from '../overview/look-over.ts';
import { buildReport } from './build-report.ts';
import { coverageEntries } from './case-coverage.ts';
import { playbookOf } from './case-playbook.ts';
import { lakeFolderOf } from './case-lake.ts';
import { loadPrices } from './overview/price-table.ts';

export type ReportFormat = 'html' | 'md' | 'json';

/**
 * The report of a case, as a model. Reads only; the case may be held by another process. Without prices it is made
 * without the overview, for those who show none.
 */
export async function reportOf(
  folder: string,
  generated: { readonly at: string; readonly by: string },
  prices: ModelPrices | null = loadPrices(null, NO_ORGANIZATION),
): Promise<Report> {
  const reading = readCase(folder);
  const state = foldJournal(reading.entries);
  const checked = verifyCase(folder, null);
  const custody: (CustodyRecord & { readonly batch: EvidenceBatch })[] = [];
  for await (const record of reading.custody()) custody.push(record);
  return buildReport({
    playbook: await playbookOf(reading.entries, reading),
    state,
    entries: reading.entries,
    custody,
    integrity: {
      entries: checked.entries,
      head: checked.head,
      ok: checked.ok,
      detail: checked.ok
        ? `${checked.evidence.files} files of evidence checked byte for byte`
        : checked.faults
            .slice(0, 5)
            .map(({ place, problem }) => `${place}: ${problem}`)
            .join('; '),
    },
    generated,
    eventTimes: await eventTimes(reading, state),
    overview: prices === null ? null : await overviewOfCase(reading, state, prices),
  });
}

/** Renders a report; each renderer is loaded only when it is asked for. */
export async function renderReport(report: Report, format: ReportFormat): Promise<string> {
  switch (format) {
    case 'html':
      return (await import('../report/html.ts')).renderHtml(report);
    case 'md':
      return (await import('../report/markdown.ts')).renderMarkdown(report);
    case 'json':
      return (await import('../report/json.ts')).renderJson(report);
  }
}

const TIMES = `SELECT eventid, min(eventtime) AS eventtime FROM cloudtrail WHERE eventid IN (SELECT id FROM UNNEST(split(:ids, ',')) AS t(id)) GROUP BY 1
UNION ALL SELECT requestid, min("timestamp") FROM bedrock_invocations WHERE requestid IN (SELECT id FROM UNNEST(split(:ids, ',')) AS t(id)) GROUP BY 1
UNION ALL SELECT eventid, min(eventtime) FROM google_events WHERE eventid IN (SELECT id FROM UNNEST(split(:ids, ',')) AS t(id)) GROUP BY 1`;

/** When the cited events happened. A lake that is not there leaves the findings' own first times. */
async function eventTimes(reading: CaseReading, state: CaseState): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(Object.values(state.findings).flatMap(({ events }) => events))].filter(
    (id) => !id.includes(','),
  );
  const parts = new Parts(lakeFolderOf(reading.folder));
  if (ids.length === 0 || parts.paths('files').length === 0) return new Map();
  const queries = new LakeQueries(parts);
  try {
    const { rows } = await queries.query({
      sql: TIMES,
      params: { ids: ids.join(',') },
      scope: WHOLE,
      rowLimit: 1_000_000,
    });
    return new Map(
      rows.flatMap(({ eventid, eventtime }) =>
        typeof eventid === 'string' && typeof eventtime === 'string' ? [[eventid, eventtime] as const] : [],
      ),
    );
  } finally {
    await queries.close();
  }
}

/** How the workload of a case stands, within the scope of the case; null while its lake is not complete. */
async function overviewOfCase(
  { folder }: CaseReading,
  state: CaseState,
  prices: ModelPrices,
): Promise<Report['overview']> {
  const parts = new Parts(lakeFolderOf(folder));
  if (parts.summary === null) return null;
  const queries = new LakeQueries(parts);
  try {
    const scope = state.opened?.scope ?? WHOLE;
    return await lookOver({ lake: queries, coverage: coverageEntries(state), prices, scope });
  } finally {
    await queries.close();
  }
}
