import { InternalError } from '../../base/errors.ts';
import type { EvidenceWriter } from '../../ports/case-store.ts';
import type { Collected, Collector } from '../../ports/collector.ts';
import type { SourceBatch } from '../../ports/lake.ts';
import { mayHoldContent } from '../sealing/content-judge.ts';

type Piece = Extract<Collected, { readonly kind: 'evidence' }>;

export interface PieceKeeping {
  readonly writer: EvidenceWriter;
  readonly collector: Collector;
  /** Brings a batch into the lake; a case that seals has one. */
  readonly ingest: ((batch: SourceBatch) => Promise<void>) | undefined;
}

/**
 * Keeps what a collector brought, and makes it durable. Logs whose content is sealed go into the lake on the way: once
 * they are sealed nobody here can read them again.
 */
export async function keepPieces(
  held: readonly Piece[],
  { writer, collector, ingest }: PieceKeeping,
): Promise<void> {
  const { holdsContent = false, gives } = collector;
  const sealed: Piece[] = [];
  for (const piece of held) {
    const { source, modified, bytes } = piece;
    const logs = writer.seals && gives === 'logs' && mayHoldContent(source, bytes);
    if (logs) sealed.push(piece);
    else writer.add({ source, modified, content: holdsContent }, bytes);
  }
  if (sealed.length === 0) return writer.commit();
  if (ingest === undefined) throw new InternalError('logs were to be sealed that no lake takes in');
  await ingest(batchOf(sealed, writer));
}

function batchOf(pieces: readonly Piece[], writer: EvidenceWriter): SourceBatch {
  const taken = new Map<number, ReturnType<EvidenceWriter['add']>>();
  const pieceAt = (index: number): Piece => {
    const piece = pieces[index];
    if (piece === undefined) throw new RangeError(`no piece ${index} in the batch`);
    return piece;
  };
  const taking = (index: number): ReturnType<EvidenceWriter['add']> => {
    const { source, modified, bytes } = pieceAt(index);
    const known = taken.get(index) ?? writer.add({ source, modified, content: true }, bytes);
    taken.set(index, known);
    return known;
  };
  return {
    files: pieces.map(({ source, modified, bytes }) => ({
      path: source,
      size: bytes.byteLength,
      modified: modified ?? '',
    })),
    open: (index) => ({ ...taking(index), bytes: pieceAt(index).bytes }),
    keep: (index) => Promise.resolve(taking(index)),
    stream: async function* (index) {
      yield pieceAt(index).bytes;
    },
    commit: () => writer.commit(),
  };
}
