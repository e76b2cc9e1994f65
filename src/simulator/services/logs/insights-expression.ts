import { escapeRegex } from './filter-pattern.ts';
import { fieldName, malformed, type Fields, type Value } from './insights-filter.ts';

/** What an expression comes to for one event. */
export type ValueOf = (fields: Fields) => Value;

/** A field that a query adds to every event. */
export interface Derivation {
  readonly name: string;
  readonly of: ValueOf;
}

/** Cuts at the commas that are not within parentheses. */
export function partsOf(text: string): readonly string[] {
  return (text.match(/(?:\([^)]*\)|[^,(])+/g) ?? []).map((part) => part.trim());
}

/** `expression as name`; without a name, the expression is its own. */
export function namedPart(text: string): { readonly expression: string; readonly as: string } {
  const [, expression = text, as] = /^(.*?)(?:\s+as\s+(\S+))?$/is.exec(text.trim()) ?? [];
  return { expression: expression.trim(), as: (as ?? expression.trim()).replaceAll('`', '') };
}

/** A field, a number, or sums and products of them: signs stand between spaces. @throws MalformedQueryException */
export function readExpression(text: string): ValueOf {
  const summed = folded(text, /\s([+-])\s/);
  if (summed !== undefined) return summed;
  const multiplied = folded(text, /\s([*/])\s/);
  if (multiplied !== undefined) return multiplied;
  const only = text.trim();
  if (/^-?\d+(\.\d+)?$/.test(only)) return () => Number(only);
  if (!/^(`[^`]+`|[\w@$.:-]+)$/.test(only)) throw malformed(`unexpected symbol found ${only}`);
  const field = fieldName(only);
  return (fields) => fields(field);
}

/** What adds, subtracts, multiplies or divides, from left to right; undefined for a text without such a sign. */
function folded(text: string, sign: RegExp): ValueOf | undefined {
  const [first = '', ...rest] = text.split(sign);
  if (rest.length === 0) return undefined;
  const steps: { readonly sign: string; readonly of: ValueOf }[] = [];
  for (let at = 0; at < rest.length; at += 2)
    steps.push({ sign: rest[at] ?? '', of: readExpression(rest[at + 1] ?? '') });
  const start = readExpression(first);
  return (fields) => {
    let total = Number(start(fields));
    for (const step of steps) total = applied(total, step.sign, Number(step.of(fields)));
    // An event without one of the fields has no value.
    return Number.isFinite(total) ? total : undefined;
  };
}

function applied(a: number, sign: string, b: number): number {
  if (sign === '+') return a + b;
  if (sign === '-') return a - b;
  return sign === '*' ? a * b : a / b;
}

/** `fields a.b as c, d`: only what has a name or an expression of its own adds a field. */
export function readDerivations(text: string): readonly Derivation[] {
  return partsOf(text).flatMap((part) => {
    const { expression, as } = namedPart(part);
    const of = readExpression(expression);
    return as === expression && !/\s/.test(expression) ? [] : [{ name: as, of }];
  });
}

/** `parse FIELD "text * of * stars" as a, b`, or `parse FIELD /expression with (?<names>…)/`. @throws MalformedQueryException */
export function readParse(text: string): readonly Derivation[] {
  const found = /^(\S+)\s+(?:\/(.+)\/|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')(?:\s+as\s+(.+))?$/is.exec(
    text.trim(),
  );
  if (found === null) throw malformed(`unexpected symbol found ${text}`);
  const [, field = '', expression, double, single, given] = found;
  const source = readExpression(field);
  const pattern = expression === undefined ? globPattern(double ?? single ?? '') : regex(expression);
  const names = given?.split(',').map((name) => name.trim()) ?? groupNames(expression ?? '');
  if (names.length === 0) throw malformed('parse names no field');
  return names.map((name, index) => ({
    name,
    of: (fields) => pattern.exec(String(source(fields) ?? ''))?.[index + 1],
  }));
}

/** A star takes as little as it can, the last one at the end all that is left. */
function globPattern(glob: string): RegExp {
  const plain = glob.replaceAll(/\\(["'\\])/g, '$1');
  const source = plain.split('*').map(escapeRegex).join('(.*?)');
  return new RegExp(plain.endsWith('*') ? source.replace(/\(\.\*\?\)$/, '(.*)') : source, 's');
}

function regex(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed(`invalid regular expression ${source}`);
    throw error;
  }
}

function groupNames(source: string): readonly string[] {
  return [...source.matchAll(/\(\?<(\w+)>/g)].flatMap(([, name]) => name ?? []);
}

/** An event with the fields that a query adds; later ones may be made of earlier ones. */
export function withDerived(derived: readonly Derivation[], fields: Fields): Fields {
  return derived.reduce<Fields>((inner, { name, of }) => {
    let value: { readonly known: Value } | undefined;
    return (asked) => {
      if (asked !== name) return inner(asked);
      value ??= { known: of(inner) };
      return value.known;
    };
  }, fields);
}
