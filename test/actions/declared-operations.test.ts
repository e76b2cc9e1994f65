import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../src/actions/registry.gen.ts';
import { commandOf, loadClient } from '../../src/aws/clients.ts';
import type { JsonObject } from '../../src/base/json.ts';
import { readAccess } from '../../src/playbook/read-access.ts';

const UNITS = ACTIONS.map((unit) => [unit.id, unit] as const);

describe('what an action says of itself', () => {
  it.each(UNITS)('%s: its reads read, its changes change, and the SDK has all of them', async (_, unit) => {
    const named = (list: readonly string[]) => list.map((name) => name.split(':') as [string, string]);
    for (const [client, operation] of named(unit.reads))
      expect(await readAccess(client, operation), `${client}:${operation}`).toEqual({ kind: 'reads' });
    for (const [client, operation] of named(unit.changes))
      expect((await readAccess(client, operation)).kind, `${client}:${operation}`).not.toBe('reads');
    for (const [client, operation] of named([...unit.reads, ...unit.changes]))
      expect(commandOf(await loadClient(client), operation)).toBeTypeOf('function');
  });

  it.each(UNITS)(
    '%s: every parameter is described, and can be written as NAME=VALUE',
    (_, { parameters }) => {
      const properties = Object.entries(parameters['properties'] as Readonly<Record<string, JsonObject>>);
      expect(parameters['additionalProperties']).toBe(false);
      const undescribed = properties.filter(
        ([, schema]) => !/^[A-Z].{5,}[.…]$/.test(String(schema['description'])),
      );
      const untyped = properties.filter(
        ([, schema]) => !['string', 'number', 'boolean', 'array', 'object'].includes(String(schema['type'])),
      );
      expect([undescribed, untyped]).toEqual([[], []]);
    },
  );

  it.each(UNITS)('%s: says what goes wrong with it', (_, { mistakes, summary, title }) => {
    expect(mistakes.length).toBeGreaterThan(0);
    expect([title, summary].every((text) => /^[A-Z]/.test(text))).toBe(true);
  });
});
