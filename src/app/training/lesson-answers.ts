import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../../base/errors.ts';
import { nearest } from '../../base/text.ts';
import { type Diagnostic, formatDiagnostic } from '../../documents/diagnostic.ts';
import { loadDocument } from '../../documents/load-document.ts';
import { readSource } from '../../documents/read-source.ts';
import type { SourceDocument } from '../../documents/source-document.ts';
import { validate } from '../../documents/validate.ts';
import { type Answers, NO_ANSWERS } from '../../model/answers.ts';
import type { Lesson } from '../../model/lesson.ts';
import { questionsOf } from '../../training/quiz.ts';
import { answersOf, ANSWERS_SCHEMA } from '../answers-file.ts';
import { shortName } from '../playbook-parts.ts';

/**
 * Reads the answers to a lesson's tasks (by id) and to questions of quizzes (by `lesson/question`).
 * @throws UserError with every fault and its place
 */
export function lessonAnswers(file: string, lesson: Lesson, lessons: readonly Lesson[]): Answers {
  if (!existsSync(file))
    throw new UserError(`there is no answers file at ${file}`, {
      fix: 'give the path of the YAML file that holds the answers',
    });
  const source = readSource(shortName(file), readFileSync(file));
  const loaded = source.ok ? loadDocument(shortName(file), source.text) : source;
  const faults = loaded.ok ? faultsOf(loaded.document, lesson, lessons) : loaded.diagnostics;
  if (loaded.ok && faults.length === 0) return answersOf(loaded.document.value);
  throw new UserError(
    `${shortName(file)} is not an answers file as it stands:\n${faults.map(formatDiagnostic).join('\n')}`,
  );
}

function faultsOf(
  document: SourceDocument,
  lesson: Lesson,
  lessons: readonly Lesson[],
): readonly Diagnostic[] {
  const shape = validate(document, ANSWERS_SCHEMA).map(({ diagnostic }) => diagnostic);
  if (shape.length > 0) return shape;
  const known = [...lesson.tasks.map(({ id }) => id), ...questionsOf([...lessons, lesson]).keys()];
  const { questions } = { ...NO_ANSWERS, ...answersOf(document.value) };
  return Object.keys(questions)
    .filter((id) => !known.includes(id))
    .map((id) => unknown(document, id, known));
}

function unknown(document: SourceDocument, id: string, known: readonly string[]): Diagnostic {
  const close = nearest(id, known);
  return {
    file: document.file,
    ...document.keyAt(['questions', id]),
    what: `there is no task and no question '${id}'`,
    why: 'an answer to what is not there would be heard by nobody',
    fix: close === undefined ? 'name one of the lesson' : `write '${close}'`,
    rule: 'unknown-name',
  };
}
