import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { normalise } from '../support/normalise.ts';
import { writeShortLogs } from '../support/short-logs.ts';
import { playDialogue } from './play-dialogue.ts';
import { readDialogue } from './read-dialogue.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/contract/', import.meta.url));
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
    const played = await playDialogue(readDialogue(readFileSync(join(DIALOGUES, `${name}.txt`), 'utf8')), { cwd, columns, rows });
    expect(played.tooWide).toEqual([]);
    await expect(normalise(played.transcript, cwd)).toMatchFileSnapshot(`screens/${name}.${columns}x${rows}.txt`);
  });
});
