import { WireError } from '../../wire/wire-error.ts';

/** The bytes a `Range` header asks for; several ranges or a unit that is not bytes are ignored, as S3 does. */
export function readRange(
  bytes: Uint8Array,
  header: string | undefined,
): { readonly bytes: Uint8Array; readonly range: string | undefined } {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return { bytes, range: undefined };
  const start = from === '' ? Math.max(0, bytes.length - Number(to)) : Number(from);
  const end = from === '' || to === '' ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1);
  if (start >= bytes.length || start > end)
    throw new WireError('InvalidRange', 'The requested range is not satisfiable', 416);
  return { bytes: bytes.subarray(start, end + 1), range: `bytes ${start}-${end}/${bytes.length}` };
}
