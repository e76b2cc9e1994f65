import { type CustodyRecord, type EvidenceBatch, storedSlice } from '../../model/evidence.ts';
import type { CaseStore } from '../../ports/case-store.ts';

/** The files that hold a batch, by their names below the case folder, its manifest last. */
export async function filesOfBatch(
  { manifest, pack }: EvidenceBatch,
  store: Pick<CaseStore, 'openFile'>,
): Promise<readonly string[]> {
  const name = manifestName(manifest);
  const pieces: Uint8Array[] = [];
  for await (const piece of store.openFile(name).read()) pieces.push(piece);
  const records = Buffer.concat(pieces)
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as CustodyRecord);
  return [...(pack === null ? [] : [packName(pack.name)]), ...objectNames(records), name];
}

/** Files of their own among these records, each once. */
export function objectNames(records: readonly CustodyRecord[]): readonly string[] {
  const own = records.map(storedSlice).filter(({ at }) => at.in === 'object');
  return [...new Set(own.map(({ sha256 }) => `evidence/objects/${sha256}`))];
}

export function packName(name: string): string {
  return `evidence/packs/${name}`;
}

export function manifestName(hash: string): string {
  return `evidence/manifests/${hash}.jsonl`;
}
