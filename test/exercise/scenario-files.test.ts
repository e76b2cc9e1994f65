import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findScenario, scenarioIds } from '../../src/app/exercise/scenario-library.ts';
import { loadScenario } from '../../src/exercise/load-scenario.ts';

const TEXT = readFileSync(findScenario('leaked-credential').file, 'utf8');

test('there are scenarios, and each loads without a fault', () => {
  expect(scenarioIds()).toContain('leaked-credential');
  for (const id of scenarioIds()) expect(findScenario(id).scenario.id).toBe(id);
});

test.each([
  ['as: [laterKey]', 'as: [latrKey]', 'as', "there is no credential 'latrKey'"],
  ['after: [second-key]', 'after: [secnd-key]', 'after', "there is no step before it 'secnd-key'"],
  [
    "while: '!account.invocationLogging'",
    "while: '!acount.invocationLogging'",
    'while',
    "'acount' is not a name",
  ],
  ['addresses: [198.51.100.23', 'addresses: [10.1.2.3', 'addresses', 'documentation addresses'],
  ['called: 45m', 'called: 45 minutes', 'called', 'called'],
])('a scenario with %s mistaken tells where', (right, wrong, _member, words) => {
  expect(TEXT).toContain(right);
  const broken = TEXT.replace(right, wrong);
  const loaded = loadScenario('scenario.yaml', broken);
  expect(loaded.ok).toBe(false);
  const faults = loaded.ok ? [] : loaded.diagnostics;
  expect(faults.map(({ what, why, fix }) => `${what} ${why} ${fix}`).join('\n')).toContain(words);
  const changed = broken.split('\n').findIndex((line, index) => line !== TEXT.split('\n')[index]) + 1;
  expect(faults.map(({ line }) => line)).toContain(changed);
});
