import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { holdCase } from '../../src/case/case-folder.ts';
import type { CaseStore } from '../../src/ports/case-store.ts';
import { runProgram } from './program.ts';
import { writeLaterLogs, writeShortLogs } from './short-logs.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/contract/', import.meta.url));

/** The case in the data folder, so that it can be named by its id. */
export const CASE_BY_ID = 'hep-20250304-abcdef';

/**
 * A folder to run commands in: logs, playbooks, answers, and cases that are as they were whenever a command names
 * them. `walked` is finished, `paused` waits for an answer, `closed` is closed, `held` is held by this process,
 * `torn`, `edited` and `bitten` are damaged (last line, an entry, a byte of evidence).
 */
export interface PreparedCases {
  readonly cwd: string;
  /** Puts the cases back that a command line names. */
  restore(args: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

export function prepareCases(): PreparedCases {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'heptad-contract-')));
  cpSync(FIXTURES, cwd, { recursive: true });
  writeShortLogs(join(cwd, 'logs'));
  writeLaterLogs(join(cwd, 'later'));
  made(cwd, ['run', 'short', '--logs', 'logs', '--case', 'walked', '--answers', 'answers.yaml'], 0);
  made(cwd, ['run', 'short', '--logs', 'logs', '--case', 'paused', '--answers', 'some-answers.yaml'], 3);
  const templates = join(cwd, '.templates');
  for (const name of ['walked', 'paused'])
    cpSync(join(cwd, name), join(templates, name), { recursive: true });
  let held: CaseStore | null = null;
  const letGo = async (): Promise<void> => {
    await held?.close();
    held = null;
  };
  return {
    cwd,
    async restore(args) {
      await letGo();
      rmSync(join(cwd, 'data'), { recursive: true, force: true });
      for (const [name, { from, change }] of Object.entries(CASES)) {
        const folder = join(cwd, name);
        if (!args.includes(name) && existsSync(folder)) continue;
        rmSync(folder, { recursive: true, force: true });
        cpSync(join(templates, from), folder, { recursive: true });
        change?.(folder, cwd);
      }
      if (args.includes('held'))
        held = await holdCase(join(cwd, 'held'), {
          by: { human: 'somebody else', identity: null },
          clock: { now: () => '2025-03-04T12:00:00.000Z' },
        });
    },
    async remove() {
      await letGo();
      rmSync(cwd, { recursive: true, force: true });
    },
  };
}

interface CaseRecipe {
  readonly from: 'walked' | 'paused';
  readonly change?: (folder: string, cwd: string) => void;
}

const CASES: Readonly<Record<string, CaseRecipe>> = {
  walked: { from: 'walked' },
  paused: { from: 'paused' },
  held: { from: 'paused' },
  [`data/heptad/cases/${CASE_BY_ID}`]: { from: 'walked' },
  closed: {
    from: 'walked',
    change: (folder, cwd) => made(cwd, ['close', folder, '--note', 'handed to legal'], 0),
  },
  torn: {
    from: 'walked',
    change: (folder) => changed(join(folder, 'journal.jsonl'), (text) => text.slice(0, -40)),
  },
  edited: {
    from: 'walked',
    change: (folder) =>
      changed(join(folder, 'journal.jsonl'), (text) =>
        text.replace('public repository', 'public repositorz'),
      ),
  },
  bitten: { from: 'walked', change: bite },
};

/** Alters one byte of the logs as they were collected. */
function bite(folder: string): void {
  const packs = join(folder, 'evidence', 'packs');
  const pack =
    readdirSync(packs).find((name) => readFileSync(join(packs, name)).includes('Permission is hereby')) ?? '';
  changed(join(packs, pack), (text) => text.replace('Permission is hereby', 'Permissiom is hereby'));
}

function changed(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, 'latin1');
  if (change(text) === text) throw new Error(`nothing was changed in ${file}`);
  writeFileSync(file, change(text), 'latin1');
}

function made(cwd: string, args: readonly string[], exit: number): void {
  const run = runProgram(args, { cwd });
  if (run.exit !== exit)
    throw new Error(
      `preparing the cases: heptad ${args.join(' ')} gave ${run.exit}, not ${exit}\n${run.stderr}`,
    );
}
