import { describe, expect, it } from 'vitest';
import { mistakesOf } from './mistakes.ts';
import type { Played } from './played.ts';

const TIMES = { found: 1, declared: null, preserved: 5, contained: 10, verified: null };

/** A play in which one key was switched off and nothing else happened. */
function contained(accessKeyId: string): Played {
  const planned = {
    action: 'iam/disable-access-key',
    target: `access key ${accessKeyId}`,
    undoes: null,
    calls: [{ input: { UserName: 'ci-deployer', AccessKeyId: accessKeyId, Status: 'Inactive' } }],
  };
  return {
    scenario: { called: 0, story: [] },
    play: { start: 0, moves: [], gains: {} },
    report: { suspects: [], actions: [] },
    state: { actions: { 7: { status: 'applied', planned } } },
    kindOf: () => 'containment',
    concerned: (name: string) => name === 'ci-deployer' || name === 'AKIAINTRUDEREXAMPLE',
  } as unknown as Played;
}

describe('mistakes', () => {
  it('names whoever was locked out and had nothing to do with it', () => {
    expect(mistakesOf(contained('AKIACOLLEAGUEEXAMPLE'), TIMES).map(({ what }) => what)).toEqual([
      'AKIACOLLEAGUEEXAMPLE was contained, and the intruder never touched it.',
    ]);
  });

  it('says nothing of what the intruder worked with', () => {
    expect(mistakesOf(contained('AKIAINTRUDEREXAMPLE'), TIMES)).toEqual([]);
  });
});
