import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The built program that command tests run. */
export const DIST = process.env['HEPTAD_TEST_DIST'] ?? fileURLToPath(new URL('../../dist/', import.meta.url));

/** Builds dist/ anew where src/ has changed since: tests of the program must not test an old one. */
export function setup(): void {
  if (process.env['HEPTAD_TEST_DIST'] !== undefined) return;
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const built = `${root}dist/main.js`;
  if (existsSync(built) && statSync(built).mtimeMs > newest(`${root}src`)) return;
  execFileSync(process.execPath, [`${root}build.mjs`], { cwd: root, stdio: 'inherit' });
}

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name.endsWith('.ts'),
  );
  return Math.max(...files.map((entry) => statSync(`${entry.parentPath}/${entry.name}`).mtimeMs));
}
