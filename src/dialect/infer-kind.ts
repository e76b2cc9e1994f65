import type { AstNode } from './ast.ts';
import { nodeAt, nodesAt, textAt, textsAt, typeName } from './ast.ts';
import { FUNCTIONS, INTERNAL_FUNCTIONS } from './functions.ts';
import type { SqlKind } from './kinds.ts';
import { isNumber, kindOfColumn, kindOfType } from './kinds.ts';

/** Functions and operators whose result is what their first argument is. */
const LIKE_THEIR_ARGUMENT = new Set(
  `sum min max any_value max_by min_by lag lead first_value last_value nth_value abs round sign ceil ceiling floor mod
  nullif greatest least approx_quantile truncate`.split(/\s+/),
);

/** Infers kinds, as far as they show: from literals, casts, functions and the columns of the lake. */
export class Kinds {
  /** Names that the statement itself defines: what they hold is not looked into. */
  readonly #defined: ReadonlySet<string>;

  constructor(defined: ReadonlySet<string>) {
    this.#defined = defined;
  }

  /** The kind of an expression; undefined where it does not show. */
  of(node: AstNode | undefined): SqlKind | undefined {
    if (node === undefined) return undefined;
    switch (node['class']) {
      case 'CONSTANT':
        return kindOfType(textAt(nodeAt(nodeAt(node, 'value') ?? {}, 'type') ?? {}, 'id'));
      case 'CAST':
        return kindOfType(typeName(nodeAt(node, 'cast_type') ?? {}));
      case 'COLUMN_REF':
        return this.#column(textsAt(node, 'column_names'));
      case 'COMPARISON':
      case 'CONJUNCTION':
      case 'BETWEEN':
        return 'boolean';
      case 'OPERATOR':
        return this.#operator(node);
      case 'CASE':
        return this.of(nodeAt(nodesAt(node, 'case_checks')[0] ?? {}, 'then_expr'));
      case 'FUNCTION':
      case 'WINDOW':
        return this.#call(node);
      default:
        return undefined;
    }
  }

  /** A column by its own name, or a field of a struct of the lake; a table's name may stand before either. */
  #column(path: readonly string[]): SqlKind | undefined {
    const names = path.map((name) => name.toLowerCase());
    const struct = names.findIndex((name) => kindOfColumn(name) === 'row');
    if (names.some((name) => this.#defined.has(name))) return undefined;
    if (struct !== -1) return struct === names.length - 1 ? 'row' : undefined;
    return names.length <= 2 ? kindOfColumn(names.at(-1) ?? '') : undefined;
  }

  #operator(node: AstNode): SqlKind | undefined {
    const type = textAt(node, 'type');
    if (/^(?:OPERATOR_NOT|OPERATOR_IS_|COMPARE_)/.test(type)) return 'boolean';
    if (type === 'OPERATOR_COALESCE')
      return nodesAt(node, 'children')
        .map((child) => this.of(child))
        .find((kind) => kind !== undefined);
    if (type === 'OPERATOR_TRY') return this.of(nodesAt(node, 'children')[0]);
    if (type === 'GROUPING_FUNCTION') return 'integer';
    return type === 'ARRAY_CONSTRUCTOR' ? 'array' : undefined;
  }

  #call(node: AstNode): SqlKind | undefined {
    const name = textAt(node, 'function_name').toLowerCase();
    const children = nodesAt(node, 'children');
    if (name === '~~' || name === '!~~') return 'boolean';
    if (name === '||' || name === 'concat') return this.of(children[0]);
    if (/^[-+*/%]$/.test(name)) return this.#arithmetic(children);
    if (LIKE_THEIR_ARGUMENT.has(name)) return this.of(children[0]);
    return INTERNAL_FUNCTIONS[name] ?? FUNCTIONS[name]?.gives;
  }

  #arithmetic(children: readonly AstNode[]): SqlKind | undefined {
    const kinds = children.map((child) => this.of(child));
    if (kinds.includes(undefined)) return undefined;
    if (kinds.includes('double')) return 'double';
    if (kinds.includes('decimal')) return 'decimal';
    if (kinds.every((kind) => kind !== undefined && isNumber(kind))) return 'integer';
    const [only] = kinds.filter((kind) => kind !== 'interval' && kind !== 'integer');
    return kinds.filter((kind) => kind === 'time' || kind === 'date').length === 2 ? 'interval' : only;
  }
}
