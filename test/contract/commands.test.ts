import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normalise } from '../support/normalise.ts';
import { CASE_BY_ID, type PreparedCases, prepareCases } from '../support/prepared-cases.ts';
import { runProgram } from '../support/program.ts';
import { CASE_COMMAND_LINES } from './case-command-lines.ts';
import { LOG_COMMAND_LINES } from './log-command-lines.ts';

let cases: PreparedCases;
beforeAll(() => {
  cases = prepareCases();
});
afterAll(() => cases.remove());

describe('commands', () => {
  it.each([...CASE_COMMAND_LINES, ...LOG_COMMAND_LINES])('$name', async ({ name, args, exit }) => {
    await cases.restore(args);
    const run = runProgram(args, { cwd: cases.cwd });
    expect(screen(args, run)).toMatchSnapshot(name);
    expect(run.exit).toBe(exit);
  });
});

/** Both streams as they would be read, with what differs from run to run written as a word. */
function screen(
  args: readonly string[],
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
): string {
  const text = `$ heptad ${args.join(' ')}\n${stdout}${stderr === '' ? '' : `--- stderr\n${stderr}`}`;
  return normalise(text, cases.cwd).replaceAll(CASE_BY_ID, '<case by id>');
}
