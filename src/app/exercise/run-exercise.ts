import type { Answers } from '../../model/answers.ts';
import type { CaseOpened, JournalEntry } from '../../model/case-event.ts';
import { NO_ORGANIZATION } from '../../model/organization.ts';
import type { PlayState } from '../../model/play.ts';
import type { Player, PlayOpened } from '../../model/play-event.ts';
import type { Responder } from '../../ports/responder.ts';
import { keyOfQuestion } from '../../exercise/key-of-question.ts';
import { isCase, readEntries } from '../../case/case-folder.ts';
import { UserError } from '../../base/errors.ts';
import { listen } from '../../simulator/wire/http-server.ts';
import { HOME_REGION } from '../../simulator/story/names.ts';
import { controlledClock } from '../../simulator/world/clock.ts';
import { OWN_ACCOUNT_ALONE } from '../actions/name-accounts.ts';
import { proveActions } from '../actions/prove-actions.ts';
import { findPlaybook } from '../playbook-library.ts';
import type { CaseTools } from '../case-wiring.ts';
import { runCase } from '../run-case.ts';
import { coachedResponder } from './coached-responder.ts';
import { Director, PlayEndedError } from './director.ts';
import { guidedResponder } from './guided-responder.ts';
import { talkResponder } from './talk-responder.ts';
import { fillInput } from './fill-input.ts';
import { holdPlay, playBegunIn } from './play-files.ts';
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
  readonly players?: readonly Player[];
  /** How the team is led, where it is; a play that goes on is led as it was begun. */
  readonly led?: PlayOpened['led'];
  /** Asks a room without computers, and gives what it says. */
  readonly ask?: (question: string) => Promise<string>;
  /** As in AWS unless given. */
  readonly lookupsPerSecond?: number;
  /** Nobody goes on with it or keeps it: a test of the scenario. */
  readonly thrownAway?: boolean;
  /** Lets it be heard that news wait for the next prompt. */
  readonly ring?: () => void;
  /** Given who can help the team, once the play runs. */
  readonly onDirector?: (director: Director) => void;
  /** Told where the account listens, once it does. */
  readonly onAccount?: (environment: Readonly<Record<string, string>>, play: PlayState) => void;
}

/** How a play came to its end: the playbook was walked, or the facilitator ended it before. */
export type PlayEnd = 'walked' | 'ended';

/**
 * Plays a scenario: its account, its intruder and its clock, with a case that walks the scenario's playbook in that
 * account. A folder that holds the play already goes on where it stood. At the end the rest of the story is played
 * out, so that its damage can be told.
 */
export async function runExercise(request: ExerciseRequest, tools: CaseTools): Promise<PlayEnd> {
  const { found, folder } = request;
  refuseOther(request);
  const files = holdPlay(folder, {
    begin: () => playOpened(request),
    scenarioFile: found.file,
    human: tools.by.human,
    since: new Date().toISOString(),
    flush: request.thrownAway !== true,
  });
  const { opened } = files;
  const clock = controlledClock(0, Date.now);
  try {
    const stage = await Stage.open({
      scenario: found.scenario,
      seed: opened.seed,
      start: Date.parse(opened.start),
      clock,
      real: Date.now,
      requests: files.requests,
      play: files.play,
      ...(request.lookupsPerSecond === undefined ? {} : { lookupsPerSecond: request.lookupsPerSecond }),
    });
    const tell = (line: string): void => {
      tools.responder.progress(null);
      tools.responder.tell(line);
    };
    const ring = request.ring ?? ((): void => undefined);
    const director = new Director({
      scenario: found.scenario,
      stage,
      clock,
      tell,
      ring,
      ask: opened.led === 'talk' ? (request.ask ?? null) : null,
    });
    try {
      return await play(request, { tools, opened, stage, director });
    } finally {
      director.stop();
      stage.close();
    }
  } finally {
    files.close();
  }
}

interface Playing {
  readonly tools: CaseTools;
  readonly opened: PlayOpened;
  readonly stage: Stage;
  readonly director: Director;
}

async function play(request: ExerciseRequest, playing: Playing): Promise<PlayEnd> {
  const { folder, pace } = request;
  const { stage, director } = playing;
  const server = await listen(director.dispatch, 0);
  try {
    await director.begin(lastTime(folder));
    request.onDirector?.(director);
    request.onAccount?.(environmentOf(server.url, stage), stage.state);
    if ('speed' in pace) director.run(pace.speed);
    await walkInAccount(request, server.url, playing);
    return 'walked';
  } catch (error) {
    if (!(error instanceof PlayEndedError)) throw error;
    await director.playOut();
    return 'ended';
  } finally {
    await server.close();
  }
}

/** The case, by the clock of the play; before each of its prompts the play goes on. */
async function walkInAccount(
  { found, folder, answers, mode, pace }: ExerciseRequest,
  endpoint: string,
  { tools, opened, stage, director }: Playing,
): Promise<void> {
  const perPrompt = 'perPrompt' in pace ? pace.perPrompt : null;
  const { playbook } = findPlaybook(found.scenario.playbook);
  const led = (responder: Responder): Responder => {
    if (opened.led === 'talk')
      return talkResponder(responder, (question) =>
        keyOfQuestion(question, { playbook, scenario: found.scenario, play: stage.state }),
      );
    return opened.led === 'guided' ? guidedResponder(responder) : responder;
  };
  const access = {
    profile: null,
    region: HOME_REGION,
    endpoint,
    organization: { ...NO_ORGANIZATION, breakGlass: 'none' },
    credentials: stage.responder,
  } as const;
  await runCase(
    {
      found: findPlaybook(found.scenario.playbook),
      folder,
      logs: [],
      inputs: fillInput(found.scenario.inputs, { ...stage.state }) as Readonly<Record<string, string>>,
      answers,
      complete: null,
      mode,
      account: { access, regions: [], reach: OWN_ACCOUNT_ALONE },
      onOpen: async (session) => {
        if (playOf(session.store.entries()) === null) await session.record('play-opened', opened);
        director.enter(session);
      },
      onWalked: async (session) => {
        await director.playOut();
        if (session.account !== null) await proveActions(session, session.account);
      },
    },
    {
      ...tools,
      clock: { now: () => new Date(stage.clock.now()).toISOString() },
      responder: led(coachedResponder(tools.responder, () => director.pass(perPrompt))),
    },
  );
}

/** @throws UserError when the folder holds another case, or was opened with another scenario */
function refuseOther({ folder, found }: ExerciseRequest): void {
  const begun = playBegunIn(folder);
  if (begun === null ? !isCase(folder) : begun.sha256 === found.scenario.sha256) return;
  throw new UserError(`${folder} holds another case`, {
    why:
      begun === null
        ? 'it is no exercise'
        : `it was opened for the scenario ${begun.scenario} ${begun.version}, sha256 ${begun.sha256.slice(0, 12)}…`,
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

function playOpened({ found, seed, start: given, players = [], led }: ExerciseRequest): PlayOpened {
  const { id, version, title, sha256, called } = found.scenario;
  const start = given ?? startFor(found, Date.now());
  return {
    scenario: id,
    version,
    title,
    sha256,
    seed,
    start: new Date(start).toISOString(),
    called: new Date(start + called).toISOString(),
    watermark: 'EXERCISE',
    ...(players.length === 0 ? {} : { players }),
    ...(led === undefined ? {} : { led }),
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
