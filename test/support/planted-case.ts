import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAnswersResponder } from '../../src/app/answers-responder.ts';
import { systemIds } from '../../src/app/ids.ts';
import { findPlaybook } from '../../src/app/playbook-library.ts';
import type * as Reporting from '../../src/app/render-report.ts';
import type * as Running from '../../src/app/run-case.ts';
import { type Answers, NO_ANSWERS } from '../../src/model/answers.ts';
import { NO_ORGANIZATION } from '../../src/model/organization.ts';
import type { InputValue } from '../../src/model/playbook.ts';
import type { Report } from '../../src/model/report.ts';
import { openAccount } from '../../src/simulator/account/account.ts';
import { plantedAccount } from '../../src/simulator/scenarios/planted.ts';
import type { KeyedEvent } from '../../src/simulator/story/stage.ts';
import type { PlantedStory } from '../../src/simulator/story/planted-story.ts';
import { inProcess } from '../../src/simulator/wire/in-process.ts';
import type { Credentials } from '../../src/simulator/scenarios/scenario.ts';
import { type ControlledClock, controlledClock } from '../../src/simulator/world/clock.ts';
import type { World } from '../../src/simulator/world/world.ts';
import { DIST } from './built.ts';
import { OPENED } from './simulated-account.ts';

/** Queries run in a process of their own, which is there only once built. */
const { runCase } = (await import(join(DIST, 'app/run-case.js'))) as typeof Running;
const { reportOf } = (await import(join(DIST, 'app/render-report.js'))) as typeof Reporting;

type Inputs = Readonly<Record<string, InputValue>>;

export const ANSWERS: Answers = {
  ...NO_ANSWERS,
  account: '111122223333',
  actions: { '*': 'decline' },
  default: 'unknown-and-decline',
};

/** What a playbook reports of an account, and what was planted there. */
export interface PlantedCase {
  readonly report: Report;
  readonly key: readonly KeyedEvent[];
}

/** An account in this process, and its clock. */
export interface WalkedAccount {
  readonly world: World;
  readonly responder: Credentials;
  readonly clock: ControlledClock;
}

/** Collects from the account of a story, with its incident or without it, and walks a playbook over what came. */
export async function plantedCase(
  story: PlantedStory,
  playbook: string,
  { planted, backgroundEvents = 1500 }: { readonly planted: boolean; readonly backgroundEvents?: number },
): Promise<PlantedCase> {
  const clock = controlledClock(OPENED, () => 0);
  const account = plantedAccount(story, {
    seed: 'planted',
    clock,
    realNow: Date.now,
    backgroundEvents,
    lookupsPerSecond: 1000,
    planted,
  });
  return { report: await walkedReport({ ...account, clock }, playbook), key: account.key };
}

/** What a playbook reports of an account, collected from it alone, in its home Region. */
export async function walkedReport(
  { world, responder, clock }: WalkedAccount,
  playbook: string,
  { answers = ANSWERS, inputs = {} }: { readonly answers?: Answers; readonly inputs?: Inputs } = {},
): Promise<Report> {
  const root = mkdtempSync(join(tmpdir(), 'heptad-planted-'));
  try {
    const folder = join(root, 'case');
    const access = {
      profile: null,
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1',
      organization: { ...NO_ORGANIZATION, breakGlass: 'none' as const },
      credentials: responder,
      way: {
        requestHandler: inProcess(openAccount(world)),
        wait: (milliseconds: number) => Promise.resolve(clock.advance(milliseconds)),
      },
    };
    await runCase(
      {
        found: findPlaybook(playbook),
        folder,
        logs: [],
        inputs,
        answers,
        complete: null,
        account: { access, regions: ['us-east-1'], reach: { roles: [], organizationRole: null } },
      },
      {
        by: { human: 'Ada Byron', identity: null },
        clock: { now: () => new Date(clock.now()).toISOString() },
        ids: systemIds,
        interactive: false,
        responder: createAnswersResponder(answers, null, () => undefined),
      },
    );
    return await reportOf(folder, { at: new Date(OPENED).toISOString(), by: 'test' }, null);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
