import type { JsonObject } from '../base/json.ts';
import type { Values } from '../expressions/expression.ts';
import type { LessonTask, SolutionCall } from '../model/lesson.ts';
import { fillInput, fillParams, fillText } from './fill.ts';
import { shellWord } from './shell-text.ts';
import { TEXT_VARIABLES } from './variables.ts';

export interface Hint {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** The hints of a task, each more concrete than the one before; the last is the solution as commands. An exam has none. */
export function hintsOf(task: LessonTask, values: Values): readonly Hint[] {
  if (task.hints.length === 0) return [];
  return [
    ...task.hints.map((text) => fillText(text, TEXT_VARIABLES, values)),
    solutionText(task, values),
  ].map((text, index) => ({ number: index + 1, text }));
}

/** What to type, word for word, in a shell that has sourced the lesson's environment. */
export function solutionText({ solution }: LessonTask, values: Values): string {
  const { say, statement, calls, actions } = solution;
  const commands = [
    ...(statement === null
      ? []
      : [queryCommand(statement.sql, fillParams(statement, TEXT_VARIABLES, values))]),
    ...calls.map((call) => callCommand({ ...call, input: fillInput(call.input, TEXT_VARIABLES, values) })),
    ...actions.map(({ action, with: inputs }) =>
      actionCommand(action, fillInput(inputs, TEXT_VARIABLES, values)),
    ),
  ];
  return [
    ...(say === null ? [] : [fillText(say, TEXT_VARIABLES, values).trimEnd()]),
    ...commands.map((command) => command.map((line) => `    ${line}`).join('\n')),
  ].join('\n\n');
}

function queryCommand(sql: string, params: Readonly<Record<string, string>>): readonly string[] {
  const given = Object.entries(params).map(
    ([name, value]) => `  --param ${shellWord(`${name}=${value}`)} \\`,
  );
  return ['heptad logs query --case "$CASE" \\', ...given, '  "', ...sql.trimEnd().split('\n'), '  "'];
}

function callCommand({ service, operation, region, input }: SolutionCall): readonly string[] {
  const json = JSON.stringify(input, null, 2)
    .replaceAll("'", String.raw`'\''`)
    .split('\n');
  const [first = '{', ...rest] = json;
  const words = `aws ${CLIENTS[service] ?? service} ${kebab(operation)}`;
  const where = region === null ? '' : ` --region ${region}`;
  if (Object.keys(input).length === 0) return [`${words}${where}`];
  return [`${words}${where} --cli-input-json '${first}`, ...rest.slice(0, -1), `${rest.at(-1) ?? ''}'`];
}

/** Clients whose name on the AWS command line differs. */
const CLIENTS: Readonly<Record<string, string>> = { 'cloudwatch-logs': 'logs', s3: 's3api' };

function kebab(operation: string): string {
  return operation.replaceAll(/([a-z\d])([A-Z])/g, '$1-$2').toLowerCase();
}

function actionCommand(action: string, inputs: JsonObject): readonly string[] {
  const given = Object.entries(inputs).map(
    ([name, value]) => `  --input ${shellWord(`${name}=${String(value)}`)}`,
  );
  return [
    `heptad action apply "$CASE" ${action} \\`,
    ...given.map((line, index) => (index === given.length - 1 ? line : `${line} \\`)),
  ];
}
