import { isObject } from '../base/json.ts';

/** A piece of a serialized statement: an expression, a table, a SELECT, or one of the boxes between them. */
export type AstNode = Readonly<Record<string, unknown>>;

/** The expressions under `key`; empty when there are none. */
export function nodesAt(node: AstNode, key: string): readonly AstNode[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The one expression under `key`. */
export function nodeAt(node: AstNode, key: string): AstNode | undefined {
  const value = node[key];
  return isObject(value) ? value : undefined;
}

/** The text under `key`, or '' where there is none. */
export function textAt(node: AstNode, key: string): string {
  const value = node[key];
  return typeof value === 'string' ? value : '';
}

/** The texts of the list under `key`. */
export function textsAt(node: AstNode, key: string): readonly string[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Where the engine says an expression stands: bytes from the beginning of the statement it was given. */
export function byteOffset(node: AstNode): number | undefined {
  const at = node['query_location'];
  return typeof at === 'number' && at < Number.MAX_SAFE_INTEGER ? at : undefined;
}

/** The text of a literal; undefined for everything else. */
export function literalText(node: AstNode | undefined): string | undefined {
  const value = node?.['class'] === 'CONSTANT' ? nodeAt(node, 'value')?.['value'] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The name of a type, JSON (which the engine leaves unresolved) included. */
export function typeName(type: AstNode): string {
  const id = textAt(type, 'id');
  const info = nodeAt(type, 'type_info');
  return id === 'UNBOUND' && info !== undefined ? textAt(info, 'name') : id;
}

/** Everything inside `root` and itself, outermost first. Deeper than `MOST_DEPTH` nothing is visited. */
export function* everyNode(root: unknown, depth = 0): Generator<AstNode> {
  if (depth > MOST_DEPTH) return;
  if (Array.isArray(root)) {
    for (const item of root) yield* everyNode(item, depth + 1);
  } else if (isObject(root)) {
    yield root;
    for (const value of Object.values(root))
      if (typeof value === 'object') yield* everyNode(value, depth + 1);
  }
}

/** How deep expressions may be nested. */
export const MOST_DEPTH = 600;

/** A UTF-16 offset from an offset in bytes, as the engine gives them for expressions. */
export function fromBytes(sql: string, bytes: number): number {
  return Buffer.from(sql).subarray(0, bytes).toString().length;
}

/** A UTF-16 offset from an offset in characters, as the engine gives them for syntax errors. */
export function fromCharacters(sql: string, characters: number): number {
  return Array.from(sql).slice(0, characters).join('').length;
}
