import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../../base/errors.ts';
import { parseAssignments } from '../inputs.ts';
import type { SetMember } from './plan-set.ts';

/**
 * The members of a set: entries separated by commas, or a file with one member a line, in order: an entry of the board,
 * or an action with its parameters (`iam/disable-access-key accessKeyId=AKIA…`). `#` begins a comment.
 */
export function readMembers(given: string): readonly SetMember[] {
  const lines = /^[\d\s,]+$/.test(given) ? given.split(',') : fileLines(given);
  const members = lines.map((line) => line.replace(/(^|\s)#.*$/, '').trim()).filter((line) => line !== '');
  if (members.length === 0)
    throw new UserError('the set is empty', { fix: 'heptad action board lists what can be put into one' });
  return members.map(memberOf);
}

function memberOf(line: string): SetMember {
  if (/^\d+$/.test(line)) return { entry: Number(line) };
  const [action = '', ...words] = line.split(/\s+/);
  return { action, given: parseAssignments(words, `the parameter of ${action}`) };
}

function fileLines(file: string): readonly string[] {
  if (!existsSync(file))
    throw new UserError(`there is no file of a set at ${file}`, {
      fix: 'give entries separated by commas, or a file with one member a line',
    });
  return readFileSync(file, 'utf8').split(/\r?\n/);
}
