import { PassThrough } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../../test/support/hostile.ts';
import { FINDING, QUESTION, sampleRows, SQL, STEP, SUSPECTS } from '../../test/support/sample-views.ts';
import { InterruptedError, UserError } from '../base/errors.ts';
import type { Command } from '../ports/responder.ts';
import { createTerminalResponder } from './responder.ts';

const UP = '\u001b[A';
const DOWN = '\u001b[B';
const ENTER = '\r';

/** A responder on streams of its own, and hands that type once a text stands on the screen. */
function atTerminal() {
  const input = new PassThrough();
  // A prompt ends its output when it is done, and Node spares stdout from that; so is this one.
  const output = Object.assign(new PassThrough(), { _isStdio: true });
  let screen = '';
  let read = 0;
  output.on('data', (chunk: Buffer) => (screen += chunk.toString()));
  const responder = createTerminalResponder({ input, output, color: false, width: 80, tz: 'Europe/Berlin' });
  const shown = (): string => stripVTControlCharacters(screen);
  /** Waits for a text that was not there at the last call, then types. */
  async function type(after: string, ...keys: readonly string[]): Promise<void> {
    const end = Date.now() + 30_000;
    while (!shown().slice(read).includes(after)) {
      if (Date.now() > end) throw new Error(`'${after}' did not come; there is: ${shown().slice(read)}`);
      await wait(5);
    }
    read = shown().length;
    for (const key of keys) {
      input.write(key);
      await wait(1);
    }
  }
  return { input, responder, type, shown, raw: () => screen };
}

/** Types the beginning of a menu line and takes it. */
const line = (name: string): readonly string[] => [...Array.from(name), ENTER];

describe('at a step', () => {
  it('goes on with Enter, and shows the label at the prompt', async () => {
    const { responder, type, shown } = atTerminal();
    const command = responder.atStep(STEP, () => []);
    await type('What now?', ENTER);
    expect(await command).toEqual({ do: 'continue' });
    expect(shown()).toContain('[LOGS ONLY] What now?');
    expect(shown()).toContain('Element 3 of 7 · AI changes   Step 2 of 5');
  });

  it('shows the statement, more rows and a row in full without leaving the step', async () => {
    const { responder, type, shown } = atTerminal();
    const command = responder.atStep({ ...STEP, rows: sampleRows(20) }, () => []);
    await type('What now?', ...line('Show what'));
    await type('select', ...line('More rows'));
    await type('select', ...line('Look'));
    await type('Look at a row: row 1', '2', ENTER);
    await type('Row 2 of 20', ENTER);
    await type('What now?', ENTER);
    expect(await command).toEqual({ do: 'continue' });
    expect(shown()).toContain("WHERE eventsource = 'bedrock.amazonaws.com'");
    expect(shown()).toContain('17  2026-11-21T03:31:00Z');
    expect(shown()).toContain('eventtime        2026-11-21T03:16:00Z (2026-11-21 04:16:00 Europe/Berlin)');
  });

  it.each<{ what: string; name: string; dialogue: readonly (readonly string[])[]; expected: Command }>([
    {
      what: 'a note',
      name: 'Note',
      dialogue: [['Note (empty', 'revoked', ENTER]],
      expected: { do: 'note', text: 'revoked' },
    },
    {
      what: 'an entry of the log',
      name: 'Log',
      dialogue: [
        ['kind of entry', ...line('dec')],
        ['declare (empty', 'declared', ENTER],
      ],
      expected: { do: 'log', kind: 'declare', text: 'declared' },
    },
    {
      what: 'an expected finding',
      name: 'Mark',
      dialogue: [
        ['Which finding', ENTER],
        ['Why was it', 'CHG-42', ENTER],
      ],
      expected: { do: 'expect', finding: FINDING.id, why: 'CHG-42' },
    },
    {
      what: 'own SQL',
      name: 'Run SQL',
      dialogue: [['SQL on', 'SELECT 1', ENTER]],
      expected: { do: 'sql', sql: 'SELECT 1' },
    },
    {
      what: 'a jump',
      name: 'Jump',
      dialogue: [['Where to?', DOWN, ENTER]],
      expected: { do: 'jump', to: 'access-keys' },
    },
    {
      what: 'skipping',
      name: 'Skip',
      dialogue: [
        ['Why is the step', ENTER],
        ['write one', 'no time', ENTER],
      ],
      expected: { do: 'skip', why: 'no time' },
    },
    { what: 'running again', name: 'Run again', dialogue: [], expected: { do: 'rerun' } },
    { what: 'leaving', name: 'Leave', dialogue: [], expected: { do: 'leave' } },
  ])('takes $what', async ({ name, dialogue, expected }) => {
    const { responder, type } = atTerminal();
    const command = responder.atStep(STEP, () => [{ id: 'access-keys', title: 'Keys', status: 'done' }]);
    await type('What now?', ...line(name));
    for (const [after = '', ...keys] of dialogue) await type(after, ...keys);
    expect(await command).toEqual(expected);
  });

  it('comes back to the menu from a note that was left empty', async () => {
    const { responder, type } = atTerminal();
    const command = responder.atStep(STEP, () => []);
    await type('What now?', ...line('Note'));
    await type('Note (empty', ENTER);
    await type('What now?', ENTER);
    expect(await command).toEqual({ do: 'continue' });
  });
});

describe('at a question', () => {
  it('answers nothing on a bare Enter', async () => {
    const { responder, type } = atTerminal();
    const command = responder.atQuestion(QUESTION, () => []);
    await type('Leave it open', ENTER);
    await type('left open?', ENTER);
    expect(await command).toEqual({ do: 'skip', why: 'left open, no reason given' });
  });

  it('takes an answer and the reason for it', async () => {
    const { responder, type, shown } = atTerminal();
    const command = responder.atQuestion(QUESTION, () => []);
    await type('Leave it open', DOWN, ENTER);
    await type("Why 'yes'?", 'seen in M3', ENTER);
    expect(await command).toEqual({ do: 'answer', answer: 'yes', why: 'seen in M3' });
    expect(shown()).toContain('Suggested by the findings, for you to decide: yes');
  });
});

describe('at a batch of suspects', () => {
  const [first, second] = SUSPECTS.proposals.map(({ kind, value }) => ({ kind, value }));

  it('follows those ticked and rejects the rest', async () => {
    const { responder, type } = atTerminal();
    const command = responder.atSuspects(SUSPECTS, () => []);
    await type('Which are followed?', ENTER);
    await type('Follow which?', DOWN, ' ', ENTER);
    await type('Follow 1, reject 1', ENTER);
    expect(await command).toEqual({ do: 'suspects', follow: [second], reject: [first] });
  });

  it('does not reject everything on a row of bare Enters', async () => {
    const { responder, type } = atTerminal();
    const command = responder.atSuspects(SUSPECTS, () => []);
    await type('Which are followed?', ENTER);
    await type('Follow which?', ENTER);
    await type('Follow 0, reject 2', ENTER);
    await type('Which are followed?', ...line('Follow all'));
    expect(await command).toEqual({ do: 'suspects', follow: [first, second], reject: [] });
  });

  it('asks for more than 50 page by page', async () => {
    const proposals = Array.from({ length: 60 }, (_, index) => ({
      kind: 'address' as const,
      value: `198.51.100.${index}`,
      why: 'seen',
      step: 's',
    }));
    const { responder, type } = atTerminal();
    const command = responder.atSuspects({ ...SUSPECTS, proposals }, () => []);
    await type('Which are followed?', ENTER);
    await type('(1 to 50 of 60)', 'a', ENTER);
    await type('(51 to 60 of 60)', ' ', ENTER);
    await type('Follow 51, reject 9', ENTER);
    expect(await command).toMatchObject({ follow: { length: 51 }, reject: { length: 9 } });
  });
});

describe('at rows of own SQL', () => {
  it('raises a finding from a row', async () => {
    const { responder, type } = atTerminal();
    const command = responder.atRows(SQL);
    await type('What now?', ...line('Raise'));
    await type('Raise a finding: row 1', '9', ENTER);
    await type('from 1 to 3', '\u007f', '3', ENTER);
    await type('Title', 'Odd call', ENTER);
    await type('How severe?', ...line('high'));
    await type('Why is it', 'not ours', ENTER);
    expect(await command).toEqual({
      do: 'raise',
      row: SQL.rows[2],
      title: 'Odd call',
      severity: 'high',
      why: 'not ours',
    });
  });

  it('pins a row', async () => {
    const { responder, type } = atTerminal();
    const command = responder.atRows({ ...SQL, rows: SQL.rows.slice(0, 1) });
    await type('What now?', ...line('Pin'));
    await type('What does it show?', 'first call', ENTER);
    expect(await command).toEqual({ do: 'keep-row', row: SQL.rows[0], as: 'pinned', title: 'first call' });
  });
});

describe('leaving', () => {
  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('%s says how to go on', async (_, key) => {
    const { responder, type } = atTerminal();
    const command = responder.atStep(STEP, () => []);
    const left = command.catch((error: unknown) => error);
    await type('What now?', key);
    const error = await left;
    expect(error).toBeInstanceOf(InterruptedError);
    expect(error).toMatchObject({ fix: 'go on with: heptad resume hep-20261121-a1b2c3', exitCode: 130 });
  });

  it('the end of the input is leaving too', async () => {
    const { responder, type, input } = atTerminal();
    const left = responder.atStep(STEP, () => []).catch((error: unknown) => error);
    await type('What now?');
    input.end();
    expect(await left).toBeInstanceOf(InterruptedError);
  });
});

describe('hostile text', () => {
  /** What inquirer draws with: cursor moves, erasing, showing and hiding the cursor. No colour, title, link or clipboard. */
  // oxlint-disable-next-line no-control-regex -- escape sequences are what is looked for
  const DRAWING = /\u001b\[(\d*[ABCDGJK]|\?25[hl])/g;

  it.each(Object.entries(HOSTILE))('reaches the terminal written out: %s', async (_, text) => {
    const { responder, type, raw } = atTerminal();
    const hostile = { ...FINDING, id: text, title: text };
    const row = { ...sampleRows(1)[0], principal: text.slice(0, 3000) };
    responder.tell(text);
    responder.complain(new UserError(text, { why: text, fix: text }));
    const step = responder.atStep(
      {
        ...STEP,
        position: { ...STEP.position, label: text, caseId: text },
        rows: [row],
        findings: [hostile],
        asked: text.slice(0, 3000),
      },
      () => [{ id: text, title: text, status: text }],
    );
    await type('What now?', ...line('Look'));
    await type('Row 1 of 1', ...line('Back'));
    await type('What now?', ...line('Mark'));
    await type('Which finding', UP, ENTER);
    await type('expected?', 'x', ENTER);
    await step;
    const question = responder.atQuestion(
      { ...QUESTION, ask: text, choices: [text], suggestion: text },
      () => [],
    );
    await type('Leave it open', DOWN, ENTER);
    await type('Enter for none', ENTER);
    await question;
    const batch = responder.atSuspects(
      { ...SUSPECTS, proposals: [{ kind: 'user-agent', value: text, why: text, step: text }] },
      () => [],
    );
    await type('Which are followed?', ENTER);
    await type('Follow which?', ' ', ENTER);
    await type('Follow 1', ENTER);
    await batch;
    expect(raw().replaceAll(DRAWING, '').replaceAll(/\r?\n/g, '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
