import { describe, expect, it } from 'vitest';
import { FUNCTIONS, INTERNAL_FUNCTIONS } from './functions.ts';
import { PRELUDE } from './prelude.ts';
import { translate } from './translate.ts';

const MACROS = new Set(PRELUDE.flatMap((sql) => /^CREATE MACRO (\w+)/.exec(sql)?.[1] ?? []));

function rewritten(name: string): boolean {
  const call = `${name}(a, '%Y')`;
  return translate(call).sql !== call;
}

describe('the list of functions', () => {
  it('decides about each name once', () => {
    const internal = Object.keys(INTERNAL_FUNCTIONS).filter((name) => Object.hasOwn(FUNCTIONS, name));
    expect(internal).toEqual([]);
    expect(Object.keys(FUNCTIONS).length).toBeGreaterThan(200);
  });

  it('makes every function it calls fixed', () => {
    const syntax = new Set(['try', 'if']);
    const unfixed = Object.entries(FUNCTIONS).filter(
      ([name, { how }]) => how === 'fixed' && !MACROS.has(name) && !syntax.has(name) && !rewritten(name),
    );
    expect(unfixed.map(([name]) => name)).toEqual([]);
  });

  it('has a macro for nothing that it calls the same or does not know', () => {
    const stray = [...MACROS].filter(
      (name) => FUNCTIONS[name]?.how !== 'fixed' && !Object.hasOwn(INTERNAL_FUNCTIONS, name),
    );
    expect(stray).toEqual([]);
  });

  it('says what to do instead of each that is refused', () => {
    const silent = Object.entries(FUNCTIONS).filter(([, { how, note }]) => how === 'refused' && note === '');
    expect(silent).toEqual([]);
  });
});
