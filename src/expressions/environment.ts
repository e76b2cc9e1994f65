import { Environment } from '@marcbachmann/cel-js';
import type { Variables } from './variables.ts';

/** CEL with heptad's meaning of null (see `lenient-source.ts`) and the given variables. */
export function environmentFor(variables: Variables): Environment {
  const known = cache.get(variables);
  if (known !== undefined) return known;
  const made = base.clone({ limits: LIMITS });
  for (const [name, type] of Object.entries(variables)) made.registerVariable(name, type);
  cache.set(variables, made);
  return made;
}

const LIMITS = {
  maxAstNodes: 2000,
  maxDepth: 60,
  maxListElements: 500,
  maxMapEntries: 100,
  maxCallArguments: 16,
};
const cache = new WeakMap<Variables, Environment>();
const base = withArithmetic(
  withNull(new Environment({ homogeneousAggregateLiterals: false, limits: LIMITS })),
);

/**
 * A column that is NULL is no match: comparisons and text functions on it are false, as they are in SQL, so that one
 * odd record cannot stop a playbook.
 */
function withNull(environment: Environment): Environment {
  for (const operator of ['<', '<=', '>', '>=']) {
    for (const type of ['int', 'double', 'string', 'bool']) {
      environment.registerOperator(`null ${operator} ${type}`, () => false);
      environment.registerOperator(`${type} ${operator} null`, () => false);
    }
    environment.registerOperator(`null ${operator} null`, () => false);
  }
  for (const test of ['startsWith', 'endsWith', 'contains', 'matches']) {
    environment.registerFunction(`null.${test}(dyn): bool`, () => false);
    environment.registerFunction(`string.${test}(null): bool`, () => false);
  }
  for (const change of ['lowerAscii', 'upperAscii', 'trim']) {
    environment.registerFunction(`null.${change}(): string`, () => '');
  }
  environment.registerFunction('size(null): int', () => 0n);
  environment.registerFunction('null.size(): int', () => 0n);
  environment.registerFunction('string(null): string', () => '');
  environment.registerOperator('dyn in null', () => false);
  return environment
    .registerFunction('member(dyn, dyn): dyn', memberOf)
    .registerFunction('items(dyn): list', itemsOf)
    .registerFunction('truth(dyn): bool', (value: unknown) => value === true);
}

/** Rows know one kind of number; CEL knows two. Mixed arithmetic is done in the wider one. */
function withArithmetic(environment: Environment): Environment {
  const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
  };
  for (const [operator, compute] of Object.entries(operations)) {
    const handler = (a: number | bigint, b: number | bigint): number => compute(Number(a), Number(b));
    environment.registerOperator(`int ${operator} double`, handler);
    environment.registerOperator(`double ${operator} int`, handler);
  }
  return environment;
}

/** A member or an item; null when it is not there. */
function memberOf(value: unknown, key: unknown): unknown {
  if (Array.isArray(value)) return typeof key === 'bigint' ? item(value, Number(key)) : null;
  if (typeof value !== 'object' || value === null) return null;
  const entry = Object.getOwnPropertyDescriptor(value, String(key));
  const found: unknown = entry?.value;
  return found ?? null;
}

function item(list: readonly unknown[], index: number): unknown {
  return list[index] ?? null;
}

/** Policies write one of a kind without its list: a list stays, null is empty, anything else is a list of one. */
function itemsOf(value: unknown): readonly unknown[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
