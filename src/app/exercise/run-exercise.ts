import type { Answers } from '../../model/answers.ts';
import type { CaseOpened, JournalEntry } from '../../model/case-event.ts';
import { NO_ORGANIZATION } from '../../model/organization.ts';
import type { PlayState } from '../../model/play.ts';
import type { PlayOpened } from '../../model/play-event.ts';
import { isCase, readEntries } from '../../case/case-folder.ts';
import { UserError } from '../../base/errors.ts';
import { listen } from '../../simulator/wire/http-server.ts';
import { HOME_REGION } from '../../simulator/story/names.ts';
import { controlledClock } from '../../simulator/world/clock.ts';
import { OWN_ACCOUNT_ALONE } from '../actions/name-accounts.ts';
import { proveActions } from '../actions/prove-actions.ts';
import { findPlaybook } from '../playbook-library.ts';
import { type CaseTools, runCase } from '../run-case.ts';
import type { Session } from '../session.ts';
import { coachedResponder } from './coached-responder.ts';
import { Director } from './director.ts';
import { fillInput } from './fill-input.ts';
import { openPlayFiles } from './play-files.ts';
import type { FoundScenario } from './scenario-library.ts';
import { Stage } from './stage.ts';

const MINUTE = 60_000;

export interface ExerciseRequest {
  readonly found: FoundScenario;
  readonly folder: string;
  readonly seed: string;
  readonly mode: Exclude<CaseOpened['mode'], 'live'>;
  /** The intruder's first call; null = so that the team is called now. */
  readonly start: number | null;
  /** How time passes: as on the wall, faster by a factor, or by so many milliseconds at every prompt. */
  readonly pace: { readonly speed: number } | { readonly perPrompt: number };
  readonly answers: Answers;
  /** As in AWS unless given. */
  readonly lookupsPerSecond?: number;
  /** Told where the account listens, once it does. */
  readonly onAccount?: (environment: Readonly<Record<string, string>>, play: PlayState) => void;
}

/**
 * Plays a scenario: its account, its intruder and its clock, with a case that walks the scenario's playbook in that
 * account. A folder that holds the play already goes on where it stood. When the walk is at its end, the rest of the
 * story is played out, so that its damage can be told.
 */
export async function runExercise(request: ExerciseRequest, tools: CaseTools): Promise<void> {
  const { found, folder, answers, pace } = request;
  const opened = openedBefore(request);
  const files = openPlayFiles(folder, opened !== null);
  const clock = controlledClock(0, Date.now);
  const start = opened === null ? (request.start ?? startFor(found, Date.now())) : Date.parse(opened.start);
  const seed = opened?.seed ?? request.seed;
  const stage = await Stage.open({
    scenario: found.scenario,
    seed,
    start,
    clock,
    real: Date.now,
    ...files,
    ...(request.lookupsPerSecond === undefined ? {} : { lookupsPerSecond: request.lookupsPerSecond }),
  });
  const director = new Director({
    scenario: found.scenario,
    stage,
    clock,
    tell: (line) => tools.responder.tell(line),
  });
  const server = await listen(director.dispatch, 0);
  try {
    await director.begin(lastTime(folder));
    request.onAccount?.(environmentOf(server.url, stage), stage.state);
    const perPrompt = 'perPrompt' in pace ? pace.perPrompt : null;
    if ('speed' in pace) director.run(pace.speed);
    await runCase(
      {
        found: findPlaybook(found.scenario.playbook),
        folder,
        logs: [],
        inputs: fillInput(found.scenario.inputs, { ...stage.state }) as Readonly<Record<string, string>>,
        answers,
        complete: null,
        mode: request.mode,
        account: {
          access: {
            profile: null,
            region: HOME_REGION,
            endpoint: server.url,
            organization: { ...NO_ORGANIZATION, breakGlass: 'none' },
            credentials: stage.responder,
          },
          regions: [],
          reach: OWN_ACCOUNT_ALONE,
        },
        onOpen: async (session: Session) => {
          if (opened === null) await session.record('play-opened', playOpened(found, { seed, start }));
          director.enter(session);
        },
        onWalked: async (session: Session) => {
          await director.playOut();
          if (session.account !== null) await proveActions(session, session.account);
        },
      },
      {
        ...tools,
        clock: { now: () => new Date(clock.now()).toISOString() },
        responder: coachedResponder(tools.responder, () => director.pass(perPrompt)),
      },
    );
  } finally {
    director.stop();
    stage.close();
    files.close();
    await server.close();
  }
}

/** The play of a folder, where it holds one. @throws UserError when it holds another case */
function openedBefore({ folder, found }: ExerciseRequest): PlayOpened | null {
  if (!isCase(folder)) return null;
  const opened = playOf(readEntries(folder));
  if (opened?.sha256 === found.scenario.sha256) return opened;
  throw new UserError(`${folder} holds another case`, {
    why:
      opened === null
        ? 'it is no exercise'
        : `it was opened for the scenario ${opened.scenario} ${opened.version}, sha256 ${opened.sha256.slice(0, 12)}…`,
    fix: 'give another folder, or the scenario file it was opened with',
  });
}

/** What a case's journal says of the play it belongs to; null for a case that is none. */
export function playOf(entries: readonly JournalEntry[]): PlayOpened | null {
  return entries.find((entry) => entry.kind === 'play-opened')?.data ?? null;
}

/** So that the team is called at a full minute, about now. */
function startFor({ scenario }: FoundScenario, now: number): number {
  return Math.floor(now / MINUTE) * MINUTE - scenario.called;
}

function playOpened(
  { scenario }: FoundScenario,
  { seed, start }: { readonly seed: string; readonly start: number },
): PlayOpened {
  const { id, version, title, sha256, called } = scenario;
  return {
    scenario: id,
    version,
    title,
    sha256,
    seed,
    start: new Date(start).toISOString(),
    called: new Date(start + called).toISOString(),
    watermark: 'EXERCISE',
  };
}

function lastTime(folder: string): number | null {
  if (!isCase(folder)) return null;
  const last = readEntries(folder).at(-1);
  return last === undefined ? null : Date.parse(last.at);
}

function environmentOf(url: string, { responder }: Stage): Readonly<Record<string, string>> {
  const { accessKeyId, secretAccessKey, sessionToken } = responder;
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    AWS_REGION: HOME_REGION,
    AWS_DEFAULT_REGION: HOME_REGION,
  };
}
