import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { publishFile } from '../base/durable-file.ts';
import { IntegrityError, UserError } from '../base/errors.ts';
import { counted } from '../base/text.ts';
import { type CaseReading, readCase } from '../case/case-folder.ts';
import type { Opener } from '../ports/seal.ts';

/** A piece of evidence, as the custody record that brought it tells of it. */
export interface EvidencePiece {
  /** When its batch was durable, ISO 8601 UTC. */
  readonly kept: string;
  readonly collector: string;
  readonly source: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** Modification time of the source, ISO 8601 UTC, where it has one. */
  readonly modified: string | null;
  readonly sealed: boolean;
}

/** The evidence of a case in the order in which it came, as far as the name of its source has this text in it. */
export async function evidencePieces(
  reading: Pick<CaseReading, 'custody'>,
  part = '',
): Promise<readonly EvidencePiece[]> {
  const pieces: EvidencePiece[] = [];
  for await (const { batch, source, sha256, size, modified, storage } of reading.custody())
    if (source.includes(part))
      pieces.push({
        kept: batch.endedAt,
        collector: batch.collector,
        source,
        sha256,
        size,
        modified,
        sealed: storage.in === 'age',
      });
  return pieces;
}

const HASH = /^([0-9a-f]{8,64})…?$/;

/** As lists show it; `pieceMeant` takes it back. */
export function shortHash(sha256: string): string {
  return `${sha256.slice(0, 12)}…`;
}

/**
 * The piece that is meant: by its SHA-256 or the first eight digits of it at least, by the whole name of its source
 * (the latest of that name), or by a part of it.
 * @throws UserError where none is, or pieces with different bytes are
 */
export function pieceMeant(pieces: readonly EvidencePiece[], reference: string): EvidencePiece {
  const named = pieces.findLast(({ source }) => source === reference);
  if (named !== undefined) return named;
  const digits = HASH.exec(reference)?.[1];
  const found = pieces.filter(({ sha256, source }) =>
    digits === undefined ? source.includes(reference) : sha256.startsWith(digits),
  );
  const [first] = found;
  if (first === undefined)
    throw new UserError(`no evidence ${reference} is in the case`, {
      fix: 'heptad evidence list CASE shows what there is; give the SHA-256 or the source of a piece',
    });
  if (found.some(({ sha256 }) => sha256 !== first.sha256)) throw severalMeant(found, reference);
  return first;
}

function severalMeant(found: readonly EvidencePiece[], reference: string): UserError {
  const shown = found.slice(0, 10).map(({ sha256, source }) => `  ${shortHash(sha256)}  ${source}`);
  const more = found.length > 10 ? [`  … and ${found.length - 10} more`] : [];
  return new UserError(
    `${reference} is in ${counted(found.length, 'piece')} of evidence:\n${[...shown, ...more].join('\n')}`,
    { fix: 'give one of them by its SHA-256' },
  );
}

/**
 * Copies a piece into a new file, byte for byte as it was collected.
 * @throws UserError for a file that is there, and for sealed evidence without its key; IntegrityError where the bytes
 *   are not those of the hash, and then there is no file
 */
export async function copyPiece(
  folder: string,
  { sha256 }: Pick<EvidencePiece, 'sha256'>,
  { file, opener }: { readonly file: string; readonly opener: Opener | null },
): Promise<void> {
  if (existsSync(file))
    throw new UserError(`${file} is there already`, { fix: 'give the name of a file that is not there' });
  const reading = readCase(folder, opener);
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.tmp-${process.pid}`;
  const digest = createHash('sha256');
  const writing = await open(temporary, 'wx', 0o600);
  try {
    for await (const bytes of reading.readEvidence(sha256)) {
      digest.update(bytes);
      await writeAll(writing, bytes);
    }
    await writing.close();
    if (digest.digest('hex') !== sha256)
      throw new IntegrityError(`evidence ${sha256} is not what it was`, {
        fix: 'run heptad verify on the case',
      });
    await publishFile(temporary, file);
  } catch (error) {
    await writing.close();
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.byteLength) written += (await file.write(bytes, written)).bytesWritten;
}
