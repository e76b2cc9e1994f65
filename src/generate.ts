import { readFileSync, writeFileSync } from 'node:fs';
import { actionReference } from './app/action-reference.ts';
import { actionRegistry } from './app/action-registry.ts';
import { cliReference } from './app/cli-reference.ts';
import { insightsPage } from './app/insights/insights-page.ts';
import { playbookReference } from './app/playbook-reference.ts';
import { playbooksPage } from './app/playbooks-page.ts';
import { evidencePage } from './app/scenario-evidence/evidence-page.ts';
import { signalsPage } from './app/signals/signals-page.ts';
import { COMMANDS } from './cli/table-of-commands.ts';

// Writes what is made from the code: node dist/generate.js. With --check it writes nothing and fails when a file is stale.

const io = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: process.env };
const commands = await Promise.all(
  COMMANDS.map(async ({ name, summary, load }) => ({ name, summary, command: (await load())(io) })),
);
const files: Readonly<Record<string, string>> = {
  'src/actions/registry.gen.ts': actionRegistry(new URL('../src/actions/', import.meta.url)),
  'docs/reference/actions.md': actionReference(),
  'docs/reference/cli.md': cliReference(commands),
  'docs/reference/genai-workload.md': playbookReference('genai-workload'),
  'docs/reference/playbooks.md': playbooksPage(),
  'docs/reference/insights-queries.md': insightsPage(),
  'docs/reference/signals.md': signalsPage(),
  'docs/reference/leaked-credential.md': await evidencePage(),
};

const stale = Object.entries(files).filter(([path, text]) => readIfThere(path) !== text);
if (process.argv.includes('--check')) {
  for (const [path] of stale) process.stderr.write(`${path} is stale: run npm run generate\n`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [path, text] of stale) {
    writeFileSync(new URL(`../${path}`, import.meta.url), text);
    process.stdout.write(`wrote ${path}\n`);
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
