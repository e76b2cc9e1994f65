import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../base/errors.ts';
import { listed, nearest } from '../../base/text.ts';
import { type Diagnostic, formatDiagnostic } from '../../documents/diagnostic.ts';
import { readSource } from '../../documents/read-source.ts';
import type { Lesson } from '../../model/lesson.ts';
import { loadLesson } from '../../training/load-lesson.ts';
import { shortName } from '../playbook-parts.ts';
import { referenceFaults } from './check-references.ts';

/** A lesson that can be given, and the file it came from. */
export interface FoundLesson {
  readonly file: string;
  readonly lesson: Lesson;
}

/** The folder of the lessons that come with heptad: the same place as seen from src/ and from dist/. */
export const LESSON_FOLDER = fileURLToPath(new URL('../../../lessons/', import.meta.url));

/**
 * The lesson of an id, or of a path to its file or folder.
 * @throws UserError when there is none, or naming every fault it has
 */
export function findLesson(idOrPath: string): FoundLesson {
  const file = lessonFile(idOrPath);
  const checked = checkLessonFile(file);
  if (checked.ok) return { file, lesson: checked.lesson };
  throw new UserError(
    `the lesson '${idOrPath}' has faults:\n${checked.diagnostics.map(formatDiagnostic).join('\n')}`,
    { fix: "mend it; 'heptad train check' tells all that is wrong with it" },
  );
}

/** The lessons that come with heptad, in the order they are to be taken. */
export function allLessons(): readonly Lesson[] {
  return lessonIds()
    .map((id) => findLesson(id).lesson)
    .toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
}

export function lessonIds(): readonly string[] {
  return readdirSync(LESSON_FOLDER)
    .filter((name) => existsSync(join(LESSON_FOLDER, name, 'lesson.yaml')))
    .toSorted();
}

/** Reads one file, with every fault it has. */
export function checkLessonFile(
  file: string,
):
  | { readonly ok: true; readonly lesson: Lesson }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] } {
  const source = readSource(shortName(file), readFileSync(file));
  if (!source.ok) return source;
  return loadLesson(shortName(file), source.text, (document, lesson) =>
    referenceFaults(file, document, lesson),
  );
}

/** The files that paths mean: themselves, or the lessons of folders. @throws UserError for a path that holds none */
export function lessonFilesAt(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    const below = existsSync(path) && statSync(path).isDirectory() ? readdirSync(path).toSorted() : [];
    const files = below.map((name) => join(path, name, 'lesson.yaml')).filter((file) => existsSync(file));
    return files.length > 0 ? files : [lessonFile(path)];
  });
}

function lessonFile(idOrPath: string): string {
  const packaged = join(LESSON_FOLDER, idOrPath, 'lesson.yaml');
  if (/^[a-z0-9-]+$/.test(idOrPath) && existsSync(packaged)) return packaged;
  const stats = statSync(idOrPath, { throwIfNoEntry: false });
  if (stats?.isFile() === true) return idOrPath;
  if (stats?.isDirectory() === true && existsSync(join(idOrPath, 'lesson.yaml')))
    return join(idOrPath, 'lesson.yaml');
  const ids = lessonIds();
  const close = nearest(basename(idOrPath), ids);
  throw new UserError(`there is no lesson '${idOrPath}'`, {
    why: `no file has that name, and the lessons are ${listed(ids)}`,
    fix: close === undefined ? "name one that 'heptad train' lists" : `write '${close}'`,
  });
}
