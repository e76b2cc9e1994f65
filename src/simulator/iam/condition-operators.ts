import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { matchesPattern, substitute, type PatternOptions } from './pattern.ts';

/** Whether one value of a call and one value of a policy agree. */
export type Comparison = (actual: string, wanted: string, options: PatternOptions) => boolean;

/** An operator without `IfExists` and without `ForAllValues:` or `ForAnyValue:`. */
export interface Operator {
  readonly compare: Comparison;
  /** True unless any value agrees; also true when the key is absent. */
  readonly negated: boolean;
}

/** Every operator of the policy language but `Null`, which asks for the key itself. By name in lower case. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  [
    ...pair('String', 'Equals', stringEquals),
    { name: 'StringEqualsIgnoreCase', compare: ignoringCase(stringEquals), negated: false },
    { name: 'StringNotEqualsIgnoreCase', compare: ignoringCase(stringEquals), negated: true },
    ...pair('String', 'Like', matchesPattern),
    ...pair('Arn', 'Equals', arnLike),
    ...pair('Arn', 'Like', arnLike),
    ...pair(
      'Numeric',
      'Equals',
      ordered(Number, (a, b) => a === b),
    ),
    { name: 'NumericLessThan', compare: ordered(Number, (a, b) => a < b), negated: false },
    { name: 'NumericLessThanEquals', compare: ordered(Number, (a, b) => a <= b), negated: false },
    { name: 'NumericGreaterThan', compare: ordered(Number, (a, b) => a > b), negated: false },
    { name: 'NumericGreaterThanEquals', compare: ordered(Number, (a, b) => a >= b), negated: false },
    ...pair(
      'Date',
      'Equals',
      ordered(instant, (a, b) => a === b),
    ),
    { name: 'DateLessThan', compare: ordered(instant, (a, b) => a < b), negated: false },
    { name: 'DateLessThanEquals', compare: ordered(instant, (a, b) => a <= b), negated: false },
    { name: 'DateGreaterThan', compare: ordered(instant, (a, b) => a > b), negated: false },
    { name: 'DateGreaterThanEquals', compare: ordered(instant, (a, b) => a >= b), negated: false },
    { name: 'Bool', compare: ignoringCase(stringEquals), negated: false },
    { name: 'BinaryEquals', compare: stringEquals, negated: false },
    { name: 'IpAddress', compare: inNetwork, negated: false },
    { name: 'NotIpAddress', compare: inNetwork, negated: true },
  ].map(({ name, compare, negated }) => [name.toLowerCase(), { compare, negated }]),
);

interface NamedOperator extends Operator {
  readonly name: string;
}

/** `StringEquals` and `StringNotEquals`. */
function pair(type: string, verb: string, compare: Comparison): readonly NamedOperator[] {
  return [
    { name: `${type}${verb}`, compare, negated: false },
    { name: `${type}Not${verb}`, compare, negated: true },
  ];
}

function stringEquals(actual: string, wanted: string, options: PatternOptions): boolean {
  const text = substitute(wanted, options);
  return (
    text !== null &&
    (options.ignoreCase === true ? actual.toLowerCase() === text.toLowerCase() : actual === text)
  );
}

function ignoringCase(compare: Comparison): Comparison {
  return (actual, wanted, options) => compare(actual, wanted, { ...options, ignoreCase: true });
}

/** The six parts of an ARN are matched one by one: a wildcard does not reach over a colon before the last part. */
function arnLike(actual: string, wanted: string, options: PatternOptions): boolean {
  const parts = arnParts(actual);
  const patterns = arnParts(wanted);
  if (parts === null || patterns === null) return wanted === '*' && parts !== null;
  return patterns.every((pattern, index) => matchesPattern(parts[index] ?? '', pattern, options));
}

/** Colons inside `${…}` part nothing. */
function arnParts(arn: string): readonly string[] | null {
  const parts = arn.split(/:(?![^{]*\})/);
  return parts.length < 6 ? null : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function ordered(read: (text: string) => number, holds: (a: number, b: number) => boolean): Comparison {
  return (actual, wanted) => {
    const [a, b] = [read(actual), read(wanted)];
    return !Number.isNaN(a) && !Number.isNaN(b) && holds(a, b);
  };
}

/** ISO 8601 or seconds since 1970. */
function instant(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function inNetwork(actual: string, wanted: string): boolean {
  const [network = '', length] = wanted.split('/');
  const family = isIPv4(network) ? 'ipv4' : 'ipv6';
  if ((!isIPv4(network) && !isIPv6(network)) || (!isIPv4(actual) && !isIPv6(actual))) return false;
  const list = new BlockList();
  list.addSubnet(network, length === undefined ? (family === 'ipv4' ? 32 : 128) : Number(length), family);
  return list.check(actual, isIPv4(actual) ? 'ipv4' : 'ipv6');
}
