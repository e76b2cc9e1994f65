import { sha256 } from '../base/hashing.ts';
import { isObject, type JsonObject } from '../base/json.ts';
import type { SourceDocument } from '../documents/source-document.ts';
import type {
  DoGoal,
  FindGoal,
  Lesson,
  LessonStage,
  LessonTask,
  QuizQuestion,
  Solution,
  SolutionAction,
  SolutionCall,
  Statement,
} from '../model/lesson.ts';

type Raw = Readonly<Record<string, unknown>>;

/** The lesson a document holds, which the schema has let through. */
export function readLesson(document: SourceDocument): Lesson {
  const root = document.value as Raw & Pick<Lesson, 'id' | 'version' | 'title' | 'summary' | 'minutes'>;
  return {
    id: root.id,
    version: root.version,
    title: root.title,
    summary: root.summary,
    order: Number(root['order'] ?? Number.MAX_SAFE_INTEGER),
    minutes: root.minutes,
    element: (root['element'] ?? null) as Lesson['element'],
    serves: optional(root['serves']),
    exam: (root['exam'] ?? null) as Lesson['exam'],
    stage: readStage(root['stage'] as Raw),
    given: (root['given'] ?? {}) as Lesson['given'],
    intro: texts(root['intro']),
    tasks: listOf(root['tasks']).map(readTask),
    quiz: listOf(root['quiz']) as unknown as readonly QuizQuestion[],
    sha256: sha256(document.text),
  };
}

function readStage(value: Raw): LessonStage {
  return {
    scenario: String(value['scenario']),
    minute: Number(value['minute']),
    logging: (value['logging'] ?? null) as LessonStage['logging'],
  };
}

function readTask(value: Raw): LessonTask {
  return {
    id: String(value['id']),
    pieces: texts(value['pieces']),
    ask: String(value['ask']),
    goal: isObject(value['find']) ? readFind(value['find']) : readDo(value['do'] as Raw),
    hints: texts(value['hints']),
    solution: readSolution(value['solution'] as Raw),
    explain: String(value['explain']),
    proof: readStatement(value['proof']),
  };
}

function readFind(value: Raw): FindGoal {
  return {
    kind: 'find',
    form: (value['form'] ?? 'text') as FindGoal['form'],
    choices: texts(value['choices']),
    all: value['all'] === true,
    answer:
      typeof value['value'] === 'string'
        ? { by: 'value', value: value['value'] }
        : { by: 'query', sql: String(value['sql']), params: paramsOf(value) },
    mistakes: listOf(value['mistakes']) as unknown as FindGoal['mistakes'],
  };
}

function readDo(value: Raw): DoGoal {
  return {
    kind: 'do',
    later: typeof value['later'] === 'number' ? value['later'] : null,
    checks: listOf(value['checks']).map((check) => ({
      when: String(check['when']),
      notYet: String(check['not_yet']),
    })),
  };
}

function readSolution(value: Raw): Solution {
  return {
    say: optional(value['say']),
    statement: typeof value['sql'] === 'string' ? { sql: value['sql'], params: paramsOf(value) } : null,
    calls: listOf(value['calls']).map(readCall),
    read: optional(value['read']),
    actions: listOf(value['actions']) as unknown as readonly SolutionAction[],
  };
}

function readCall(value: Raw): SolutionCall {
  const [service = '', operation = ''] = String(value['call']).split(':');
  return {
    service,
    operation,
    region: optional(value['region']),
    input: (isObject(value['input']) ? value['input'] : {}) as JsonObject,
  };
}

function readStatement(value: unknown): Statement | null {
  return isObject(value) ? { sql: String(value['sql']), params: paramsOf(value) } : null;
}

function paramsOf(value: Raw): Statement['params'] {
  return (value['params'] ?? {}) as Statement['params'];
}

function listOf(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? (value as readonly Raw[]) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function optional(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
