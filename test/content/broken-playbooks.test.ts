import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/documents/diagnostic.ts';
import { ACTIONS } from '../../src/actions/registry.gen.ts';
import { formatDiagnostic } from '../../src/documents/diagnostic.ts';
import { knownRules } from '../../src/app/rules/known-rules.ts';
import { readSource } from '../../src/documents/read-source.ts';
import { checkPlaybook } from '../../src/playbook/check.ts';
import { fakeSql } from '../support/fake-sql.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));
const BROKEN = join(FIXTURES, 'broken-playbooks');
const files = readdirSync(BROKEN).filter((name) => name.endsWith('.yaml'));

async function faultsOf(path: string): Promise<readonly Diagnostic[]> {
  const source = readSource(path, readFileSync(path));
  if (!source.ok) return source.diagnostics;
  return checkPlaybook({
    file: path,
    text: source.text,
    knownActions: ACTIONS.filter(({ id }) => id === 'iam/disable-access-key'),
    knownRules: knownRules(),
    checkSql: fakeSql,
  });
}

/**
 * What a fixture expects, as `line:column rule`. `# expect: COLUMN RULE` (several joined by `;`) speaks of its own
 * line; `# expect at LINE:COLUMN RULE` of another one, where no comment can stand.
 */
function expectationsOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  const here = lines.flatMap((line, index) => {
    const list = /# expect: (.+)$/.exec(line)?.[1] ?? '';
    return list
      .split(';')
      .filter(Boolean)
      .map((each) => `${index + 1}:${each.trim()}`);
  });
  const there = [...text.matchAll(/# expect at (\d+:\d+ [\w-]+)/g)].map((match) => match[1] ?? '');
  return [...here, ...there].toSorted();
}

describe('broken playbooks', () => {
  it('cover at least 32 kinds of fault', () => {
    expect(files.length).toBeGreaterThanOrEqual(32);
  });

  it.each(files)('%s: every fault at its line and column, with its rule', async (name) => {
    const path = join(BROKEN, name);
    const faults = await faultsOf(path);
    const told = faults.map(({ line, column, rule }) => `${line}:${column} ${rule}`).toSorted();
    expect(told).toEqual(expectationsOf(readFileSync(path, 'latin1')));
    expect(told.length).toBeGreaterThan(0);
  });

  it.each(files)('%s: every fault says what, why and how to mend it', async (name) => {
    for (const fault of await faultsOf(join(BROKEN, name))) {
      expect(fault.what.length).toBeGreaterThan(10);
      expect(fault.why.length).toBeGreaterThan(10);
      expect(fault.fix.length).toBeGreaterThan(8);
      expect(formatDiagnostic(fault)).toMatch(/^.+:\d+:\d+: .+ Fix: .+ \[[a-z-]+\]$/);
    }
  });

  it('names the step a fault belongs to', async () => {
    const [fault] = await faultsOf(join(BROKEN, 'unknown-action.yaml'));
    expect(fault?.step).toBe('access-new-credentials');
    expect(fault?.what).toContain("'access-new-credentials'");
  });

  it('a valid playbook gives none', async () => {
    const faults = await faultsOf(join(FIXTURES, 'playbooks', 'small.yaml'));
    expect(faults.map(formatDiagnostic)).toEqual([]);
  });
});
