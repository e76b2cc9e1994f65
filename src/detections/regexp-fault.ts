import { messageOf } from '../base/errors.ts';
import type { RuleFault } from './rule-faults.ts';

/** Whether the lake's engine (RE2) could not run a regular expression of a rule, or reads it otherwise. */
export function regexpFault(source: string): RuleFault | null {
  const bare = source.replaceAll(/\\\\/g, '').replaceAll(/\[(?:\\.|[^\]\\])*\]/g, '[]');
  const found = REFUSED.find(([expression]) => expression.test(bare));
  if (found !== undefined)
    return {
      what: `the regular expression has ${found[1]}`,
      why: 'regular expressions run in linear time here (RE2), so that no log can make one run for ever',
      fix: found[2],
    };
  const message = misread(() => new RegExp(source.replace(FLAGS, ''), 'u'));
  if (message === null) return null;
  // Outside of its strict mode JavaScript takes what RE2 takes, too: `\-`, `{` alone, `\A`.
  const loose = source
    .replace(FLAGS, '')
    .replaceAll('(?P<', '(?<')
    .replaceAll(/\(\?[ims]+:/g, '(?:');
  if (misread(() => new RegExp(loose)) === null) return null;
  return {
    what: 'the regular expression cannot be read',
    why: message,
    fix: 'mend it; a backslash stands before a sign that is meant as itself',
  };
}

const FLAGS = /^\(\?[imsU]+\)/;

function misread(read: () => RegExp): string | null {
  try {
    read();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

const REFUSED: readonly (readonly [RegExp, string, string])[] = [
  [/\(\?<?[=!]/, 'a look-around', 'write the condition as a second search, joined by and or not'],
  [/\\[1-9]|\\k</, 'a back-reference', 'write the alternatives out'],
  [/\(\?>|[*+?}]\+/, 'an atomic group or a possessive quantifier', 'write it without'],
  [/\(\?\(/, 'a condition inside', 'write the alternatives out'],
];
