import type { LineCounter, Node, Pair } from 'yaml';
import { isMap, isScalar, isSeq } from 'yaml';
import { sourceOffset } from './scalar-offset.ts';

/** The way from the root of a document to a value: names of members and indexes of items. */
export type Path = readonly (string | number)[];

/** A place in a file, both 1-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** The file, where it is another one than the document's: of a document put together from several. */
  readonly file?: string;
}

/** A YAML document that knows where everything in it stands. */
export interface SourceDocument {
  readonly file: string;
  readonly text: string;
  /** The value as plain JSON. */
  readonly value: unknown;
  /** Where the value at a path stands; of what is not there, its nearest parent. */
  at(path: Path): Place;
  /** Where the key of the last member of a path stands; for an item of a list, the item. */
  keyAt(path: Path): Place;
  /** Where the character at a 0-based offset inside the text value at a path stands in the file. */
  within(path: Path, offset: number): Place;
}

export interface DocumentParts {
  readonly file: string;
  readonly text: string;
  readonly root: Node | null;
  readonly value: unknown;
  readonly lines: LineCounter;
}

export function sourceDocument(parts: DocumentParts): SourceDocument {
  const { file, text, root, value, lines } = parts;
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const start = (path: Path): Place => place(find(root, path)?.range?.[0] ?? 0);
  return {
    file,
    text,
    value,
    at: start,
    keyAt: (path) => {
      const key = keyNode(root, path);
      return key === null ? start(path) : place(key.range?.[0] ?? 0);
    },
    within: (path, offset) => {
      const node = find(root, path);
      if (!isScalar(node) || typeof node.value !== 'string') return start(path);
      return place(sourceOffset(node, text, offset) ?? node.range?.[0] ?? 0);
    },
  };
}

/** The node at a path, or the nearest one above it that exists. */
function find(root: Node | null, path: Path): Node | null {
  let node = root;
  for (const part of path) {
    const next = child(node, part);
    if (next === null) return node;
    node = next;
  }
  return node;
}

function child(node: Node | null, part: string | number): Node | null {
  if (isSeq(node)) return asNode(node.items[Number(part)]);
  const pair = pairOf(node, part);
  return pair === null ? null : (asNode(pair.value) ?? asNode(pair.key));
}

function keyNode(root: Node | null, path: Path): Node | null {
  const last = path.at(-1);
  if (last === undefined) return null;
  return asNode(pairOf(find(root, path.slice(0, -1)), last)?.key);
}

function pairOf(node: Node | null, part: string | number): Pair | null {
  if (!isMap(node)) return null;
  return node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part)) ?? null;
}

function asNode(value: unknown): Node | null {
  return isMap(value) || isSeq(value) || isScalar(value) ? value : null;
}
