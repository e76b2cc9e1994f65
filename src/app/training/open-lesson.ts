import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeDurably } from '../../base/durable-file.ts';
import type { JsonObject } from '../../base/json.ts';
import { isCase, readEntries } from '../../case/case-folder.ts';
import type { Lesson } from '../../model/lesson.ts';
import { NO_ANSWERS } from '../../model/answers.ts';
import { shellWord } from '../../training/shell-text.ts';
import { valueOf } from '../../training/fill.ts';
import { GIVEN_VARIABLES } from '../../training/variables.ts';
import { fillInput } from '../exercise/fill-input.ts';
import { findPlaybook } from '../playbook-library.ts';
import type { CaseTools } from '../case-wiring.ts';
import { runCase } from '../run-case.ts';
import { exportLogs } from './export-logs.ts';
import { LessonAccount } from './lesson-account.ts';
import type { FoundLesson } from './lesson-library.ts';
import { scenarioFor } from './check-references.ts';
import type { AttemptPlaces } from './training-places.ts';

/** A lesson whose account listens and whose case can be asked. */
export interface OpenLesson {
  readonly account: LessonAccount;
  readonly places: AttemptPlaces;
  /** What the learner is told beforehand. */
  readonly given: JsonObject;
}

export interface LessonSetting {
  readonly found: FoundLesson;
  readonly places: AttemptPlaces;
  readonly seed: string;
  /** When the intruder's first call is, about; null = so that the lesson is set now. */
  readonly start: number | null;
  /** Whether the account's clock goes on by itself. */
  readonly runs: boolean;
}

/** Opens what a lesson needs, or what is left of it after a crash: the account, its logs, and a case over them that nobody has walked. */
export async function openLesson(setting: LessonSetting, tools: CaseTools): Promise<OpenLesson> {
  const { found, places, seed, start, runs } = setting;
  const scenario = scenarioFor(found.file, found.lesson);
  const account = await LessonAccount.open({
    lesson: found.lesson,
    scenario,
    folder: places.folder,
    seed,
    human: tools.by.human,
    start,
    runs,
  });
  try {
    if (!existsSync(places.logs)) await exportFrom(account, places);
    if (!isReady(places.case)) await openCase(setting, account, tools);
    writeDurably(places.environment, environmentText(account, places));
    return { account, places, given: givenOf(found.lesson, account) };
  } catch (error) {
    await account.close();
    throw error;
  }
}

/** Out of a copy: reading the buckets leaves its traces there, and none in the learner's account. */
async function exportFrom(account: LessonAccount, { logs }: AttemptPlaces): Promise<void> {
  const copy = await account.copy();
  try {
    await exportLogs(copy, logs);
  } finally {
    copy.close();
  }
}

/** The case as a team would have it on the day: the scenario's playbook and the exported logs, by the account's clock. */
async function openCase(
  { found, places }: LessonSetting,
  account: LessonAccount,
  tools: CaseTools,
): Promise<void> {
  const { scenario } = scenarioFor(found.file, found.lesson);
  await runCase(
    {
      found: findPlaybook(scenario.playbook),
      folder: places.case,
      logs: [places.logs],
      inputs: fillInput(scenario.inputs, { ...account.stage.state }) as Readonly<Record<string, string>>,
      answers: NO_ANSWERS,
      complete: null,
      account: null,
      mode: 'training',
      walks: false,
    },
    { ...tools, clock: { now: () => new Date(account.clock.now()).toISOString() } },
  );
}

/** Whether its logs are all read; what was cut off before that is gone on with. */
function isReady(folder: string): boolean {
  return isCase(folder) && readEntries(folder).some(({ kind }) => kind === 'lake-built');
}

/** What the learner is told beforehand, in the account at hand. */
export function givenOf({ given }: Lesson, { facts }: LessonAccount): JsonObject {
  return Object.fromEntries(
    Object.entries(given).map(([name, text]) => [name, valueOf(text, GIVEN_VARIABLES, facts)]),
  );
}

const PROGRAM = fileURLToPath(new URL('../../main.js', import.meta.url));

/** For a shell to source. The credentials are the simulated account's: they open nothing else. */
function environmentText({ environment }: LessonAccount, places: AttemptPlaces): string {
  return [
    ...Object.entries(environment).map(([name, value]) => `export ${name}=${shellWord(value)}`),
    `export CASE=${shellWord(places.case)}`,
    // In a clone nobody has installed it.
    `command -v heptad >/dev/null || heptad() { ${shellWord(process.execPath)} ${shellWord(PROGRAM)} "$@"; }`,
    '',
  ].join('\n');
}
