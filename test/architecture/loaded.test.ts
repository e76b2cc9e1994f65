import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { DIST } from '../support/built.ts';

const RECORDER = fileURLToPath(new URL('../support/record-modules.mjs', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'heptad-loaded-'));

/** Large packages that a command must not load before it needs them. */
const HEAVY: Readonly<Record<string, RegExp>> = {
  'AWS SDK': /\/node_modules\/@(aws-sdk|smithy)\//,
  DuckDB: /\/node_modules\/@duckdb\//,
  'the Trino grammar': /\/node_modules\/(dt-sql-parser|antlr4)/,
  'the IAM actions': /\/node_modules\/@cloud-copilot\//,
};

/** The modules that a run of the built program loads. */
function loadedBy(args: readonly string[]): readonly string[] {
  const record = join(scratch, 'modules.txt');
  writeFileSync(record, '');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', RECORDER, join(DIST, 'main.js'), ...args],
    {
      encoding: 'utf8',
      env: { ...process.env, HEPTAD_TEST_MODULES: record, XDG_DATA_HOME: scratch, NODE_OPTIONS: '' },
    },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) });
  return readFileSync(record, 'utf8').split('\n').filter(Boolean);
}

function heavyAmong(modules: readonly string[]): readonly string[] {
  return Object.entries(HEAVY).flatMap(([name, pattern]) =>
    modules.some((module) => pattern.test(module)) ? [name] : [],
  );
}

describe('what a command loads', () => {
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it.each([
    { name: 'heptad', args: [] },
    { name: 'heptad --help', args: ['--help'] },
    { name: 'heptad --version', args: ['--version'] },
    { name: 'heptad playbook list', args: ['playbook', 'list'] },
    { name: 'heptad playbook show', args: ['playbook', 'show', 'test/fixtures/contract/short'] },
    { name: 'heptad case list', args: ['case', 'list'] },
    { name: 'heptad run --help', args: ['run', '--help'] },
  ])('$name loads no heavy package', ({ args }) => {
    const modules = loadedBy(args);
    expect(modules.some((module) => module.endsWith('/dist/main.js'))).toBe(true);
    expect(heavyAmong(modules)).toEqual([]);
  });

  it('heptad --help loads nothing but the table of commands', () => {
    expect(loadedBy(['--help']).filter((module) => module.includes('/node_modules/'))).toEqual([]);
  });

  it('sees a heavy package where one is loaded', () => {
    const logs = join(scratch, 'logs.json');
    writeFileSync(
      logs,
      JSON.stringify({
        Records: [
          { eventTime: '2026-01-15T10:00:00Z', eventName: 'ListUsers', eventSource: 'iam.amazonaws.com' },
        ],
      }),
    );
    expect(
      heavyAmong(loadedBy(['logs', 'query', 'SELECT eventname FROM cloudtrail', '--logs', logs])),
    ).toContain('DuckDB');
  });
});
