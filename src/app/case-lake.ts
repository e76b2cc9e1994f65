import { join } from 'node:path';
import { CaseLake } from '../lake/case-lake.ts';
import type { CaseStore } from '../ports/case-store.ts';
import { READERS } from '../readers/registry.ts';

/** The lake of a case in hand. */
export function caseLake(store: Pick<CaseStore, 'lakeFolder' | 'readEvidence' | 'sealer'>): CaseLake {
  return new CaseLake({
    folder: store.lakeFolder,
    readers: READERS,
    originals: (sha256) => store.readEvidence(sha256),
    sealer: () => store.sealer(),
  });
}

export function lakeFolderOf(caseFolder: string): string {
  return join(caseFolder, 'lake');
}
