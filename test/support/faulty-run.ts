import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAnswersResponder } from '../../src/app/answers-responder.ts';
import type { CaseTools } from '../../src/app/case-wiring.ts';
import { systemIds } from '../../src/app/ids.ts';
import { findPlaybook } from '../../src/app/playbook-library.ts';
import type * as Running from '../../src/app/run-case.ts';
import { readCase } from '../../src/case/case-folder.ts';
import { foldJournal } from '../../src/engine/apply.ts';
import { type Answers, NO_ANSWERS } from '../../src/model/answers.ts';
import type { CaseState } from '../../src/model/case-state.ts';
import { NO_ORGANIZATION } from '../../src/model/organization.ts';
import type { Responder } from '../../src/ports/responder.ts';
import { DIST } from './built.ts';
import { type FaultName, type FaultyWire, faultyWire } from './faulty-wire.ts';
import { testAccount, type TestAccount } from './simulated-account.ts';

/** Queries run in a process of their own, which is there only once built. */
const { runCase, resumeCase } = (await import(join(DIST, 'app/run-case.js'))) as typeof Running;

const ANSWERS: Answers = {
  ...NO_ANSWERS,
  account: '111122223333',
  actions: { '*': 'approve' },
  default: 'unknown-and-decline',
};

/** What a run is about when a call is made. */
export type Phase = 'collecting' | 'steps' | 'planning' | 'changing' | 'settling';

/** A run of a playbook in the simulated account, on which calls go wrong. */
export interface FaultyRun {
  readonly folder: string;
  readonly account: TestAccount;
  readonly wire: FaultyWire;
  readonly state: () => CaseState;
  /** Runs, and later resumes. Gives what it ended with; null = the walk is at its end. */
  readonly go: () => Promise<unknown>;
  readonly close: () => void;
}

export async function faultyRun(
  strike: (phase: Phase, call: string) => FaultName | undefined,
  { playbook = 'genai-workload', backgroundEvents = 50 } = {},
): Promise<FaultyRun> {
  const account = await testAccount('in process', { backgroundEvents });
  const folder = join(mkdtempSync(join(tmpdir(), 'heptad-faults-')), 'case');
  let phase: Phase = 'collecting';
  const wire = faultyWire(account, (call) => strike(phase, call));
  const access = {
    profile: null,
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1',
    organization: { ...NO_ORGANIZATION, breakGlass: 'none' as const },
    credentials: account.responder,
    way: wire.way,
  };
  const tools: CaseTools = {
    by: { human: 'Ada Byron', identity: null },
    clock: { now: () => new Date(account.clock.now()).toISOString() },
    ids: systemIds,
    interactive: false,
    responder: telling((next) => (phase = next)),
  };
  let opened = false;
  const run = () =>
    runCase(
      {
        found: findPlaybook(playbook),
        folder,
        logs: [],
        inputs: {
          access_key: account.intruder['leakedKey']?.accessKeyId ?? '',
          window: '2026-01-15T08:00:00Z/2026-01-15T12:00:00Z',
        },
        answers: ANSWERS,
        complete: null,
        account: { access, regions: ['us-east-1'], reach: { roles: [], organizationRole: null } },
      },
      tools,
    );
  return {
    folder,
    account,
    wire,
    state: () => stateIn(folder),
    go: async () => {
      try {
        // What was cut off in the middle of containment is settled before anything else.
        phase = opened && Object.keys(stateIn(folder).actions).length > 0 ? 'settling' : 'collecting';
        const [failed = null] = await (opened ? resumeCase(folder, tools, { access }) : run());
        return failed;
      } catch (error) {
        return error;
      } finally {
        opened = true;
      }
    },
    close: () => rmSync(join(folder, '..'), { recursive: true, force: true }),
  };
}

function stateIn(folder: string): CaseState {
  return foldJournal(readCase(folder).entries);
}

/** A report is made where there is none that is fresh: asked for again it changes nothing. */
const NO_CHANGE = 'GenerateCredentialReport';

/** The changes of this case that took effect, as the account's own log has them; times of day are left out. */
export function changesThrough({ account, state }: FaultyRun): readonly string[] {
  const token = state().accounts[0]?.token ?? 'none';
  return account.world.trail.events.flatMap(({ record }) => {
    const { userAgent, readOnly, errorCode, eventName, requestParameters } = record;
    const changed = userAgent.includes(token) && !readOnly && errorCode === undefined;
    if (!changed || eventName === NO_CHANGE) return [];
    return [`${eventName} ${JSON.stringify(requestParameters).replaceAll(/T[\d:.]+Z/g, 'T…Z')}`];
  });
}

/** Answers from the file, and tells what the walk has come to. */
function telling(entered: (phase: Phase) => void): Responder {
  const own = createAnswersResponder(ANSWERS, null, () => undefined);
  const enter = <T>(phase: Phase, answer: () => T): T => {
    entered(phase);
    return answer();
  };
  return {
    ...own,
    atStep: (view, places) => enter('steps', () => own.atStep(view, places)),
    skips: (step) => enter('steps', () => own.skips(step)),
    atPreservation: (view) => enter('planning', () => own.atPreservation(view)),
    atPlan: (view) => enter('changing', () => own.atPlan(view)),
    atSet: (view) => enter('changing', () => own.atSet(view)),
  };
}
