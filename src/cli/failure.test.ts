import { describe, expect, it } from 'vitest';
import { exitCodeOf } from './failure.ts';
import type { Io } from './io.ts';

function toldOf(error: Error): string {
  let text = '';
  const stderr = { write: (piece: string) => (text += piece) };
  expect(exitCodeOf({ stderr, env: {} } as unknown as Io, error)).toBe(1);
  return text;
}

describe('what went wrong on this machine', () => {
  it('is not called a fault of heptad where the disk is full', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    expect(toldOf(full)).toMatch(
      /^heptad: the disk is full\n {2}why: .*\n {2}fix: make room .* heptad resume\n$/,
    );
  });

  it('is a fault of heptad otherwise', () => {
    expect(toldOf(new TypeError('x is not a function'))).toContain('this is a fault of heptad');
  });
});
