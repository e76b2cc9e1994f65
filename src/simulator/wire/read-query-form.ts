import { FromStringShapeDeserializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import type { Input } from './input.ts';

/** `Filters.member.1.Name=x` as a tree; a leaf is its text. */
interface Node {
  text?: string;
  readonly parts: Map<string, Node>;
}

/** Reads the input of a Query request. The SDK writes this form but never reads it, so that it has no reader. */
export function readQueryForm(input: NormalizedSchema, form: URLSearchParams, ec2: boolean): Input {
  const root: Node = { parts: new Map() };
  for (const [key, value] of form) leafAt(root, key.split('.')).text = value;
  return (readNode(input, root, ec2) ?? {}) as Input;
}

function leafAt(root: Node, path: readonly string[]): Node {
  let node = root;
  for (const step of path) {
    const next = node.parts.get(step) ?? { parts: new Map<string, Node>() };
    node.parts.set(step, next);
    node = next;
  }
  return node;
}

function readNode(schema: NormalizedSchema, node: Node | undefined, ec2: boolean): unknown {
  if (node === undefined || schema.isUnitSchema()) return undefined;
  if (schema.isStructSchema()) return readStruct(schema, node, ec2);
  if (schema.isListSchema()) return readList(schema, node, ec2);
  if (schema.isMapSchema()) return readMap(schema, node, ec2);
  const reader = new FromStringShapeDeserializer({ timestampFormat: { useTrait: true, default: 5 } });
  return reader.read(schema, node.text ?? '') as unknown;
}

function readStruct(schema: NormalizedSchema, node: Node, ec2: boolean): unknown {
  const fields: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const value = readNode(member, node.parts.get(memberKey(member, name, ec2)), ec2);
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

function memberKey(member: NormalizedSchema, name: string, ec2: boolean): string {
  const traits = member.getMergedTraits();
  const key = traits.xmlName ?? name;
  if (!ec2) return key;
  const own = traits['ec2QueryName'];
  return typeof own === 'string' ? own : `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
}

function readList(schema: NormalizedSchema, node: Node, ec2: boolean): unknown {
  if (node.text === '') return [];
  const item = schema.getValueSchema();
  const flat = ec2 || schema.getMergedTraits().xmlFlattened === 1;
  const holder = flat ? node : node.parts.get(item.getMergedTraits().xmlName ?? 'member');
  return numbered(holder).map((entry) => readNode(item, entry, ec2));
}

function readMap(schema: NormalizedSchema, node: Node, ec2: boolean): unknown {
  const key = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
  const value = schema.getValueSchema();
  const holder = schema.getMergedTraits().xmlFlattened === 1 ? node : node.parts.get('entry');
  const entries = numbered(holder).map((entry) => [
    entry.parts.get(key)?.text ?? '',
    readNode(value, entry.parts.get(value.getMergedTraits().xmlName ?? 'value'), ec2),
  ]);
  return Object.fromEntries(entries) as unknown;
}

/** The entries `1`, `2` … in the order of their numbers. */
function numbered(node: Node | undefined): readonly Node[] {
  return [...(node?.parts ?? [])]
    .filter(([key]) => /^\d+$/.test(key))
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(([, entry]) => entry);
}
