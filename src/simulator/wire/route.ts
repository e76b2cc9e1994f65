import type { NormalizedSchema } from '@smithy/core/schema';
import { type WireRequest, queryValue } from './message.ts';

/** How an operation of a REST protocol is told from its neighbours. */
export interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly labels: readonly string[];
  /** Query parameters of the URI template; an empty value matches any. */
  readonly literals: readonly (readonly [name: string, value: string])[];
  /** The operation's own name in `x-id`, which newer clients send. */
  readonly id: string | undefined;
  readonly neededQuery: readonly string[];
  readonly neededHeaders: readonly string[];
  /** The bucket stands before the path (S3 leaves it out of its templates). */
  readonly bucket: boolean;
  /** The more a route demands, the earlier it wins. */
  readonly weight: number;
}

/** Compiles `[method, uri, status]` of an operation. */
export function compileRoute(
  [method, uri]: readonly [string, string, number],
  input: NormalizedSchema,
  required: readonly string[],
): Route {
  const [path = '', search = ''] = uri.split('?');
  const { pattern, labels, fixed } = compilePath(path);
  const all = [...new URLSearchParams(search)];
  const literals = all.filter(([name]) => name !== 'x-id');
  const members = input.isUnitSchema() ? [] : [...input.structIterator()];
  const needed = members
    .filter(([name]) => required.includes(name))
    .map(([, member]) => member.getMergedTraits());
  const neededQuery = needed.flatMap(({ httpQuery }) => (httpQuery === undefined ? [] : [httpQuery]));
  const neededHeaders = needed.flatMap(({ httpHeader }) =>
    httpHeader === undefined ? [] : [httpHeader.toLowerCase()],
  );
  return {
    method,
    pattern,
    labels,
    literals,
    id: all.find(([name]) => name === 'x-id')?.[1],
    neededQuery,
    neededHeaders,
    bucket: members.some(
      ([name, member]) =>
        name === 'Bucket' && member.getMergedTraits().httpLabel === 1 && !labels.includes(name),
    ),
    weight: 10 * fixed + 20 * literals.length + 5 * (neededQuery.length + neededHeaders.length),
  };
}

/** The labels of a request that matches, or null. `path` is without the bucket. */
export function matchRoute(
  route: Route,
  request: WireRequest,
  path: string,
): Readonly<Record<string, string>> | null {
  if (route.method !== request.method) return null;
  const found = route.pattern.exec(path);
  if (found === null) return null;
  const id = queryValue(request, 'x-id');
  if (id !== undefined && route.id !== id) return null;
  const literal = ([name, value]: readonly [string, string]): boolean =>
    name in request.query && (value === '' || queryValue(request, name) === value);
  if (!route.literals.every(literal)) return null;
  if (!route.neededQuery.every((name) => name in request.query)) return null;
  if (!route.neededHeaders.every((name) => name in request.headers)) return null;
  return Object.fromEntries(
    route.labels.map((label, index) => [label, decodeURIComponent(found[index + 1] ?? '')]),
  );
}

function compilePath(path: string): {
  readonly pattern: RegExp;
  readonly labels: readonly string[];
  readonly fixed: number;
} {
  const labels: string[] = [];
  let fixed = 0;
  const parts = path.split('/').map((segment) => {
    const whole = /^\{(.+?)(\+?)\}$/.exec(segment);
    if (whole !== null) {
      labels.push(whole[1] ?? '');
      return whole[2] === '+' ? '(.+)' : '([^/]+)';
    }
    if (segment !== '') fixed += 1;
    return segment.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return { pattern: new RegExp(`^${parts.join('/')}/?$`), labels, fixed };
}
