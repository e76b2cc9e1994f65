import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Actor } from '../../src/app/exercise/actor.ts';
import { systemIds } from '../../src/app/ids.ts';
import { createAnswersResponder } from '../../src/app/answers-responder.ts';
import { lakeFolderOf } from '../../src/app/case-lake.ts';
import { firstColumn } from '../../src/app/training/judge.ts';
import type { FoundLesson } from '../../src/app/training/lesson-library.ts';
import { type OpenLesson, openLesson } from '../../src/app/training/open-lesson.ts';
import { RecordFile } from '../../src/app/training/record-file.ts';
import { teach } from '../../src/app/training/teach.ts';
import { attemptPlaces } from '../../src/app/training/training-places.ts';
import { readCase } from '../../src/case/case-folder.ts';
import { CaseLake } from '../../src/lake/case-lake.ts';
import { LakeQueries } from '../../src/lake/lake-queries.ts';
import { READERS } from '../../src/readers/registry.ts';
import { NO_ANSWERS } from '../../src/model/answers.ts';
import type { Lesson, LessonTask } from '../../src/model/lesson.ts';
import { WHOLE } from '../../src/model/scope.ts';
import type { LessonAttempt } from '../../src/model/training-record.ts';
import type { Learner } from '../../src/ports/learner.ts';
import type { QueryLake } from '../../src/ports/lake.ts';
import { fillInput, fillParams, valueOf } from '../../src/training/fill.ts';
import { withAttempt } from '../../src/training/record.ts';
import { OUTPUT_VARIABLES, TEXT_VARIABLES } from '../../src/training/variables.ts';
import { DIST } from './built.ts';
import { programEnvironment } from './program.ts';

const START = Date.parse('2026-01-15T09:00:00Z');
const NOW = '2026-01-15T11:00:00.000Z';

/** A lesson whose account listens, for a test; nobody has begun it. */
export interface StagedLesson {
  readonly open: OpenLesson;
  readonly root: string;
  readonly query: QueryLake['query'];
  close(): Promise<void>;
}

export async function stageLesson(found: FoundLesson, seed: string): Promise<StagedLesson> {
  const root = mkdtempSync(join(tmpdir(), 'heptad-lesson-'));
  const places = attemptPlaces(join(root, 'training'), found.lesson.id, 1);
  mkdirSync(places.folder, { recursive: true });
  const responder = createAnswersResponder(NO_ANSWERS, null, () => undefined);
  const tools = {
    by: { human: 'tester', identity: null },
    clock: { now: () => NOW },
    ids: systemIds,
    interactive: false,
    responder,
  };
  const open = await openLesson({ found, places, seed, start: START, runs: false }, tools);
  const reading = readCase(places.case);
  const lake = new CaseLake({
    folder: lakeFolderOf(places.case),
    readers: READERS,
    originals: (hash) => reading.readEvidence(hash),
    readOnly: true,
  });
  // The process that runs queries is a compiled one.
  const queries = new LakeQueries(lake.parts, { workerFile: join(DIST, 'lake/sandbox-worker.js') });
  return {
    open,
    root,
    query: (request) => queries.query(request),
    close: async () => {
      await queries.close();
      lake.close();
      await open.account.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Gives a lesson to a learner and tells how it ended. */
export async function giveLesson(
  lesson: Lesson,
  {
    staged,
    learner,
    lessons = [lesson],
  }: { readonly staged: StagedLesson; readonly learner: Learner; readonly lessons?: readonly Lesson[] },
): Promise<LessonAttempt> {
  const file = new RecordFile(join(staged.root, 'training'), 'tester');
  file.change((record) => withAttempt(record, lesson, { seed: 'given', at: NOW }));
  return teach({
    lesson,
    lessons,
    open: staged.open,
    query: staged.query,
    file,
    learner,
    clock: { now: () => NOW },
    where: () => learner.tell('here'),
  });
}

/** Does what the solution says, and gives what it finds. */
export async function followSolution(
  task: LessonTask,
  staged: StagedLesson,
  answers: Readonly<Record<string, string>>,
): Promise<string> {
  const values = { given: staged.open.given, answers };
  const { statement, calls, read, actions } = task.solution;
  if (statement !== null) {
    const params = fillParams(statement, TEXT_VARIABLES, values);
    const found = firstColumn(await staged.query({ sql: statement.sql, params, scope: WHOLE }));
    return task.goal.kind === 'find' && task.goal.all ? found.join(' ') : (found[0] ?? '');
  }
  const { account } = staged.open;
  const actor = new Actor(account.stage.dispatch, account.stage.responder, {
    address: '192.0.2.90',
    userAgent: 'aws-cli/2.22.0',
  });
  let output: unknown = {};
  for (const { service, operation, region, input } of calls)
    ({
      answer: { output },
    } = await actor.call({
      service,
      operation,
      region: region ?? 'us-east-1',
      input: fillInput(input, TEXT_VARIABLES, values),
    }));
  actor.close();
  for (const { action, with: inputs } of actions)
    await applyAction(action, fillInput(inputs, TEXT_VARIABLES, values), staged);
  return read === null ? 'done' : String(valueOf(read, OUTPUT_VARIABLES, { output }));
}

/** `heptad action apply`, as its own process, against the account that this one serves. */
async function applyAction(
  action: string,
  inputs: Readonly<Record<string, unknown>>,
  { open, root }: StagedLesson,
): Promise<void> {
  const answers = join(root, 'approve.yaml');
  writeFileSync(answers, "account: '111122223333'\nactions: { '*': approve }\n");
  const given = Object.entries(inputs).flatMap(([name, value]) => ['--input', `${name}=${String(value)}`]);
  const args = ['action', 'apply', open.places.case, action, ...given, '--answers', answers];
  const child = spawn(process.execPath, [join(DIST, 'main.js'), ...args], {
    cwd: root,
    env: programEnvironment(root, open.account.environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (told += data.toString()));
  const exit = await new Promise((resolve) => child.once('close', resolve));
  if (exit !== 0) throw new Error(`heptad ${args.join(' ')} ended with ${String(exit)}:\n${told}`);
}
