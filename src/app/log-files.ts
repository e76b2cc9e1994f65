import { closeSync, createReadStream, openSync, readFileSync, readSync, type Stats, statSync } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { codeOf, UserError } from '../base/errors.ts';
import type { EvidenceWriter } from '../ports/case-store.ts';
import type { SourceBatch, SourceFile } from '../ports/lake.ts';
import { mayHoldContent, TELLING_BYTES } from './sealing/content-judge.ts';

/** Packed bytes a batch brings: large enough that a part is worth its flush, small enough for bounded memory. */
const BATCH_BYTES = 6 * 1024 * 1024;
const BATCH_FILES = 12_000;

/** Finds the files below the given paths, in the order of the times in their names; links are not followed. */
export async function findLogFiles(paths: readonly string[]): Promise<readonly SourceFile[]> {
  const found: SourceFile[] = [];
  for (const path of paths.map((given) => resolve(given))) {
    const stat = await statGiven(path);
    if (stat.isDirectory()) await walk(path, found);
    else if (stat.isFile()) found.push({ path, size: stat.size, modified: stat.mtime.toISOString() });
    else
      throw new UserError(`${path} is neither a file nor a folder`, {
        fix: 'give the folder or file that holds the logs; links are not followed',
      });
  }
  const keyed = found.map((file) => ({ file, key: /_(\d{8}T\d{4})\d*Z_/.exec(file.path)?.[1] ?? file.path }));
  return keyed
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.file.path < b.file.path ? -1 : 1))
    .map(({ file }) => file);
}

/** Makes batches of files, each with its own evidence writer. */
export async function* logBatches(
  files: readonly SourceFile[],
  openEvidence: () => EvidenceWriter,
): AsyncGenerator<SourceBatch> {
  let batch: SourceFile[] = [];
  let size = 0;
  for (const file of files) {
    if (batch.length > 0 && (size + file.size > BATCH_BYTES || batch.length >= BATCH_FILES)) {
      yield fileBatch(batch, openEvidence());
      batch = [];
      size = 0;
    }
    batch.push(file);
    size += file.size;
  }
  if (batch.length > 0) yield fileBatch(batch, openEvidence());
}

/** The same content is handed over again when the lake reads a batch a second time: evidence takes it once. */
function fileBatch(files: readonly SourceFile[], evidence: EvidenceWriter): SourceBatch {
  const taken = new Map<number, { readonly sha256: string; readonly seen: boolean }>();
  const fileAt = (index: number): SourceFile => {
    const file = files[index];
    if (file === undefined) throw new RangeError(`no file ${index} in the batch`);
    return file;
  };
  return {
    files,
    open(index) {
      const file = fileAt(index);
      if (file.link === true) throw new UserError('it is a symbolic link, and links are not followed');
      const bytes = readFileSync(file.path);
      const content = evidence.seals && mayHoldContent(file.path, bytes);
      const given = { source: file.path, modified: file.modified, content };
      const known = taken.get(index) ?? evidence.add(given, bytes);
      taken.set(index, known);
      return { ...known, bytes };
    },
    async keep(index) {
      const file = fileAt(index);
      const content = evidence.seals && mayHoldContent(file.path, beginningOf(file.path));
      const given = { source: file.path, modified: file.modified, content };
      const known =
        taken.get(index) ??
        (await evidence.addStream(given, createReadStream(file.path, { highWaterMark: 1 << 20 })));
      taken.set(index, known);
      return known;
    },
    stream: (index) => createReadStream(fileAt(index).path, { highWaterMark: 1 << 20 }),
    commit: () => evidence.commit(),
  };
}

function beginningOf(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(TELLING_BYTES);
    return bytes.subarray(0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

/** @throws UserError for a path at which there is nothing to read */
export async function checkLogPaths(paths: readonly string[]): Promise<void> {
  for (const path of paths) await statGiven(resolve(path));
}

async function walk(folder: string, found: SourceFile[]): Promise<void> {
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await walk(path, found);
    else if (entry.isSymbolicLink())
      found.push({ path: path.split(sep).join('/'), size: 0, modified: '', link: true });
    else if (entry.isFile()) {
      const { size, mtime } = statSync(path);
      found.push({ path: path.split(sep).join('/'), size, modified: mtime.toISOString() });
    }
  }
}

async function statGiven(path: string): Promise<Stats> {
  try {
    return await lstat(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new UserError(`there is nothing at ${path}`, { fix: 'give a folder or file that holds logs' });
  }
}
