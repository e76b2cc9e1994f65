import type { DuckDBConnection } from '@duckdb/node-api';
import { canonicalJson } from '../base/canonical-json.ts';
import { sha256 } from '../base/hashing.ts';
import type { Reader } from '../ports/reader.ts';
import { type Originals, originalSlices } from './original-slices.ts';

/** A row that repeats one that stays. */
export interface Duplicate {
  readonly evidence: string;
  readonly record: number;
}

interface Place {
  readonly key: string;
  readonly evidence: string;
  readonly record: number;
  readonly offset: number;
  readonly length: number;
  readonly reader: string;
  readonly path: string;
}

/** Rows that may stand for the same event: those that share a non-null id. */
const REPEATED = (
  table: string,
  id: string,
): string => `SELECT t.${id}, t.evidence, t.record, t.byte_offset, t.byte_length, f.reader, f.path
FROM ${table} t JOIN (SELECT sha256, min(reader) AS reader, min(path) AS path FROM lake_files WHERE status <> 'identical' GROUP BY sha256) f ON f.sha256 = t.evidence
WHERE t.${id} IN (SELECT ${id} FROM ${table} WHERE ${id} IS NOT NULL GROUP BY ${id} HAVING count(*) > 1) ORDER BY t.evidence, t.byte_offset`;

/**
 * The rows that repeat an event: same id and same content (equal RFC 8785 form). Different events with one id stay,
 * and rows without an id are never merged.
 */
export async function findDuplicates(
  connection: DuckDBConnection,
  readers: readonly Reader[],
  originals: Originals,
): Promise<readonly Duplicate[]> {
  const found: Duplicate[] = [];
  for (const [table, id] of [
    ['cloudtrail', 'eventid'],
    ['bedrock_invocations', 'requestid'],
  ] as const) {
    const rows = (await connection.runAndReadAll(REPEATED(table, id))).getRowsJson();
    const places = rows.map(([key, evidence, record, offset, length, reader, path]) => ({
      key: String(key),
      evidence: String(evidence),
      record: Number(record),
      offset: Number(offset),
      length: Number(length),
      reader: String(reader),
      path: String(path),
    }));
    found.push(...(await repeats(places, readers, originals)));
  }
  return found;
}

async function repeats(
  places: readonly Place[],
  readers: readonly Reader[],
  originals: Originals,
): Promise<readonly Duplicate[]> {
  const byFile = new Map<string, Place[]>();
  for (const place of places) {
    const own = byFile.get(place.evidence);
    if (own === undefined) byFile.set(place.evidence, [place]);
    else own.push(place);
  }
  const seen = new Set<string>();
  const repeated: Duplicate[] = [];
  for (const [evidence, own] of byFile) {
    let at = 0;
    for await (const bytes of originalSlices(originals(evidence), own)) {
      const place = own[at++];
      if (place === undefined) break;
      const reader = readers.find(({ id }) => id === place.reader);
      const content = `${place.key} ${sha256(contentOf(bytes.toString('utf8'), place.path, reader))}`;
      if (seen.has(content)) repeated.push({ evidence, record: place.record });
      else seen.add(content);
    }
  }
  return repeated;
}

/** An event in a wrapping of its source (LookupEvents) is the same event as the one a trail delivered. */
function contentOf(text: string, path: string, reader: Reader | undefined): string {
  const made = reader?.rewrite?.({ text, path });
  if (made?.ok === true) return made.rows.map((row) => canonicalJson(JSON.parse(row))).join('\n');
  return canonicalJson(JSON.parse(text));
}
