import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { normalise } from '../support/normalise.ts';
import { writeShortLogs } from '../support/short-logs.ts';
import { playDialogue } from './play-dialogue.ts';
import { readDialogue } from './read-dialogue.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/contract/', import.meta.url));
const REAL_LOGS = fileURLToPath(new URL('../../../shared/data/invictus-aws_dataset', import.meta.url));
const DIALOGUES = fileURLToPath(new URL('dialogues/', import.meta.url));

let cwd = '';
beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'heptad-dialogue-')));
  cpSync(FIXTURES, cwd, { recursive: true });
  writeShortLogs(join(cwd, 'logs'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

describe('dialogues', () => {
  it.each([
    { name: 'small-case', columns: 80, rows: 24 },
    { name: 'small-case', columns: 100, rows: 40 },
    { name: 'ctrl-c', columns: 80, rows: 24 },
  ])('$name at $columns x $rows', async ({ name, columns, rows }) => {
    const played = await playDialogue(readDialogue(readFileSync(join(DIALOGUES, `${name}.txt`), 'utf8')), {
      cwd,
      columns,
      rows,
    });
    expect(played.tooWide).toEqual([]);
    await expect(normalise(played.transcript, cwd)).toMatchFileSnapshot(
      `screens/${name}.${columns}x${rows}.txt`,
    );
  });
});

describe('a dialogue over real logs', () => {
  const title = existsSync(REAL_LOGS)
    ? 'from run to report'
    : 'from run to report (skipped: ../shared/data/invictus-aws_dataset is not at hand)';

  it.skipIf(!existsSync(REAL_LOGS))(title, { timeout: 300_000 }, async () => {
    const text = readFileSync(join(DIALOGUES, 'real-case.txt'), 'utf8').replace(
      'real-logs',
      realpathSync(REAL_LOGS),
    );
    const played = await playDialogue(readDialogue(text), { cwd, columns: 100, rows: 40 });
    expect(played.tooWide).toEqual([]);
    expect(played.prompts).toBeGreaterThan(60);
    const report = JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8')) as ReportShape;
    expect(
      report.elements.flatMap(({ questions }) => questions).every(({ answer }) => answer === 'unknown'),
    ).toBe(true);
    expect(report.integrity.ok).toBe(true);
    expect(readFileSync(join(cwd, 'report.html'), 'utf8')).toContain('<h2 id="findings">');
    expect(readFileSync(join(cwd, 'report.md'), 'utf8')).toContain('## Findings');
  });
});

interface ReportShape {
  readonly elements: readonly { readonly questions: readonly { readonly answer: string | null }[] }[];
  readonly integrity: { readonly ok: boolean };
}
