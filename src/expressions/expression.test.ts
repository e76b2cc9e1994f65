import { describe, expect, it } from 'vitest';
import { UserError } from '../base/errors.ts';
import type { CompiledExpression, ResultType } from './expression.ts';
import { compileExpression } from './expression.ts';
import { actionVariables, findingTextVariables, rowVariables, WHEN_VARIABLES } from './variables.ts';

const VARIABLES = actionVariables({ perSuspect: true });
const VALUES = {
  row: {
    n: 5,
    none: null,
    ratio: 2.5,
    text: 'abc',
    list: ['a', 'b'],
    inner: { k: 1 },
    big: '9223372036854775807',
    flag: true,
  },
  inputs: { limit: 4 },
  findings: { A2: { count: 3, severity: 'high', disposition: 'open' } },
  suspects: [{ kind: 'access-key', value: 'AKIAIOSFODNN7EXAMPLE', decision: 'follow' }],
  answers: { 'access-still-have': 'yes' },
  suspect: { kind: 'access-key', value: 'AKIAIOSFODNN7EXAMPLE' },
};

function compiled(text: string, result: ResultType = 'any'): CompiledExpression {
  const expression = compileExpression(text, VARIABLES, result);
  if (!expression.ok) throw new Error(expression.faults.map(({ what }) => what).join());
  return expression;
}

describe('compileExpression', () => {
  it.each([
    ['row.n > 3', true],
    ['row.n > inputs.limit && row.ratio < 3', true],
    ['row.n + 1', 6],
    ['row.n * row.ratio', 12.5],
    ['row.n / 2', 2],
    ['row.n == 5.0', true],
    ['-row.n', -5],
    ['row.inner.k', 1],
    ['row["n"]', 5],
    ['row.list[1]', 'b'],
    ['row.list[7]', null],
    ['row.list.exists(i, i == "b")', true],
    ['row.list.map(i, i + "!")', ['a!', 'b!']],
    ['row.list.map(i, i != "a", i + "!")', ['b!']],
    ['row.list.filter(i, i != "a")', ['b']],
    ['"a" in row.list', true],
    ['"n" in row', true],
    ['"zzz" in row', false],
    ['has(row.n) && !has(row.none)', true],
    ['row.text.matches("^a.c$")', true],
    ['row.flag ? "yes" : "no"', 'yes'],
    ['row.big', '9223372036854775807'],
    ['cel.bind(t, row.n, t + 1)', 6],
    ['{"a": row.n}', { a: 5 }],
    ['timestamp("2026-11-21T03:15:00+01:00")', '2026-11-21T02:15:00.000Z'],
    ['findings.A2.count > 2', true],
    ['answers["access-still-have"] == "yes"', true],
    ['suspects.exists(s, s.kind == "access-key")', true],
    ['suspect.value', 'AKIAIOSFODNN7EXAMPLE'],
    ['"say \\"hi\\" " + row.text', 'say "hi" abc'],
  ])('%s gives %j', (text, expected) => {
    expect(compiled(text).run(VALUES)).toEqual(expected);
  });

  it.each([
    'row.none > 3',
    '3 <= row.none',
    'row.none >= row.none',
    'row.none.startsWith("a")',
    'row.text.contains(row.none)',
    'row.none.matches("a")',
    'row.zzz.deep.deeper == 1',
    'row.none',
    'row.none && true',
    '"a" in row.none',
    'size(row.none) > 0',
    'row.none ? true : false',
    'row.list.exists(i, row.none)',
  ])('null is no match: %s is false', (text) => {
    expect(compiled(text, 'bool').run(VALUES)).toBe(false);
  });

  it('reads what is missing as null, at any depth', () => {
    expect(compiled('row.zzz.a.b == null && findings.B9 == null').run(VALUES)).toBe(true);
  });

  it('says which values it cannot compute with', () => {
    expect(() => compiled('row.text > 3').run(VALUES)).toThrow(UserError);
    expect(() => compiled('row.n.startsWith("a")').run(VALUES)).toThrow(/cannot be computed/);
  });

  it.each([
    ['foo > 1 || row.n > bar', [0, 19], /'foo' is not a name/],
    ['row.n >', [7], /Unexpected token: EOF/],
    ['"a" == 1', [0], /string == int/],
    ['1 > 0 && nofun(row.n)', [9], /nofun/],
    ['row.flag ? "a" : null', [0], /same type/],
    ['count > 1', [0], /'count' is not a name/],
    ['__proto__', [0], /Reserved/],
  ])('refuses %s at offsets %j', (text, offsets, what) => {
    const expression = compileExpression(text, VARIABLES);
    if (expression.ok) throw new Error('it was accepted');
    expect(expression.faults.map(({ offset }) => offset)).toEqual(offsets);
    expect(expression.faults[0]?.what).toMatch(what);
    expect(expression.faults.every(({ fix, why }) => fix !== '' && why !== '')).toBe(true);
  });

  it('asks for the type its place needs', () => {
    const expression = compileExpression('size(row.list)', VARIABLES, 'bool');
    expect(expression.ok ? [] : expression.faults.map(({ what }) => what)).toEqual([
      'the expression gives int, not bool',
    ]);
    expect(compileExpression('row.flag', VARIABLES, 'bool').ok).toBe(true);
  });

  it('names what it uses, bound names left out', () => {
    const { references } = compiled(
      'row.list.exists(i, i == row.zed) && answers["a-b"] == "x" && cel.bind(t, inputs.limit, t > 1)',
    );
    expect(references).toEqual([
      { path: ['row', 'list'], offset: 0 },
      { path: ['row', 'zed'], offset: 24 },
      { path: ['answers', 'a-b'], offset: 36 },
      { path: ['inputs', 'limit'], offset: 73 },
    ]);
  });

  it('knows the texts it can give', () => {
    expect(compiled("row.n > 1 ? 'high' : row.n > 0 ? 'low' : 'info'").literals).toEqual([
      'high',
      'low',
      'info',
    ]);
    expect(compiled("row.n > 1 ? 'high' : row.text").literals).toBeNull();
  });

  it('is compiled once and frozen', () => {
    expect(compiled('row.n > 41')).toBe(compiled('row.n > 41'));
    expect(Object.isFrozen(compiled('row.n > 41'))).toBe(true);
  });

  it('cannot be made to reach into objects', () => {
    expect(compiled('row.constructor').run(VALUES)).toBeNull();
    expect(compiled('row["__proto__"]').run(VALUES)).toBeNull();
    expect(compileExpression('row.constructor.constructor("return 1")()', VARIABLES).ok).toBe(false);
  });

  it('refuses an expression that is too large', () => {
    const expression = compileExpression(
      Array.from({ length: 3000 }, () => 'row.n > 1').join(' && '),
      VARIABLES,
    );
    expect(expression.ok).toBe(false);
  });
});

describe('variables', () => {
  it('has a suspect only in steps that run for each', () => {
    expect(compileExpression('suspect.value', rowVariables({ perSuspect: false })).ok).toBe(false);
    expect(compileExpression('suspect.value', rowVariables({ perSuspect: true })).ok).toBe(true);
    expect(compileExpression('count', findingTextVariables({ perSuspect: false })).ok).toBe(true);
    expect(compileExpression('row.n', WHEN_VARIABLES).ok).toBe(false);
  });

  it('gives the same object each time, so that what was compiled is found again', () => {
    expect(rowVariables({ perSuspect: true })).toBe(rowVariables({ perSuspect: true }));
  });
});
