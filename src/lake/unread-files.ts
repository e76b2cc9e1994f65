import type { DuckDBConnection } from '@duckdb/node-api';
import { counted } from '../base/text.ts';
import { type CoverageEntry, UNREAD } from '../model/coverage.ts';
import type { SourceId } from '../model/source.ts';
import type { LakeTable, Reader } from '../ports/reader.ts';

/** Where records of a table belong: the classes of source by the beginning of their ids, and the one named for them. */
const CLASSES: Readonly<Record<LakeTable, { readonly of: string; readonly main: SourceId }>> = {
  cloudtrail: { of: 'cloudtrail.', main: 'cloudtrail.management' },
  bedrock_invocations: { of: 'bedrock.invocations', main: 'bedrock.invocations' },
  bedrock_bodies: { of: 'bedrock.invocations', main: 'bedrock.invocations' },
  azure_events: { of: 'azure.', main: 'azure.activity' },
  google_events: { of: 'google.', main: 'google.audit.activity' },
};

/** Files with records that are not in the lake; what could not be opened at all may be of any kind. */
const UNREAD_FILES = `SELECT reader, count(DISTINCT path) FROM lake_files
WHERE status IN ('partial', 'unreadable') GROUP BY 1 ORDER BY 1`;

/**
 * Coverage with the files that were not read, or not to their end: what stood in them is missing, whatever is declared
 * of the rest. A class of source of which nothing else came is not readable.
 */
export async function withUnreadFiles(
  entries: readonly CoverageEntry[],
  connection: DuckDBConnection,
  readers: readonly Reader[],
): Promise<readonly CoverageEntry[]> {
  const counts = new Map<LakeTable | null, number>();
  for (const [name, files] of (await connection.runAndReadAll(UNREAD_FILES)).getRowsJson()) {
    const table = readers.find(({ id }) => id === name)?.table ?? null;
    counts.set(table, (counts.get(table) ?? 0) + Number(files));
  }
  let told = entries;
  for (const [table, files] of counts) {
    const detail = `${counted(files, 'file')} ${table === null ? 'of unknown kind ' : ''}${UNREAD}`;
    told = table === null ? withDetail(told, '', detail) : withClass(told, CLASSES[table], detail);
  }
  return told;
}

function withClass(
  entries: readonly CoverageEntry[],
  { of, main }: { readonly of: string; readonly main: SourceId },
  detail: string,
): readonly CoverageEntry[] {
  if (entries.some(({ source }) => source.startsWith(of))) return withDetail(entries, of, detail);
  const nowhere = { account: null, region: null, from: null, to: null, records: 0, stretches: [] };
  return [...entries, { source: main, status: 'not-readable', detail, ...nowhere }];
}

function withDetail(entries: readonly CoverageEntry[], of: string, detail: string): readonly CoverageEntry[] {
  return entries.map((entry) =>
    entry.source.startsWith(of) ? { ...entry, detail: `${entry.detail}; ${detail}` } : entry,
  );
}
