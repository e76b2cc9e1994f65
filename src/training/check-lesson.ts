import { listed, nearest } from '../base/text.ts';
import type { Diagnostic } from '../documents/diagnostic.ts';
import type { Path, SourceDocument } from '../documents/source-document.ts';
import type { Lesson } from '../model/lesson.ts';
import { expressionFaults } from './lesson-expressions.ts';
import { MOST_LINES, pieceLines, WIDTH } from './piece-lines.ts';
import { unquotable } from './shell-text.ts';

/** What the schema cannot see: expressions, names that stand for nothing, sizes, and statements no shell takes as they are. */
export function checkLesson(document: SourceDocument, lesson: Lesson): readonly Diagnostic[] {
  return [
    ...expressionFaults(document, lesson),
    ...nameFaults(document, lesson),
    ...sizeFaults(document, lesson),
    ...solutionFaults(document, lesson),
  ];
}

function nameFaults(document: SourceDocument, lesson: Lesson): readonly Diagnostic[] {
  const tasks = lesson.tasks.map(({ id }) => id);
  const questions = lesson.quiz.map(({ id }) => id);
  return [
    ...twice(tasks).map((index) => repeated(document, ['tasks', index, 'id'], tasks[index] ?? '')),
    ...twice(questions).map((index) => repeated(document, ['quiz', index, 'id'], questions[index] ?? '')),
    ...lesson.quiz.flatMap(({ answer, choices }, index) =>
      choices.includes(answer) ? [] : [noChoice(document, ['quiz', index, 'answer'], { answer, choices })],
    ),
    ...lesson.tasks.flatMap(({ goal }, index) =>
      goal.kind === 'find' && (goal.form === 'choice') !== goal.choices.length > 0
        ? [choicesFault(document, ['tasks', index, 'find'])]
        : [],
    ),
    ...(lesson.exam !== null && lesson.exam.pass > tasks.length ? [tooMuch(document, tasks.length)] : []),
  ];
}

function twice(ids: readonly string[]): readonly number[] {
  return ids.flatMap((id, index) => (ids.indexOf(id) < index ? [index] : []));
}

/** A piece is read at one glance: what is longer is two pieces. */
function sizeFaults(document: SourceDocument, { intro, tasks }: Lesson): readonly Diagnostic[] {
  const pieces: readonly (readonly [Path, string])[] = [
    ...intro.map((text, index) => [['intro', index], text] as const),
    ...tasks.flatMap((task, at) => [
      ...task.pieces.map((text, index) => [['tasks', at, 'pieces', index], text] as const),
      ...task.hints.map((text, index) => [['tasks', at, 'hints', index], text] as const),
      [['tasks', at, 'ask'], task.ask] as const,
      [['tasks', at, 'explain'], task.explain] as const,
    ]),
  ];
  return pieces.flatMap(([path, text]) => {
    const lines = pieceLines(text, WIDTH);
    if (lines.length > MOST_LINES) return [tooLong(document, path, lines.length)];
    return lines.some((line) => line.length > WIDTH) ? [tooWide(document, path)] : [];
  });
}

function solutionFaults(document: SourceDocument, { tasks, exam }: Lesson): readonly Diagnostic[] {
  return tasks.flatMap(({ solution, goal, hints }, index) => {
    const path = ['tasks', index, 'solution'] as const;
    const { statement, calls, read, actions } = solution;
    const found = statement !== null || (read !== null && calls.length > 0);
    const fits = goal.kind === 'find' ? found : calls.length + actions.length > 0;
    return [
      ...(fits ? [] : [noSolution(document, path, goal.kind)]),
      ...(statement === null || !unquotable(statement.sql) ? [] : [quoteFault(document, [...path, 'sql'])]),
      ...(exam === null && hints.length !== 2 ? [hintFault(document, ['tasks', index, 'hints'])] : []),
    ];
  });
}

function repeated(document: SourceDocument, path: Path, id: string): Diagnostic {
  return fault(document, path, {
    what: `the id '${id}' is there twice`,
    why: 'the record of a learner tells tasks and questions by id',
    fix: 'rename one of the two',
    rule: 'duplicate-id',
  });
}

function noChoice(
  document: SourceDocument,
  path: Path,
  { answer, choices }: { readonly answer: string; readonly choices: readonly string[] },
): Diagnostic {
  const close = nearest(answer, choices);
  return fault(document, path, {
    what: `the answer '${answer}' is none of the choices`,
    why: `there is ${listed(choices.map((choice) => `'${choice}'`))}`,
    fix: close === undefined ? 'write one of the choices, word for word' : `write '${close}'`,
    rule: 'unknown-name',
  });
}

function choicesFault(document: SourceDocument, path: Path): Diagnostic {
  return fault(document, path, {
    what: "choices and the form 'choice' do not stand together",
    why: 'a choice is made among choices, and every other form is typed',
    fix: "give both 'form: choice' and 'choices', or neither",
    rule: 'answer-form',
  });
}

function tooMuch(document: SourceDocument, tasks: number): Diagnostic {
  return fault(document, ['exam', 'pass'], {
    what: `more tasks must be right than there are (${tasks})`,
    why: 'nobody could pass',
    fix: `write ${tasks} or less`,
    rule: 'exam-pass',
  });
}

function tooLong(document: SourceDocument, path: Path, lines: number): Diagnostic {
  return fault(document, path, {
    what: `the piece takes ${lines} lines of ${WIDTH} columns`,
    why: `a piece is read at one glance: at most ${MOST_LINES} lines`,
    fix: 'make two pieces of it, or say less',
    rule: 'piece-length',
  });
}

function tooWide(document: SourceDocument, path: Path): Diagnostic {
  return fault(document, path, {
    what: `a line that stays as it is, is wider than ${WIDTH} columns`,
    why: 'a terminal would break it anywhere',
    fix: 'break it where a shell lets you',
    rule: 'piece-width',
  });
}

function noSolution(document: SourceDocument, path: Path, kind: 'find' | 'do'): Diagnostic {
  return fault(document, path, {
    what: 'the solution does not do what the task asks for',
    why:
      kind === 'find'
        ? 'what is to be found is found by a statement, or read from an answer of the account'
        : 'what is to be done is done by calls',
    fix: kind === 'find' ? "give 'sql', or 'calls' and 'read'" : "give 'calls' or 'actions'",
    rule: 'solution',
  });
}

function quoteFault(document: SourceDocument, path: Path): Diagnostic {
  return fault(document, path, {
    what: 'the statement cannot stand between double quotes in a shell',
    why: 'the learner is shown it as a command, and the shell would change it',
    fix: 'take out double quotes, backslashes, backticks and what the shell reads as a variable',
    rule: 'shell-text',
  });
}

function hintFault(document: SourceDocument, path: Path): Diagnostic {
  return fault(document, path, {
    what: 'a task has two hints, besides its solution',
    why: 'each hint is more concrete than the one before, and the third is the solution',
    fix: 'write two',
    rule: 'hints',
  });
}

function fault(
  document: SourceDocument,
  path: Path,
  said: Pick<Diagnostic, 'what' | 'why' | 'fix' | 'rule'>,
): Diagnostic {
  return { file: document.file, ...document.at(path), ...said };
}
