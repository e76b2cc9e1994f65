import { readFileSync } from 'node:fs';
import { isObject } from '../base/json.ts';
import { InternalError } from '../base/errors.ts';
import type { Diagnostic } from '../documents/diagnostic.ts';
import { loadDocument } from '../documents/load-document.ts';
import type { Path, SourceDocument } from '../documents/source-document.ts';
import { validate } from '../documents/validate.ts';
import { ELEMENTS } from '../model/element.ts';
import { member } from './fields.ts';

/** The text of a part by its name: a file of `parts/`, or another playbook. Null: there is none. */
export type ReadPart = (
  name: string,
) => { readonly file: string; readonly text: string; readonly kind: 'part' | 'playbook' } | null;

/** A part that was read, with where each of its steps and questions stands. */
export interface Part {
  readonly name: string;
  readonly kind: 'part' | 'playbook';
  readonly document: SourceDocument;
  readonly steps: readonly PartItem[];
  readonly questions: readonly PartItem[];
}

export interface PartItem {
  readonly id: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly at: Path;
}

export type LoadedPart =
  | { readonly ok: true; readonly part: Part }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** A part by its name; null where there is none. */
export function loadPart(name: string, read: ReadPart): LoadedPart | null {
  const source = read(name);
  if (source === null) return null;
  const { file, text, kind } = source;
  const loaded = documentOf(file, text);
  if (!loaded.ok) return loaded;
  const { document } = loaded;
  const faults = kind === 'part' ? validate(document, partSchema()) : [];
  if (faults.length > 0) return { ok: false, diagnostics: faults.map(({ diagnostic }) => diagnostic) };
  const items = (list: 'steps' | 'questions'): readonly PartItem[] =>
    kind === 'part'
      ? itemsAt(document, [list])
      : ELEMENTS.flatMap((element) => itemsAt(document, ['elements', element, list]));
  return { ok: true, part: { name, kind, document, steps: items('steps'), questions: items('questions') } };
}

/** Several playbooks take steps from one: it is parsed once. */
const parsed = new Map<string, ReturnType<typeof loadDocument>>();

function documentOf(file: string, text: string): ReturnType<typeof loadDocument> {
  const key = `${file}\n${text}`;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const loaded = loadDocument(file, text);
  parsed.set(key, loaded);
  return loaded;
}

function itemsAt(document: SourceDocument, path: Path): readonly PartItem[] {
  let value: unknown = document.value;
  for (const name of path) value = member(value, String(name));
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.flatMap((item, index) => {
    const id = member(item, 'id');
    return isObject(item) && typeof id === 'string' ? [{ id, value: item, at: [...path, index] }] : [];
  });
}

let schema: object | undefined;

function partSchema(): object {
  if (schema !== undefined) return schema;
  const file = new URL('../../schemas/part.schema.json', import.meta.url);
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isObject(value)) throw new InternalError('schemas/part.schema.json is not a schema');
  schema = value;
  return schema;
}
