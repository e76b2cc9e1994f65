import type { ASTNode } from '@marcbachmann/cel-js';

/** A use of a variable: `row.errorcode` is `['row', 'errorcode']`, `answers["a-b"]` is `['answers', 'a-b']`. */
export interface Reference {
  readonly path: readonly string[];
  /** Where it begins in the text, 0-based. */
  readonly offset: number;
}

/** Every use of a variable that the expression does not bind itself (as `exists(x, …)` and `cel.bind` do). */
export function referencesIn(ast: ASTNode): readonly Reference[] {
  const found: Reference[] = [];
  collect(ast, new Set(['cel']), found);
  return found;
}

const MACROS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'filter', 'map', 'bind']);

function collect(node: ASTNode, bound: ReadonlySet<string>, found: Reference[]): void {
  const chain = chainOf(node);
  if (chain !== null) {
    if (!bound.has(chain.path[0] ?? '')) found.push(chain);
    return;
  }
  if (node.op === 'rcall' && MACROS.has(node.args[0])) return collectMacro(node, bound, found);
  for (const child of children(node)) collect(child, bound, found);
}

function collectMacro(
  node: Extract<ASTNode, { op: 'rcall' }>,
  bound: ReadonlySet<string>,
  found: Reference[],
): void {
  const [, receiver, [variable, ...rest]] = node.args;
  collect(receiver, bound, found);
  const inner = variable?.op === 'id' ? new Set([...bound, variable.args]) : bound;
  for (const argument of rest) collect(argument, inner, found);
}

/** The longest run of accesses by a constant name that starts at a variable. */
function chainOf(node: ASTNode): Reference | null {
  if (node.op === 'id') return { path: [node.args], offset: node.start };
  const access = accessOf(node);
  if (access === null) return null;
  const chain = chainOf(access.of);
  return chain === null ? null : { path: [...chain.path, access.name], offset: chain.offset };
}

function accessOf(node: ASTNode): { readonly of: ASTNode; readonly name: string } | null {
  if (node.op === '.') return { of: node.args[0], name: node.args[1] };
  if (node.op !== '[]') return null;
  const [of, key] = node.args;
  return key.op === 'value' && typeof key.args === 'string' ? { of, name: key.args } : null;
}

function children(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'in':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '&&':
    case '||':
    case '?:':
    case '[]':
    case '[?]':
    case 'list':
      break;
  }
  return node.args;
}
