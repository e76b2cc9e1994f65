import { expect, test } from 'vitest';
import { isRight } from './is-right.ts';

const one = (form: 'text' | 'number' | 'time' | 'choice', ...values: readonly string[]) => ({
  form,
  all: false,
  values,
});

test.each([
  ['AKIAEXAMPLE', one('text', 'AKIAEXAMPLE'), true],
  ['  "akiaexample" ', one('text', 'AKIAEXAMPLE'), true],
  ['AKIAOTHER', one('text', 'AKIAEXAMPLE'), false],
  ['', one('text', 'AKIAEXAMPLE'), false],
  ['anything', one('text'), false],
  ['b', one('text', 'a', 'b'), true],
  ['1,204', one('number', '1204'), true],
  ['1204.0', one('number', '1204'), true],
  ['', one('number', '0'), false],
  ['about 1204', one('number', '1204'), false],
  ['09:41', one('time', '2026-01-15T09:41:59Z'), true],
  ['2026-01-15T09:41:00Z', one('time', '2026-01-15T09:41:59Z'), true],
  ['9:41', one('time', '2026-01-15T09:41:59Z'), true],
  ['09:42', one('time', '2026-01-15T09:41:59Z'), false],
  ['nothing', one('time', 'nothing else'), false],
  ['b, a', { form: 'text', all: true, values: ['a', 'b'] } as const, true],
  ['a', { form: 'text', all: true, values: ['a', 'b'] } as const, false],
  ['a b c', { form: 'text', all: true, values: ['a', 'b'] } as const, false],
])('%j against %j: %s', (given, expected, right) => {
  expect(isRight(given, expected)).toBe(right);
});
