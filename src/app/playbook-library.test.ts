import { ACTIONS } from '../actions/registry.gen.ts';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPlaybooks } from './check-playbooks.ts';
import { knownRules } from './rules/known-rules.ts';
import { findPlaybook, listPlaybooks } from './playbook-library.ts';

const SMALL = fileURLToPath(new URL('../../test/fixtures/playbooks/small.yaml', import.meta.url));
const CHECKS = { knownActions: ACTIONS, knownRules: knownRules() };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heptad-playbooks-'));
  mkdirSync(join(folder, 'small'));
  mkdirSync(join(folder, 'notes'));
  writeFileSync(join(folder, 'small', 'playbook.yaml'), readFileSync(SMALL));
  writeFileSync(join(folder, 'small', 'cases.yaml'), 'cases: []\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the playbook library', () => {
  it('lists what is in the folder', () => {
    expect(listPlaybooks(folder)).toMatchObject([
      { id: 'small', version: '1.0.0', title: 'A small playbook' },
    ]);
  });

  it('finds a playbook by id, by file and by folder', () => {
    const found = [
      findPlaybook('small', folder),
      findPlaybook(SMALL, folder),
      findPlaybook(join(folder, 'small'), folder),
    ];
    expect(new Set(found.map(({ playbook }) => playbook.sha256)).size).toBe(1);
    expect(found[0]?.playbook.elements).toHaveLength(7);
  });

  it('says which playbooks there are when there is none of the name', () => {
    expect(() => findPlaybook('smal', folder)).toThrow(expect.objectContaining({ fix: "write 'small'" }));
    expect(() => findPlaybook(join(folder, 'notes'), folder)).toThrow(/cannot be read/);
  });

  it('tells the faults of a playbook that cannot be run', () => {
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, 'heptad: 1\n');
    expect(() => findPlaybook(broken, folder)).toThrow(/broken\.yaml:1:1: .*has no 'id'/);
  });
});

describe('checkPlaybooks', () => {
  it('checks the playbooks of a folder, and not what lies beside them', async () => {
    const checked = await checkPlaybooks([folder, join(folder, 'small', 'playbook.yaml')], CHECKS);
    expect(checked.map(({ diagnostics }) => diagnostics)).toEqual([[]]);
  });

  it('refuses a path that is not there, and a folder without a playbook', async () => {
    await expect(checkPlaybooks([join(folder, 'nothing')], CHECKS)).rejects.toThrow(/there is no/);
    await expect(checkPlaybooks([join(folder, 'notes')], CHECKS)).rejects.toThrow(/holds no playbook/);
  });
});
