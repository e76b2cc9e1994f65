import { constants, gunzipSync } from 'node:zlib';
import { codeOf } from '../../base/errors.ts';
import { isGzip, quickText } from '../../lake/inflate.ts';
import { recognise } from '../../lake/recognise.ts';
import { READERS } from '../../readers/registry.ts';

/** How much of a file tells what it is. */
export const TELLING_BYTES = 1 << 20;

/** Kinds of file beside logs that hold nothing anybody said to a model. */
const OPEN_KINDS: ReadonlySet<string> = new Set([
  'cloudtrail-digest',
  'cloudtrail-insight',
  's3-notification',
  'vpc-flow-or-config',
  'bedrock-permission-check',
]);

/**
 * Whether a file may hold prompts or answers. Only what is known not to lies open: CloudTrail, and the kinds that come
 * with it. A file that is damaged, or of no kind heptad knows, may hold anything.
 * @param bytes the file, or its first `TELLING_BYTES`
 */
export function mayHoldContent(path: string, bytes: Uint8Array): boolean {
  const text = quickText(bytes) ?? beginningOf(bytes);
  if (text === null) return true;
  const what = recognise(text, path, READERS);
  if (what.kind !== 'reader') return what.kind !== 'empty';
  return what.reader.table !== 'cloudtrail' && !OPEN_KINDS.has(what.reader.id);
}

/** The text at the beginning of a file that was cut off or is damaged further on; null where there is none. */
function beginningOf(bytes: Uint8Array): Buffer | null {
  if (!isGzip(bytes)) return Buffer.from(bytes);
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * TELLING_BYTES });
  } catch (error) {
    if (codeOf(error)?.startsWith('Z_') === true || codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return null;
    throw error;
  }
}
