import { expect, it } from 'vitest';
import { withoutTexts } from './without-texts.ts';

it.each([
  [
    "SELECT 1 FROM t WHERE a LIKE '%it''s secret%' AND b = 'x'",
    "SELECT 1 FROM t WHERE a LIKE '…' AND b = '…'",
  ],
  ['SELECT "column" FROM t', 'SELECT "column" FROM t'],
])('%s', (sql, told) => {
  expect(withoutTexts(sql)).toBe(told);
});
