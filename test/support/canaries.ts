import { DuckDBInstance } from '@duckdb/node-api';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readCase } from '../../src/case/case-folder.ts';

/** Finds what stands only in prompts and answers. */
export type CanaryFinder = (text: string) => readonly string[];

const byWord: CanaryFinder = (text) => text.match(/CANARY[A-Z]*\d*/g) ?? [];

/** Every canary that somebody without a key can read in a case: in files, in what they decode to, in its evidence. */
export async function canariesIn(folder: string, find = byWord): Promise<readonly string[]> {
  const found: string[] = [];
  const note = (place: string, bytes: Uint8Array): void => {
    for (const text of decodings(bytes)) for (const canary of find(text)) found.push(`${place}: ${canary}`);
  };
  for (const file of filesBelow(folder)) {
    note(file, readFileSync(file));
    if (file.endsWith('.parquet')) note(`${file} (rows)`, Buffer.from(await parquetRows(file)));
  }
  for await (const { text, place } of openEvidence(folder)) note(place, text);
  return [...new Set(found)];
}

/** The bytes as text, and as what they may be an encoding of. */
function decodings(bytes: Uint8Array): readonly string[] {
  const buffer = Buffer.from(bytes);
  const base64 = buffer.toString('latin1').match(/[A-Za-z0-9+/]{40,}={0,2}/g) ?? [];
  return [
    buffer.toString('latin1'),
    buffer.toString('utf16le'),
    ...base64.map((text) => Buffer.from(text, 'base64').toString('latin1')),
  ];
}

async function parquetRows(file: string): Promise<string> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const rows = await connection.runAndReadAll(`SELECT to_json(t) FROM read_parquet('${file}') t`);
  return rows
    .getRows()
    .map(([row]) => String(row))
    .join('\n');
}

/** Evidence that lies open, unpacked; what is sealed cannot be read, and has to say so. */
async function* openEvidence(
  folder: string,
): AsyncGenerator<{ readonly place: string; readonly text: Buffer }> {
  const reading = readCase(folder);
  for await (const { sha256, source, storage } of reading.custody()) {
    if (storage.in === 'age') continue;
    const pieces: Uint8Array[] = [];
    for await (const piece of reading.readEvidence(sha256)) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    yield { place: source, text: bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes };
  }
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
