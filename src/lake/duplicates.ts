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
  /** Fingerprint of a row whose content is sealed: its original cannot be read. */
  readonly print: string | null;
}

/** Rows that may stand for the same event: those whose ids share a hash. A table of hashes is a third of one of ids. */
const REPEATED = (
  table: string,
  id: string,
): string => `SELECT t.${id}, t.evidence, t.record, t.byte_offset, t.byte_length, f.reader, f.path, p.print
FROM ${table} t JOIN (SELECT sha256, min(reader) AS reader, min(path) AS path FROM lake_files WHERE status <> 'identical' GROUP BY sha256) f ON f.sha256 = t.evidence
LEFT JOIN lake_prints p ON p.evidence = t.evidence AND p.record = t.record
WHERE t.${id} IS NOT NULL AND hash(t.${id}) IN (SELECT hash(${id}) FROM ${table} WHERE ${id} IS NOT NULL GROUP BY 1 HAVING count(*) > 1) ORDER BY t.evidence, t.byte_offset`;

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
    const places = rows.map(([key, evidence, record, offset, length, reader, path, print]) => ({
      key: String(key),
      evidence: String(evidence),
      record: Number(record),
      offset: Number(offset),
      length: Number(length),
      reader: String(reader),
      path: String(path),
      print: typeof print === 'string' ? print : null,
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
    for await (const [place, print] of printed(own, readers, () => originals(evidence))) {
      const content = `${place.key} ${print}`;
      if (seen.has(content)) repeated.push({ evidence, record: place.record });
      else seen.add(content);
    }
  }
  return repeated;
}

/** Each row with the fingerprint of its content: the one that was taken before it was sealed, or of its original. */
async function* printed(
  places: readonly Place[],
  readers: readonly Reader[],
  original: () => AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly [Place, string]> {
  for (const place of places) if (place.print !== null) yield [place, place.print];
  const open = places.filter(({ print }) => print === null);
  if (open.length === 0) return;
  let at = 0;
  for await (const bytes of originalSlices(original(), open)) {
    const place = open[at++];
    if (place === undefined) break;
    const reader = readers.find(({ id }) => id === place.reader);
    yield [place, sha256(contentOf(bytes.toString('utf8'), place.path, reader))];
  }
}

/** An event in a wrapping of its source (LookupEvents) is the same event as the one a trail delivered. */
function contentOf(text: string, path: string, reader: Reader | undefined): string {
  const made = reader?.rewrite?.({ text, path });
  if (made?.ok === true) return made.rows.map((row) => canonicalJson(JSON.parse(row))).join('\n');
  return canonicalJson(JSON.parse(text));
}
