import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { UserError } from '../base/errors.ts';
import { sha256 } from '../base/hashing.ts';
import { readCase } from '../case/case-folder.ts';
import { foldJournal } from '../engine/apply.ts';
import { CaseLake } from '../lake/case-lake.ts';
import { LakeQueries } from '../lake/lake-queries.ts';
import type { EvidenceWriter } from '../ports/case-store.ts';
import type { IngestProgress, LakeSummary } from '../ports/lake.ts';
import { READERS } from '../readers/registry.ts';
import { coverageEntries } from './case-coverage.ts';
import { lakeFolderOf } from './case-lake.ts';
import { findLogFiles, logBatches } from './log-files.ts';
import { type ContentWish, openingOf } from './sealing/open-content.ts';

/** Where the logs to ask are: in a case, or in files. */
export type LakePlace =
  | {
      readonly case: string;
      /** Opens what is sealed there. */
      readonly content?: ContentWish | null;
      readonly show?: 'redacted' | 'text';
    }
  | { readonly logs: readonly string[] };

/** A lake to ask, and the way back to the bytes it was made of. */
export interface OpenLake {
  readonly lake: CaseLake;
  readonly queries: LakeQueries;
  readonly summary: LakeSummary;
  readonly original: (sha256: string) => AsyncIterable<Uint8Array>;
}

export type OnProgress = (
  done: IngestProgress,
  total: { readonly files: number; readonly bytes: number },
) => void;

/** Opens the lake of a case as it stands, or makes one of files that goes when it was asked. */
export async function withLake<T>(
  place: LakePlace,
  onProgress: OnProgress,
  use: (open: OpenLake) => Promise<T>,
): Promise<T> {
  return 'case' in place ? withCaseLake(place, use) : withPassingLake(place.logs, onProgress, use);
}

async function withCaseLake<T>(
  { case: folder, content = null, show = 'redacted' }: Extract<LakePlace, { readonly case: string }>,
  use: (open: OpenLake) => Promise<T>,
): Promise<T> {
  const reading = readCase(folder, content?.opener ?? null);
  const opening = content === null ? {} : { opening: await openingOf(reading.entries, content, show) };
  const lake = new CaseLake({
    folder: lakeFolderOf(folder),
    readers: READERS,
    originals: (hash) => reading.readEvidence(hash),
    readOnly: true,
  });
  const queries = new LakeQueries(lake.parts, opening);
  try {
    const { summary } = lake.parts;
    if (summary === null)
      throw new UserError('the lake of the case is not complete', {
        why: 'reading the logs was interrupted, or is under way',
        fix: `heptad resume ${folder} goes on with it`,
      });
    return await use({
      lake,
      queries,
      summary: { ...summary, coverage: coverageEntries(foldJournal(reading.entries)) },
      original: (hash) => reading.readEvidence(hash),
    });
  } finally {
    await queries.close();
    lake.close();
  }
}

async function withPassingLake<T>(
  paths: readonly string[],
  onProgress: OnProgress,
  use: (open: OpenLake) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'heptad-'));
  const originals = new Map<string, string>();
  const original = (hash: string): AsyncIterable<Uint8Array> =>
    createReadStream(originals.get(hash) ?? '', { highWaterMark: 1 << 20 });
  const lake = new CaseLake({ folder, readers: READERS, originals: original });
  const queries = new LakeQueries(lake.parts);
  try {
    const files = await findLogFiles(paths);
    const total = { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) };
    await lake.ingest(
      logBatches(files, () => hashingWriter(originals)),
      (done) => onProgress(done, total),
    );
    return await use({ lake, queries, summary: await lake.settle(), original });
  } finally {
    await queries.close();
    lake.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Hashes and remembers where content lies, and keeps nothing: the files stay where they are. */
function hashingWriter(originals: Map<string, string>): EvidenceWriter {
  const taken = (hash: string, source: string): { readonly sha256: string; readonly seen: boolean } => {
    const seen = originals.has(hash);
    if (!seen) originals.set(hash, source);
    return { sha256: hash, seen };
  };
  return {
    seals: false,
    add: ({ source }, bytes) => taken(sha256(bytes), source),
    addStream: async ({ source }, pieces) => {
      const digest = createHash('sha256');
      for await (const piece of pieces) digest.update(piece);
      return taken(digest.digest('hex'), source);
    },
    commit: () => Promise.resolve(),
  };
}
