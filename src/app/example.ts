import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXAMPLE_OPTIONS, exampleLogs } from '../simulator/story/write-logs.ts';

/** The answers that go with the example. */
export const EXAMPLE_ANSWERS = fileURLToPath(
  new URL('../../examples/leaked-credential/answers.yaml', import.meta.url),
);

/** Marks a folder whose logs are all there. */
const DONE = '.complete';

/** Makes the example's logs below a folder, once: the same seed gives the same files. Gives their folder. */
export function makeExampleLogs(folder: string): { readonly logs: string; readonly made: boolean } {
  const logs = join(folder, `leaked-credential-${EXAMPLE_OPTIONS.seed}`);
  if (existsSync(join(folder, `${DONE}-${EXAMPLE_OPTIONS.seed}`))) return { logs, made: false };
  for (const { path, bytes } of exampleLogs(EXAMPLE_OPTIONS).files) {
    const file = join(logs, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  writeFileSync(join(folder, `${DONE}-${EXAMPLE_OPTIONS.seed}`), '');
  return { logs, made: true };
}
