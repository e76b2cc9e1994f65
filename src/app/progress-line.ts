import { bytesText } from '../base/text.ts';
import type { IngestProgress } from '../ports/lake.ts';

const WIDTH = 24;

/** `reading [######      ] 1,200 of 4,000 files, 71.0 MB of 237.0 MB, 312,000 events`. */
export function progressLine(
  done: IngestProgress,
  total: { readonly files: number; readonly bytes: number },
): string {
  const share = total.bytes === 0 ? 1 : Math.min(1, done.bytes / total.bytes);
  const bar = '#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH);
  const files = `${done.files.toLocaleString('en-US')} of ${total.files.toLocaleString('en-US')} files`;
  return `reading [${bar}] ${files}, ${bytesText(done.bytes)} of ${bytesText(total.bytes)}, ${done.rows.toLocaleString('en-US')} events`;
}
