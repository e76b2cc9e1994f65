import { describe, expect, it } from 'vitest';
import { jsonFault } from './json-fault.ts';

describe('jsonFault', () => {
  it.each([
    '{"a": secret words}',
    'secret words',
    '{"a":"secret',
    '["secret" "words"]',
    '{"a": 1} secret',
    '',
  ])('quotes nothing of %s', (text) => {
    expect.assertions(2);
    try {
      JSON.parse(text);
    } catch (error) {
      const told = jsonFault(error as SyntaxError);
      expect(told).not.toMatch(/secret|words/);
      expect(told.length).toBeGreaterThan(10);
    }
  });
});
