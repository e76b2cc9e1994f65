import { canonicalJson } from '../base/canonical-json.ts';
import { isObject, type Json, type JsonObject } from '../base/json.ts';

/** A statement of a policy, as it is written. */
export type Statement = JsonObject;

/** The JSON of a policy made of these statements. */
export function policyText(...Statement: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

export interface Denied {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources?: readonly string[];
  readonly condition?: JsonObject | undefined;
}

/** A statement that denies; on everything unless resources are given. */
export function denyStatement({ sid, actions, resources = ['*'], condition }: Denied): Statement {
  return {
    Sid: sid,
    Effect: 'Deny',
    Action: one(actions),
    Resource: one(resources),
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

/**
 * A policy with these statements besides its own; those it has already, under whatever id, are not added again. A
 * statement's id is unique in its policy.
 */
export function withStatements(text: string | null, added: readonly Statement[]): string {
  const known = text === null ? null : parsed(text);
  const own = known === null ? [] : statementsOf(known);
  const missing = added.filter((statement) => !own.some((other) => sameStatement(other, statement)));
  if (text !== null && missing.length === 0) return text;
  return JSON.stringify({
    Version: '2012-10-17',
    ...(known === null ? {} : known),
    Statement: [...own, ...missing.map((statement) => withFreeId(statement, own))],
  });
}

function withFreeId(statement: Statement, others: readonly Statement[]): Statement {
  const taken = new Set(others.map(({ Sid }) => Sid));
  const { Sid } = statement;
  if (Sid === undefined || !taken.has(Sid)) return statement;
  for (let number = 2; ; number += 1) {
    const free = `${String(Sid)}${number}`;
    if (!taken.has(free)) return { ...statement, Sid: free };
  }
}

/** The statements of a policy; none where the text is none. */
export function statementsIn(text: string | null): readonly Statement[] {
  const known = text === null ? null : parsed(text);
  return known === null ? [] : statementsOf(known);
}

/** Whether two policies say the same: services give them back with other white space, and single members without a list. */
export function samePolicy(a: Json, b: Json): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return a === b;
  return normalForm(a) === normalForm(b);
}

function sameStatement({ Sid: _a, ...a }: Statement, { Sid: _b, ...b }: Statement): boolean {
  return canonicalJson(listed(a)) === canonicalJson(listed(b));
}

/** What IAM counts against its quotas: characters without white space. */
export function policyCharacters(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}

/** IAM gives documents percent-encoded. */
export function decodedPolicy(text: string | null): string {
  return decodeURIComponent(text ?? '');
}

function normalForm(text: string): string {
  const known = parsed(text);
  return known === null
    ? text
    : canonicalJson({ ...known, Statement: statementsOf(known).map((statement) => listed(statement)) });
}

/** Every member as a sorted list, conditions and principals included. */
function listed(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => String(item)).toSorted();
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, listed(own)]));
  return [String(value)];
}

function statementsOf(policy: JsonObject): readonly Statement[] {
  const statements = policy['Statement'];
  if (Array.isArray(statements)) return statements.filter(isObject) as Statement[];
  return isObject(statements) ? [statements] : [];
}

/** Null for a text that is no policy: it is then compared as it stands, and replaced whole. */
function parsed(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? (value as JsonObject) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function one(values: readonly string[]): Json {
  return values.length === 1 ? (values[0] ?? '*') : values;
}
