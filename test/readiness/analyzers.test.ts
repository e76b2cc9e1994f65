import type { AnalyzerStatus, Type } from '@aws-sdk/client-accessanalyzer';
import { expect, it } from 'vitest';
import { newAnalyzer } from '../../src/simulator/world/access-analyzer-state.ts';
import type { World } from '../../src/simulator/world/world.ts';
import { openFor, reportOn } from '../support/readiness-account.ts';

/** R35 on the prepared account with another analyzer in one of its Regions. */
async function verdict(type: Type, status: AnalyzerStatus): Promise<unknown> {
  const change = ({ analyzers, accountId }: World): void => {
    const region = 'eu-west-1';
    const made = newAnalyzer({ name: 'theirs', type, createdAt: 0, region, accountId });
    analyzers(region).clear();
    analyzers(region).set('theirs', { ...made, status });
  };
  const { checks } = await reportOn(await openFor('prepared', { change }));
  const found = checks.find(({ check }) => check === 'R35');
  return [found?.status, found?.says];
}

it.each<readonly [Type, AnalyzerStatus]>([
  ['ACCOUNT_UNUSED_ACCESS', 'ACTIVE'],
  ['ACCOUNT', 'DISABLED'],
])('R35 fails with %s %s alone in one Region', async (type, status) => {
  expect(await verdict(type, status)).toEqual([
    'fail',
    ['No analyzer of external access is active in eu-west-1.'],
  ]);
});

it('R35 passes with one of the organization', async () => {
  expect(await verdict('ORGANIZATION', 'ACTIVE')).toEqual([
    'pass',
    ['An analyzer of external access is active in every Region.'],
  ]);
});
