import fc from 'fast-check';
import type { World } from '../../src/simulator/world/world.ts';
import { ADMIN_ROLE, ANALYST, OPERATOR } from './action-checks.ts';

/** Brings an account into a state. */
export type Bring = (world: World) => void;

export const REGION = 'us-east-1';

/** What is there under a name. @throws Error where the account of the tests has none of it */
export function there<T>(of: ReadonlyMap<string, T>, name: string): T {
  const found = of.get(name);
  if (found === undefined) throw new Error(`the account has no ${name}`);
  return found;
}

/** A state made of parts that are drawn by themselves. */
export function drawn<Parts extends object>(
  parts: { readonly [Name in keyof Parts]: fc.Arbitrary<Parts[Name]> },
  bring: (world: World, drawnParts: Parts) => void,
): fc.Arbitrary<Bring> {
  return fc.record(parts).map((own) => (world: World) => {
    bring(world, own);
  });
}

export const sometimes = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });

export function policyOn(resource: string, action: string): fc.Arbitrary<string> {
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Principal: fc.constantFrom('*', { AWS: ADMIN_ROLE }, { AWS: ['444455556666', ANALYST] }),
    Action: fc.constantFrom(action, [action]),
    Resource: fc.constantFrom(resource, [resource]),
    // Never the operator: an account that shuts it out can be neither contained nor undone.
    Condition: fc.constant({ ArnNotLike: { 'aws:PrincipalArn': OPERATOR } }),
  });
  return fc
    .tuple(fc.array(statement, { minLength: 1, maxLength: 2 }), fc.constantFrom(0, 2))
    .map(([statements, indent]) =>
      JSON.stringify(
        { Version: '2012-10-17', Statement: statements.length === 1 ? statements[0] : statements },
        null,
        indent,
      ),
    );
}
