import type { CustodyRecord } from '../../model/evidence.ts';
import type { CaseStore } from '../../ports/case-store.ts';
import type { KeptEvidence, SourceStamp } from '../../ports/collector.ts';

type Store = Pick<CaseStore, 'custody' | 'readEvidence'>;

/** Evidence of a case as collectors look at it. What is kept while they run is not among what need not be fetched. */
export function keptEvidence(store: Store): KeptEvidence {
  let known: Promise<ReadonlySet<string>> | null = null;
  return {
    has: async (stamp) => {
      known ??= stampsOf(store);
      return (await known).has(keyOf(stamp));
    },
    async *records(collector, sourcePrefix) {
      for await (const { batch, source, size, modified, sha256 } of store.custody())
        if (batch.collector === collector && source.startsWith(sourcePrefix))
          yield { source, size, modified, sha256 };
    },
    read: async (sha256) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of store.readEvidence(sha256)) pieces.push(piece);
      return Buffer.concat(pieces);
    },
  };
}

async function stampsOf(store: Store): Promise<ReadonlySet<string>> {
  const stamps = new Set<string>();
  for await (const record of store.custody()) stamps.add(keyOf(record));
  return stamps;
}

function keyOf({ source, size, modified }: SourceStamp | CustodyRecord): string {
  return `${size} ${modified ?? ''} ${source}`;
}
