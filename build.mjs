// Compiles src/ to dist/, makes the command executable, and lets `npx heptad` find it in this clone without installing it.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';

rmSync(new URL('./dist', import.meta.url), { recursive: true, force: true });
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
  cwd: new URL('.', import.meta.url),
});
if (status !== 0) process.exit(status ?? 1);
chmodSync(new URL('./dist/main.js', import.meta.url), 0o755);

const commands = new URL('./node_modules/.bin/', import.meta.url);
if (existsSync(commands)) {
  const link = new URL('heptad', commands);
  rmSync(link, { force: true });
  symlinkSync('../../dist/main.js', link);
}
