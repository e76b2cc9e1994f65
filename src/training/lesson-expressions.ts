import { isObject } from '../base/json.ts';
import type { Diagnostic } from '../documents/diagnostic.ts';
import type { Path, SourceDocument } from '../documents/source-document.ts';
import { compileExpression, type ExpressionFault, type ResultType } from '../expressions/expression.ts';
import { compileTemplate } from '../expressions/template.ts';
import type { Variables } from '../expressions/variables.ts';
import type { FindGoal, DoGoal, Lesson, LessonTask, Solution, Statement } from '../model/lesson.ts';
import {
  CHECK_VARIABLES,
  GIVEN_VARIABLES,
  KEY_VARIABLES,
  OUTPUT_VARIABLES,
  TEXT_VARIABLES,
} from './variables.ts';

/** Every expression and template of a lesson that does not compile, with its place. */
export function expressionFaults(document: SourceDocument, lesson: Lesson): readonly Diagnostic[] {
  return sitesOf(lesson).flatMap(({ path, text, variables, kind }) => {
    const made =
      kind === 'template' ? compileTemplate(text, variables) : compileExpression(text, variables, kind);
    return made.ok ? [] : made.faults.map((fault) => placed(document, path, fault));
  });
}

function placed(document: SourceDocument, path: Path, { offset, ...fault }: ExpressionFault): Diagnostic {
  return { file: document.file, ...document.within(path, offset), ...fault };
}

interface Site {
  readonly path: Path;
  readonly text: string;
  readonly variables: Variables;
  readonly kind: ResultType | 'template';
}

function sitesOf({ given, intro, tasks }: Lesson): readonly Site[] {
  return [
    ...Object.entries(given).map(([name, text]) => cel(['given', name], text, GIVEN_VARIABLES)),
    ...intro.map((text, index) => template(['intro', index], text)),
    ...tasks.flatMap((task, index) => taskSites(task, ['tasks', index])),
  ];
}

function taskSites(
  { pieces, ask, goal, hints, solution, explain, proof }: LessonTask,
  path: Path,
): readonly Site[] {
  return [
    ...pieces.map((text, index) => template([...path, 'pieces', index], text)),
    template([...path, 'ask'], ask),
    ...(goal.kind === 'find' ? findSites(goal, [...path, 'find']) : doSites(goal, [...path, 'do'])),
    ...hints.map((text, index) => template([...path, 'hints', index], text)),
    ...solutionSites(solution, [...path, 'solution']),
    template([...path, 'explain'], explain, goal.kind === 'do' ? CHECK_VARIABLES : KEY_VARIABLES),
    ...(proof === null ? [] : paramSites(proof, [...path, 'proof'], KEY_VARIABLES)),
  ];
}

function findSites({ answer, mistakes }: FindGoal, path: Path): readonly Site[] {
  return [
    ...(answer.by === 'value'
      ? [cel([...path, 'value'], answer.value, KEY_VARIABLES)]
      : paramSites(answer, path, KEY_VARIABLES)),
    ...mistakes.flatMap(({ value, say }, index) => [
      cel([...path, 'mistakes', index, 'value'], value, KEY_VARIABLES),
      template([...path, 'mistakes', index, 'say'], say),
    ]),
  ];
}

function doSites({ checks }: DoGoal, path: Path): readonly Site[] {
  return checks.flatMap(({ when, notYet }, index) => [
    { ...cel([...path, 'checks', index, 'when'], when, CHECK_VARIABLES), kind: 'bool' as const },
    template([...path, 'checks', index, 'not_yet'], notYet, CHECK_VARIABLES),
  ]);
}

function solutionSites({ say, statement, calls, read, actions }: Solution, path: Path): readonly Site[] {
  return [
    ...(say === null ? [] : [template([...path, 'say'], say)]),
    ...(statement === null ? [] : paramSites(statement, path, TEXT_VARIABLES)),
    ...(read === null ? [] : [cel([...path, 'read'], read, OUTPUT_VARIABLES)]),
    ...calls.flatMap(({ input }, index) => texts(input, [...path, 'calls', index, 'input'])),
    ...actions.flatMap((action, index) => texts(action.with, [...path, 'actions', index, 'with'])),
  ];
}

function paramSites({ params }: Statement, path: Path, variables: Variables): readonly Site[] {
  return Object.entries(params).map(([name, text]) => cel([...path, 'params', name], text, variables));
}

function template(path: Path, text: string, variables: Variables = TEXT_VARIABLES): Site {
  return { path, text, variables, kind: 'template' };
}

function cel(path: Path, text: string, variables: Variables): Site {
  return { path, text, variables, kind: 'any' };
}

function texts(value: unknown, path: Path): readonly Site[] {
  if (typeof value === 'string') return [template(path, value)];
  if (Array.isArray(value)) return value.flatMap((item, index) => texts(item, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => texts(item, [...path, name]));
}
