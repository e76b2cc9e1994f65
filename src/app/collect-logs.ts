import { COLLECTORS } from '../collectors/registry.ts';
import { WHOLE_FILE_LIMIT } from '../lake/inflate.ts';
import type { JournalEntry, Operator } from '../model/case-event.ts';
import type { CustodyRecord } from '../model/evidence.ts';
import type { CaseStore } from '../ports/case-store.ts';
import {
  accountKey,
  type IngestProgress,
  type Lake,
  type SourceBatch,
  type SourceFile,
} from '../ports/lake.ts';
import { findLogFiles, logBatches } from './log-files.ts';

/** The part of a lake that ingests. */
export type IngestLake = Pick<Lake, 'ingest' | 'accounted' | 'settle'>;

export interface Collecting {
  readonly store: CaseStore;
  readonly lake: IngestLake;
  readonly by: Operator;
  /** Sealed content is open to whoever asks this lake. */
  readonly opened?: boolean;
  /** Called now and then with what is done of how much. */
  readonly onProgress: (
    done: IngestProgress,
    total: { readonly files: number; readonly bytes: number },
  ) => void;
}

/**
 * Brings the files below `paths` into the case: into evidence first, then into the lake. What the case has already
 * (same path, size and time) is not read again, so that an interrupted run goes on where it was; what the lake lost or
 * never got is made again from the evidence.
 */
export async function collectLogs(paths: readonly string[], collecting: Collecting): Promise<void> {
  const { store, lake, by } = collecting;
  await restoreLake(collecting);
  const known = new Set<string>();
  for await (const record of store.custody()) known.add(stampOf(record.source, record.size, record.modified));
  const found = await findLogFiles(paths);
  const files = found.filter((file) => !known.has(stampOf(file.path, file.size, file.modified)));
  const total = totalOf(files);
  await lake.ingest(
    logBatches(files, () => store.openEvidence('local-files', by)),
    (done) => collecting.onProgress(done, total),
  );
  await settle(collecting);
}

/** Whose evidence is logs: all else (results, states, configuration) is kept and not read into the lake. */
const LOG_COLLECTORS: ReadonlySet<string> = new Set([
  'local-files',
  ...COLLECTORS.filter(({ gives }) => gives === 'logs').map(({ id }) => id),
]);

/** Makes the lake whole from the evidence, and journals what it amounts to if that changed. */
export async function restoreLake(collecting: Collecting): Promise<void> {
  const { store, lake } = collecting;
  const accounted = await lake.accounted();
  const missing: CustodyRecord[] = [];
  for await (const record of store.custody()) {
    if (
      LOG_COLLECTORS.has(record.batch.collector) &&
      !accounted.has(accountKey(record.source, record.sha256))
    )
      missing.push(record);
  }
  if (missing.length === 0) return;
  const seen = new Set([...accounted].map((key) => key.slice(0, 64)));
  const total = { files: missing.length, bytes: missing.reduce((sum, { size }) => sum + size, 0) };
  await lake.ingest(evidenceBatches(missing, store, seen), (done) => collecting.onProgress(done, total));
}

/** The paths that were named since the lake was last built: reading them was cut off, or has not begun. */
export function unreadPaths(entries: readonly JournalEntry[]): readonly string[] {
  const built = entries.findLastIndex(({ kind }) => kind === 'lake-built');
  return [
    ...new Set(
      entries.slice(built + 1).flatMap((entry) => (entry.kind === 'logs-named' ? entry.data.paths : [])),
    ),
  ];
}

/**
 * Settles the lake, and journals what it amounts to when that changed or new paths were read: a new generation only
 * when there is something new in it.
 */
export async function settle({ store, lake, by, opened = false }: Collecting): Promise<void> {
  const summary = await lake.settle();
  const last = store.entries().findLast((entry) => entry.kind === 'lake-built');
  const generation = last?.data.generation ?? 0;
  const { events, invocations, problems, files } = summary;
  const same =
    last !== undefined &&
    last.data.events === events &&
    last.data.invocations === invocations &&
    last.data.problems === problems &&
    last.data.files === files;
  if (same && unreadPaths(store.entries()).length === 0) return;
  await store.append(
    {
      kind: 'lake-built',
      data: {
        generation: same ? generation : generation + 1,
        ...summary,
        ...(opened ? { opened } : {}),
      },
    },
    by,
  );
}

/** What is held of the evidence at once, for each batch on its way: a file up to the lake's own limit may be more. */
const REBUILD_BYTES = 6 * 1024 * 1024;

async function* evidenceBatches(
  records: readonly CustodyRecord[],
  store: CaseStore,
  seen: Set<string>,
): AsyncGenerator<SourceBatch> {
  let batch: CustodyRecord[] = [];
  let size = 0;
  for (const record of records) {
    if (batch.length > 0 && size + record.size > REBUILD_BYTES) {
      yield await evidenceBatch(batch, store, seen);
      batch = [];
      size = 0;
    }
    batch.push(record);
    size += record.size;
  }
  if (batch.length > 0) yield await evidenceBatch(batch, store, seen);
}

/** Files from evidence: small ones are held, large ones stream. Nothing is to be kept; it is kept. */
async function evidenceBatch(
  records: readonly CustodyRecord[],
  store: CaseStore,
  seen: Set<string>,
): Promise<SourceBatch> {
  const held = await Promise.all(
    records.map(async (record) => (record.size > WHOLE_FILE_LIMIT ? null : wholeOf(store, record.sha256))),
  );
  const first = records.map(({ sha256 }) => {
    const before = seen.has(sha256);
    seen.add(sha256);
    return before;
  });
  const recordAt = (index: number): { readonly sha256: string; readonly seen: boolean } => ({
    sha256: records[index]?.sha256 ?? '',
    seen: first[index] ?? false,
  });
  return {
    files: records.map(({ source, size, modified }) => ({ path: source, size, modified: modified ?? '' })),
    open: (index) => ({ ...recordAt(index), bytes: held[index] ?? Buffer.alloc(0) }),
    keep: (index) => Promise.resolve(recordAt(index)),
    stream: (index) => store.readEvidence(recordAt(index).sha256),
    commit: () => Promise.resolve(),
  };
}

export async function wholeOf(store: Pick<CaseStore, 'readEvidence'>, sha256: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of store.readEvidence(sha256)) pieces.push(piece);
  return Buffer.concat(pieces);
}

function stampOf(path: string, size: number, modified: string | null): string {
  return `${size} ${modified ?? ''} ${path}`;
}

function totalOf(files: readonly SourceFile[]): { readonly files: number; readonly bytes: number } {
  return { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) };
}
