import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The answers that go with the example. */
export const EXAMPLE_ANSWERS = fileURLToPath(
  new URL('../../examples/leaked-credential/answers.yaml', import.meta.url),
);

/** Raised whenever the logs change, so that those an older version made are not taken for these. */
const EDITION = 'leaked-credential-2';

/**
 * Has the simulated account write the example's logs below a folder, once: the same seed gives the same files. Gives
 * their folder.
 */
export async function makeExampleLogs(folder: string): Promise<string> {
  const logs = join(folder, EDITION);
  // It marks a folder whose logs are all there.
  const complete = join(folder, `.complete-${EDITION}`);
  if (existsSync(complete)) return logs;
  // Opening the account loads the clients of every service.
  const { exampleLogs } = await import('../simulator/scenarios/example-logs.ts');
  for (const { path, bytes } of exampleLogs()) {
    const file = join(logs, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  writeFileSync(complete, '');
  return logs;
}
