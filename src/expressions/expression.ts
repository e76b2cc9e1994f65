import type { ASTNode } from '@marcbachmann/cel-js';
import { EvaluationError, ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';
import { UserError } from '../base/errors.ts';
import { listed, nearest } from '../base/text.ts';
import type { RowValue } from '../model/row.ts';
import { environmentFor } from './environment.ts';
import { lenientSource } from './lenient-source.ts';
import type { Reference } from './references.ts';
import { referencesIn } from './references.ts';
import { fromCel, toCel } from './values.ts';
import type { Variables } from './variables.ts';

/** What the place of an expression needs it to give. */
export type ResultType = 'bool' | 'string' | 'any';

/** What is wrong with an expression or a template, with its place in the text (0-based). */
export interface ExpressionFault {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly offset: number;
  /** `expression`: it does not parse or its types do not fit. `unknown-name`: a variable that is not there. */
  readonly rule: 'expression' | 'unknown-name';
}

/** Values of the variables by name, as JSON. */
export type Values = Readonly<Record<string, unknown>>;

export interface CompiledExpression {
  readonly ok: true;
  /** The type as far as CEL can tell before it runs: `bool`, `string`, `dyn` … */
  readonly type: string;
  readonly references: readonly Reference[];
  /** The texts it can give where each branch of it is a literal text; null where one is computed. */
  readonly literals: readonly string[] | null;
  /**
   * Pure: the same values give the same result. For `bool`, null gives false.
   * @throws UserError when the values do not fit (a text where a number is compared)
   */
  run(values: Values): RowValue;
}

export type Expression =
  CompiledExpression | { readonly ok: false; readonly faults: readonly ExpressionFault[] };

/** Compiles a CEL expression once; the same text over the same variables gives the same frozen object. */
export function compileExpression(
  text: string,
  variables: Variables,
  result: ResultType = 'any',
): Expression {
  const known = cacheFor(variables);
  const key = `${result} ${text}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = Object.freeze(compile(text, variables, result));
  known.set(key, made);
  return made;
}

const cache = new WeakMap<Variables, Map<string, Expression>>();

function cacheFor(variables: Variables): Map<string, Expression> {
  const known = cache.get(variables) ?? new Map<string, Expression>();
  cache.set(variables, known);
  return known;
}

function compile(text: string, variables: Variables, result: ResultType): Expression {
  try {
    const environment = environmentFor(variables);
    const parsed = environment.parse(text);
    const references = referencesIn(parsed.ast);
    const unknown = references.filter(({ path }) => !Object.hasOwn(variables, path[0] ?? ''));
    if (unknown.length > 0) return { ok: false, faults: unknown.map((name) => unknownName(name, variables)) };
    const check = parsed.check();
    if (check.error !== undefined) return { ok: false, faults: [celFault(check.error)] };
    const type = check.type ?? 'dyn';
    if (!fits(type, result)) return { ok: false, faults: [wrongResult(type, result)] };
    let lenient: ReturnType<typeof environment.parse> | undefined;
    const evaluate = (values: Values): unknown => {
      // Only once it runs: a playbook has hundreds of expressions, and most of a case's steps run later or never.
      lenient ??= environment.parse(lenientSource(parsed.ast));
      return lenient(toObject(values));
    };
    const run = runner({ text, result, evaluate });
    return { ok: true, type, references, literals: literalsOf(parsed.ast), run };
  } catch (error) {
    if (error instanceof ParseError || error instanceof CelTypeError)
      return { ok: false, faults: [celFault(error)] };
    throw error;
  }
}

interface Runner {
  readonly text: string;
  readonly result: ResultType;
  readonly evaluate: (values: Values) => unknown;
}

function runner({ text, result, evaluate }: Runner): (values: Values) => RowValue {
  return (values) => {
    try {
      const value = fromCel(evaluate(values));
      return result === 'bool' && value === null ? false : value;
    } catch (error) {
      if (!(error instanceof EvaluationError || error instanceof CelTypeError)) throw error;
      throw new UserError(`the expression '${text}' cannot be computed: ${error.summary}`, {
        why: 'a value has another type than the expression expects',
        fix: 'convert the value in the query, or test its type in the expression',
      });
    }
  };
}

function toObject(values: Values): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toCel(value)]));
}

function fits(type: string, result: ResultType): boolean {
  return result === 'any' || type === 'dyn' || type === result;
}

/** The literal texts an expression can give, through any depth of `?:`. */
function literalsOf(node: ASTNode): readonly string[] | null {
  if (node.op === 'value') return typeof node.args === 'string' ? [node.args] : null;
  if (node.op !== '?:') return null;
  const [, yes, no] = node.args.map(literalsOf);
  return yes && no ? [...yes, ...no] : null;
}

function unknownName({ path, offset }: Reference, variables: Variables): ExpressionFault {
  const name = path[0] ?? '';
  const names = Object.keys(variables);
  const close = nearest(name, names);
  return {
    what: `'${name}' is not a name that can be used here`,
    why: names.length === 0 ? 'no variable is known here' : `known here: ${listed(names)}`,
    fix:
      close === undefined
        ? 'use one of these, or put a text in quotes'
        : `write '${close}', or put a text in quotes`,
    offset,
    rule: 'unknown-name',
  };
}

function wrongResult(type: string, result: ResultType): ExpressionFault {
  const wanted = result === 'bool' ? 'true or false' : 'a text';
  return {
    what: `the expression gives ${type}, not ${result}`,
    why: `${wanted} is needed here`,
    fix:
      result === 'bool' ? "compare it, as in 'row.n > 0' or 'size(list) > 0'" : "convert it with 'string(…)'",
    offset: 0,
    rule: 'expression',
  };
}

function celFault(error: ParseError | CelTypeError): ExpressionFault {
  return {
    what: `the expression does not hold: ${error.summary}`,
    why:
      error instanceof ParseError
        ? 'it is not CEL as it stands'
        : 'CEL has no such operation for these types',
    fix:
      FIXES[error.code] ??
      'mend the expression at this place (docs/reference/playbook-language.md lists what it can use)',
    offset: error.range?.start ?? 0,
    rule: 'expression',
  };
}

const FIXES: Readonly<Record<string, string>> = {
  incompatible_ternary_branches: "give both branches one type; where one of them is null, write 'dyn(null)'",
  no_matching_overload:
    'use a function CEL has (startsWith, endsWith, contains, matches, size, exists, filter, map …), with values of its types',
  no_such_overload: 'compare values of one type; convert with int(…), double(…) or string(…)',
};
