import { readFileSync } from 'node:fs';
import { UserError, codeOf } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import { nearest } from '../base/text.ts';
import { type Diagnostic, formatDiagnostic } from '../documents/diagnostic.ts';
import { loadDocument } from '../documents/load-document.ts';
import { readSource } from '../documents/read-source.ts';
import type { Path, SourceDocument } from '../documents/source-document.ts';
import { validate } from '../documents/validate.ts';
import { type Answers, type GivenAnswer, NO_ANSWERS } from '../model/answers.ts';
import type { Playbook } from '../model/playbook.ts';
import { shortName } from './playbook-parts.ts';
import { choicesOf } from './question-view.ts';

export const ANSWERS_SCHEMA = JSON.parse(
  readFileSync(new URL('../../schemas/answers.schema.json', import.meta.url), 'utf8'),
) as object;

/**
 * Reads an answers file and holds it against the playbook: a name that is not there would be an answer nobody hears.
 * @throws UserError with every fault and its place
 */
export function loadAnswers(file: string, playbook: Playbook): Answers {
  const source = readSource(shortName(file), readBytes(file));
  const loaded = source.ok ? loadDocument(shortName(file), source.text) : source;
  if (!loaded.ok) throw wrong(file, loaded.diagnostics);
  const faults = [
    ...validate(loaded.document, ANSWERS_SCHEMA).map(({ diagnostic }) => diagnostic),
    ...unknownNames(loaded.document, playbook),
  ];
  if (faults.length > 0) throw wrong(file, faults);
  return answersOf(loaded.document.value);
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT')
      throw new UserError(`there is no answers file at ${file}`, {
        fix: 'give the path of the YAML file that holds the answers',
      });
    throw error;
  }
}

/** The answers in a document that has the shape of them. */
export function answersOf(value: unknown): Answers {
  const given = isObject(value) ? value : {};
  const questions = isObject(given['questions']) ? given['questions'] : {};
  return {
    ...NO_ANSWERS,
    ...given,
    questions: Object.fromEntries(Object.entries(questions).map(([id, answer]) => [id, givenAnswer(answer)])),
  };
}

/** YAML reads a bare `yes` as text and `true` as a boolean: both mean yes. */
function givenAnswer(value: unknown): GivenAnswer {
  if (!isObject(value)) return { answer: word(value), why: null };
  return { answer: word(value['answer']), why: typeof value['why'] === 'string' ? value['why'] : null };
}

function word(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

function unknownNames(document: SourceDocument, playbook: Playbook): readonly Diagnostic[] {
  const steps = playbook.elements.flatMap((element) => element.steps);
  const questions = new Map([
    ...playbook.elements.flatMap((element) =>
      element.questions.map((question) => [question.id, choicesOf(question)] as const),
    ),
    ...steps.flatMap(({ work }) =>
      work.kind === 'ask' ? [[work.ask.id, choicesOf(work.ask)] as const] : [],
    ),
  ]);
  const names = {
    inputs: Object.keys(playbook.inputs),
    questions: [...questions.keys()],
    steps: steps.map(({ id }) => id),
    findings: steps.flatMap(({ findings }) => findings.map(({ id }) => id)),
  };
  const faults = Object.entries(names).flatMap(([part, known]) =>
    keysOf(document, part)
      .filter((key) => !known.includes(key))
      .map((key) => unknown(document, [part, key], known)),
  );
  const wrongAnswers = keysOf(document, 'questions').flatMap((id) => {
    const choices = questions.get(id);
    const member =
      isObject(document.value) && isObject(document.value['questions'])
        ? document.value['questions'][id]
        : undefined;
    const { answer } = givenAnswer(member);
    return choices === undefined || choices.includes(answer)
      ? []
      : [
          {
            ...placed(document, ['questions', id]),
            what: `'${answer}' is no answer to question ${id}`,
            why: 'a question takes one of its own answers only',
            fix: `use one of ${choices.join(', ')}`,
            rule: 'answer',
          },
        ];
  });
  return [...faults, ...wrongAnswers];
}

function keysOf(document: SourceDocument, part: string): readonly string[] {
  const members = isObject(document.value) ? document.value[part] : undefined;
  return isObject(members) ? Object.keys(members) : [];
}

function unknown(document: SourceDocument, path: Path, known: readonly string[]): Diagnostic {
  const name = String(path.at(-1));
  const close = nearest(name, known);
  return {
    ...placed(document, path),
    what: `the playbook has no ${String(path[0]).replace(/s$/, '')} '${name}'`,
    why: 'an answer to what is not there would be heard by nobody',
    fix:
      close === undefined
        ? 'heptad playbook show lists what it has'
        : `write '${close}', or look it up with heptad playbook show`,
    rule: 'unknown-name',
  };
}

function placed(document: SourceDocument, path: Path): Pick<Diagnostic, 'file' | 'line' | 'column'> {
  return { file: document.file, ...document.keyAt(path) };
}

function wrong(file: string, faults: readonly Diagnostic[]): UserError {
  return new UserError(
    `${shortName(file)} is not an answers file as it stands:\n${faults.map(formatDiagnostic).join('\n')}`,
  );
}
