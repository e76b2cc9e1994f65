// npm run bench:scenarios: plays every scenario with nobody, its clumsy and its ideal responder over five seeds, and
// writes docs/reference/scenarios.md. Flags: --from DIR (results of `scenario test --json`, one file a seed, are taken
// from there instead of being played), --out FILE
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const SEEDS = ['test', 'b', 'c', 'd', 'e'];
const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    out: { type: 'string', default: join(root, 'docs/reference/scenarios.md') },
  },
});

const bySeed = SEEDS.map((seed) => ({ seed, results: resultsOf(seed) }));
const failures = bySeed.flatMap(({ seed, results }) =>
  results.flatMap((result) =>
    result.failures.map((failure) => `${result.scenario}, seed ${seed}: ${failure}`),
  ),
);
for (const failure of failures) console.error(failure);
writeFileSync(values.out, page());
process.exitCode = failures.length === 0 ? 0 : 1;

function resultsOf(seed) {
  if (values.from !== undefined)
    return JSON.parse(readFileSync(join(values.from, `seed-${seed}.json`), 'utf8'));
  const main = join(root, 'dist/main.js');
  const { stdout } = spawnSync(process.execPath, [main, 'scenario', 'test', '--json', '--seed', seed], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(stdout);
}

function page() {
  const ids = bySeed[0]?.results.map(({ scenario }) => scenario) ?? [];
  return [
    '# Scenarios',
    '',
    '<!-- Made by `npm run bench:scenarios`; do not edit. -->',
    '',
    'Points of damage by who responds, over five seeds. Damage is counted from the calls of the intruder that went',
    "through; the plays of a test are set in one day of January 2026, and no real time plays a part in them. 'nobody' is the story left",
    'alone. `heptad scenario test ID --seed SEED` plays one of them again. What each scenario is about stands in its own',
    'file, since this page may be read by those who will play it.',
    '',
    ...ids.flatMap(scenarioTable),
  ].join('\n');
}

function scenarioTable(id) {
  const found = /^title: (.*)$/m.exec(readFileSync(join(root, 'scenarios', id, 'scenario.yaml'), 'utf8'));
  const rows = bySeed.map(({ seed, results }) => {
    const { ideal, clumsy, none } = results.find(({ scenario }) => scenario === id).damage;
    return [seed, ideal, clumsy, none];
  });
  const table = [['seed', 'ideal', 'clumsy', 'nobody'], ...rows].map((row) => row.map(String));
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const [head, ...body] = table;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [`## ${id}: ${found?.[1] ?? ''}`, '', line(head), rule, ...body.map(line), ''];
}
