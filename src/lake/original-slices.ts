import { IntegrityError } from '../base/errors.ts';
import { carefulText } from './inflate.ts';

/** Gives the bytes of a file in evidence, as they were collected. */
export type Originals = (evidence: string) => AsyncIterable<Uint8Array>;

export interface Slice {
  readonly offset: number;
  readonly length: number;
}

/** Cuts slices out of a file's uncompressed text in one pass, whatever its size. `slices` are in order of offset. */
export async function* originalSlices(
  file: AsyncIterable<Uint8Array>,
  slices: readonly Slice[],
): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  let base = 0;
  let next = 0;
  for await (const piece of carefulText(file)) {
    if ('damage' in piece) break;
    held = held.length === 0 ? piece.bytes : Buffer.concat([held, piece.bytes]);
    for (
      let slice = slices[next];
      slice !== undefined && slice.offset + slice.length <= base + held.length;
      slice = slices[next]
    ) {
      yield held.subarray(slice.offset - base, slice.offset - base + slice.length);
      next += 1;
    }
    const wanted = slices[next];
    if (wanted === undefined) return;
    const drop = Math.min(held.length, Math.max(0, wanted.offset - base));
    held = held.subarray(drop);
    base += drop;
  }
  if (next < slices.length)
    throw new IntegrityError('an original is shorter than the lake says', {
      fix: 'run heptad verify on the case',
    });
}
