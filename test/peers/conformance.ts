import { isObject } from '../../src/base/json.ts';
import { comparable } from '../support/generated-values.ts';
import type { CalledOperation } from './calls/called.ts';
import { NOTATIONS, NOT_IN_MOTO, ONLY_IN_MOTO } from './moto-differences.ts';

/** What came of one call, in a form that two sides can be compared in. */
export type CameOf = { readonly error: string } | { readonly answer: unknown };

/** A client of the SDK, as far as a table needs it. */
export interface AnyClient {
  send(command: unknown): Promise<object>;
  destroy(): void;
}

/** Makes the calls of a table, one after the other. */
export async function made(
  module: object,
  client: AnyClient,
  calls: readonly CalledOperation[],
): Promise<readonly CameOf[]> {
  const answers = new Map<string, object>();
  const earlier = (operation: string, path: string): string => String(at(answers.get(operation), path));
  const all: CameOf[] = [];
  for (const [operation, input] of calls) {
    const Command = Reflect.get(module, `${operation}Command`) as new (input: object) => unknown;
    const given = typeof input === 'function' ? input(earlier) : input;
    try {
      const answer = await client.send(new Command(given));
      answers.set(operation, answer);
      all.push({ answer: quiet(await comparable(answer)) });
    } catch (error) {
      all.push({ error: error instanceof Error ? error.name : String(error) });
    }
  }
  return all;
}

function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (own, name) => (isObject(own) || Array.isArray(own) ? Reflect.get(own, name) : undefined),
      value,
    );
}

/** Ids, secrets and times, by the form they have: two accounts never agree on them. */
const NOISE: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+0000)?$/, '<time>'],
  [/\b(AKIA|ASIA|AIDA|AROA|AGPA|ANPA)[A-Z0-9]{12,17}\b/g, '<id>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uuid>'],
  [/\bo-[a-z0-9]{10,32}\b/g, '<organization>'],
  [/\br-[a-z0-9]{4,32}\b/g, '<root>'],
  [/\bp-[a-z0-9]{8,32}\b/g, '<policy>'],
];
/** Members whose value is made up by each account. */
const MADE_UP =
  /^(UserId|GroupId|RoleId|PolicyId|DeleteMarkerVersionId|SecretAccessKey|SessionToken|CiphertextBlob|Plaintext|GrantToken|GrantId|DetectorIds?|SecurityGroupArn|SecurityGroupRuleId|VersionId|RevisionId|CodeSha256|CodeSize|eventId|ETag|arnOfToken|FunctionUrl|Location|next(Forward|Backward)Token|uploadSequenceToken|Marker|NextContinuationToken|NextToken|nextSequenceToken|ID|Email|MasterAccountEmail)$/;
const MILLISECONDS = /(creationTime|timestamp|ingestionTime|EventTimestamp|IngestionTime)$/;

/** An answer without what no two accounts agree on, and without what is empty. */
function quiet(value: unknown, name = ''): unknown {
  // No two accounts list in one order.
  if (Array.isArray(value))
    return value
      .map((item) => quiet(item, name))
      .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (isObject(value)) {
    const fields = Object.entries(value)
      .map(([own, inner]) => [own, quiet(inner, own)] as const)
      .filter(([, inner]) => !isEmpty(inner));
    return Object.fromEntries(fields);
  }
  if (typeof value === 'number' && MILLISECONDS.test(name)) return '<time>';
  if (typeof value !== 'string') return value;
  const said = NOTATIONS[name]?.(value) ?? value;
  if (said !== '' && MADE_UP.test(name)) return '<made up>';
  if (said.startsWith('{')) return documentOf(said);
  return NOISE.reduce((text, [pattern, word]) => text.replace(pattern, word), said);
}

/** A policy, whatever its spaces and the order of its members. */
function documentOf(text: string): unknown {
  try {
    return quiet(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** What says nothing: AWS gives some of them, moto others. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

/** Where two answers differ: a line for each member. What one of the two does not have at all stands in the lists. */
export function differing(service: string, { mine, yours }: Sides, path = ''): readonly string[] {
  if (Array.isArray(mine) && Array.isArray(yours) && mine.length === yours.length)
    return mine.flatMap((one: unknown, index) =>
      differing(service, { mine: one, yours: yours[index] as unknown }, `${path}[]`),
    );
  if (isObject(mine) && isObject(yours)) {
    const names = [...new Set([...Object.keys(mine), ...Object.keys(yours)])];
    return names
      .filter((name) => !(yours[name] === undefined && name in (NOT_IN_MOTO[service] ?? {})))
      .filter((name) => !(mine[name] === undefined && name in (ONLY_IN_MOTO[service] ?? {})))
      .flatMap((name) =>
        differing(service, { mine: mine[name], yours: yours[name] }, path === '' ? name : `${path}.${name}`),
      );
  }
  return JSON.stringify(mine) === JSON.stringify(yours)
    ? []
    : [`${path}: ${JSON.stringify(mine)} here, ${JSON.stringify(yours)} there`];
}

interface Sides {
  readonly mine: unknown;
  readonly yours: unknown;
}

/** The name of each call of a table: `service:Operation#n`. */
export function namesOf(service: string, calls: readonly CalledOperation[]): readonly string[] {
  const counts = new Map<string, number>();
  return calls.map(([operation]) => {
    const count = (counts.get(operation) ?? 0) + 1;
    counts.set(operation, count);
    return `${service}:${operation}#${count}`;
  });
}
