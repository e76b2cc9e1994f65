import { isObject } from '../base/json.ts';
import type { Diagnostic } from '../documents/diagnostic.ts';
import type { SourceDocument } from '../documents/source-document.ts';
import { ELEMENTS } from '../model/element.ts';
import type { Origin } from './composed-document.ts';
import { composedDocument } from './composed-document.ts';
import { items, list, member, optionalText, text } from './fields.ts';
import type { Part, PartItem, ReadPart } from './load-parts.ts';
import { loadPart } from './load-parts.ts';
import { notUsable, unknownPart } from './part-faults.ts';
import { inputsNeeded } from './part-inputs.ts';

export interface Composition {
  readonly document: SourceDocument;
  /** Steps that are tested where they are written: those taken over with their findings as they stand. */
  readonly borrowed: ReadonlySet<string>;
  /** The files it was put together from, besides its own. */
  readonly files: readonly string[];
}

export type Composed =
  ({ readonly ok: true } & Composition) | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

type Item = Readonly<Record<string, unknown>>;
type ListName = 'steps' | 'questions';

/** What is gathered while the elements are gone through. */
interface Work {
  readonly own: SourceDocument;
  readonly parts: ReadonlyMap<string, Part>;
  readonly origins: Origin[];
  readonly faults: Diagnostic[];
  readonly borrowed: Set<string>;
  readonly taken: { readonly part: Part; readonly value: Item }[];
}

/** Puts the steps and questions that a playbook uses from its parts in their places. Without parts, it is itself. */
export function compose(own: SourceDocument, read: ReadPart): Composed {
  const root = own.value;
  const names = list(root, 'parts');
  const elements = member(root, 'elements');
  if (!isObject(root) || !isObject(elements) || names.length === 0)
    return { ok: true, document: own, borrowed: new Set(), files: [] };
  const { parts, faults } = loadParts(own, names, read);
  const work: Work = { own, parts, origins: [], faults: [...faults], borrowed: new Set(), taken: [] };
  const filled = Object.entries(elements).map(([name, element]) => [
    name,
    filledElement(name, element, work),
  ]);
  if (work.faults.length > 0) return { ok: false, diagnostics: work.faults };
  const inputs = filledInputs(root, work);
  const { parts: _parts, ...rest } = root;
  const value = { ...rest, inputs, elements: withKnownFindings(Object.fromEntries(filled) as Item) };
  const files = [...parts.values()].map(({ document }) => document.file);
  return {
    ok: true,
    document: composedDocument(own, value, work.origins),
    borrowed: work.borrowed,
    files,
  };
}

function loadParts(
  own: SourceDocument,
  names: readonly string[],
  read: ReadPart,
): { readonly parts: ReadonlyMap<string, Part>; readonly faults: readonly Diagnostic[] } {
  const parts = new Map<string, Part>();
  const faults: Diagnostic[] = [];
  for (const [index, name] of names.entries()) {
    const loaded = loadPart(name, read);
    if (loaded === null) faults.push(unknownPart(own, ['parts', index], name));
    else if (loaded.ok) parts.set(name, loaded.part);
    else faults.push(...loaded.diagnostics);
  }
  return { parts, faults };
}

function filledElement(name: string, element: unknown, work: Work): unknown {
  if (!isObject(element)) return element;
  const filled: Record<string, unknown> = { ...element };
  for (const kind of ['steps', 'questions'] as const) {
    if (Array.isArray(element[kind])) filled[kind] = filledList(name, kind, { element, work });
  }
  return filled;
}

function filledList(
  element: string,
  kind: ListName,
  { element: from, work }: { readonly element: Item; readonly work: Work },
): readonly unknown[] {
  const filled: unknown[] = [];
  for (const [index, item] of items(from, kind).entries()) {
    const at = ['elements', element, kind, index];
    const use = optionalText(item, 'use');
    const found = use === null ? null : itemsUsed(use, kind, { at, work });
    if (found === null || !isObject(item)) {
      work.origins.push({ path: ['elements', element, kind, filled.length], document: work.own, at });
      filled.push(item);
      continue;
    }
    for (const { part, item: borrowed } of found) {
      const path = ['elements', element, kind, filled.length];
      const { use: _use, ...changes } = item;
      work.origins.push({ path, document: part.document, at: borrowed.at });
      for (const key of Object.keys(changes))
        work.origins.push({ path: [...path, key], document: work.own, at: [...at, key] });
      const value = { ...borrowed.value, ...changes };
      work.taken.push({ part, value });
      if (kind === 'steps' && part.kind === 'playbook' && changes['findings'] === undefined)
        work.borrowed.add(borrowed.id);
      filled.push(value);
    }
  }
  return filled;
}

/** `use: part` takes all of a part's steps or questions; `use: part/id` one of a part or of a playbook. */
function itemsUsed(
  use: string,
  kind: ListName,
  { at, work }: { readonly at: readonly (string | number)[]; readonly work: Work },
): readonly { readonly part: Part; readonly item: PartItem }[] {
  const [name = '', id] = use.split('/', 2);
  const part = work.parts.get(name);
  const place = [...at, 'use'];
  if (part === undefined) {
    // A part that is named and could not be read has been told already.
    if (!list(work.own.value, 'parts').includes(name))
      work.faults.push(notUsable(work.own, place, { use, known: [...work.parts.keys()] }));
    return [];
  }
  const all = part[kind];
  if (id === undefined && part.kind === 'part') return all.map((item) => ({ part, item }));
  const found = all.filter((item) => item.id === id);
  if (found.length === 0)
    work.faults.push(notUsable(work.own, place, { use, known: all.map((item) => `${name}/${item.id}`) }));
  return found.map((item) => ({ part, item }));
}

/** A playbook's own inputs come first; what its parts need follows, unless the playbook has an input of that name. */
function filledInputs(root: Item, work: Work): Item {
  const own = member(root, 'inputs');
  const inputs: Record<string, unknown> = isObject(own) ? { ...own } : {};
  for (const part of work.parts.values()) {
    const used = work.taken.filter((each) => each.part === part).map(({ value }) => value);
    for (const [name, input] of inputsNeeded(part, used)) {
      if (Object.hasOwn(inputs, name)) continue;
      inputs[name] = input;
      work.origins.push({ path: ['inputs', name], document: part.document, at: ['inputs', name] });
    }
  }
  return inputs;
}

/** Takes findings out of `informed_by` that only another playbook raises: a question is shared, not what it shows. */
function withKnownFindings(elements: Item): Item {
  const raised = new Set(
    ELEMENTS.flatMap((element) => items(member(elements, element), 'steps'))
      .flatMap((step) => items(step, 'findings'))
      .map((finding) => text(finding, 'id')),
  );
  const prune = (question: unknown): unknown =>
    isObject(question) && Array.isArray(question['informed_by'])
      ? { ...question, informed_by: list(question, 'informed_by').filter((id) => raised.has(id)) }
      : question;
  return Object.fromEntries(
    Object.entries(elements).map(([name, element]) =>
      isObject(element) && Array.isArray(element['questions'])
        ? [name, { ...element, questions: items(element, 'questions').map(prune) }]
        : [name, element],
    ),
  );
}
