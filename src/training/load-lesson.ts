import { type Diagnostic, inOrder } from '../documents/diagnostic.ts';
import { loadDocument } from '../documents/load-document.ts';
import type { SourceDocument } from '../documents/source-document.ts';
import { validate } from '../documents/validate.ts';
import type { Lesson } from '../model/lesson.ts';
import { checkLesson } from './check-lesson.ts';
import { lessonSchema } from './lesson-schema.ts';
import { readLesson } from './read-lesson.ts';

export type LoadedLesson =
  | { readonly ok: true; readonly lesson: Lesson }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** What a lesson names outside its own file is looked up by whoever has it at hand. */
export type LookUp = (document: SourceDocument, lesson: Lesson) => readonly Diagnostic[];

/** Reads a lesson file: its shape, then its expressions, names and sizes; every fault with its place. */
export function loadLesson(file: string, text: string, lookUp: LookUp): LoadedLesson {
  const loaded = loadDocument(file, text);
  if (!loaded.ok) return { ok: false, diagnostics: inOrder(loaded.diagnostics) };
  const { document } = loaded;
  const shape = validate(document, lessonSchema());
  // What has not its shape cannot be read further.
  if (shape.length > 0) return { ok: false, diagnostics: inOrder(shape.map(({ diagnostic }) => diagnostic)) };
  const lesson = readLesson(document);
  const faults = [...checkLesson(document, lesson), ...lookUp(document, lesson)];
  return faults.length === 0 ? { ok: true, lesson } : { ok: false, diagnostics: inOrder(faults) };
}
