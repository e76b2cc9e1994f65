import type { JsonObject } from '../../base/json.ts';
import type { Lesson } from '../../model/lesson.ts';
import type { PlayOpened } from '../../model/play-event.ts';
import type { Scenario } from '../../model/scenario.ts';
import { HOME_REGION } from '../../simulator/story/names.ts';
import { createRandom } from '../../simulator/story/random.ts';
import { listen, type Listening } from '../../simulator/wire/http-server.ts';
import type { TrackedEvent } from '../../simulator/world/trail-state.ts';
import { type ControlledClock, controlledClock } from '../../simulator/world/clock.ts';
import { varyScenario } from '../../training/vary-scenario.ts';
import { memoryLog } from '../exercise/memory-log.ts';
import { holdPlay, type PlayFiles } from '../exercise/play-files.ts';
import type { FoundScenario } from '../exercise/scenario-library.ts';
import { Stage } from '../exercise/stage.ts';
import type { StageOptions } from '../exercise/stage-options.ts';

const MINUTE = 60_000;
/** The intruder rests so long at least, so that the logs of all it did are delivered when the learner comes. */
const QUIET = 10 * MINUTE;
/** By so much it began earlier, at the most: a time of one attempt is none in the next. */
const MOST_EARLIER = 40;
const STILL = (): number => 0;

export interface LessonPlace {
  readonly lesson: Lesson;
  readonly scenario: FoundScenario;
  readonly folder: string;
  readonly seed: string;
  readonly human: string;
  /** When the intruder's first call is, about; null = so that the lesson is set now. */
  readonly start: number | null;
  /** Whether the account's clock goes on by itself. */
  readonly runs: boolean;
}

/** The account of a lesson: a scenario's, up to a moment of its story, at a pace and from addresses of the seed's own. */
export class LessonAccount {
  readonly stage: Stage;
  readonly url: string;
  readonly #files: PlayFiles;
  readonly #options: StageOptions;
  readonly #server: Listening;
  readonly #opened: number;

  private constructor(parts: {
    readonly stage: Stage;
    readonly files: PlayFiles;
    readonly options: StageOptions;
    readonly server: Listening;
    readonly opened: number;
  }) {
    this.stage = parts.stage;
    this.url = parts.server.url;
    this.#files = parts.files;
    this.#options = parts.options;
    this.#server = parts.server;
    this.#opened = parts.opened;
  }

  /** Opens the account, or makes it again as it was left. @throws CaseHeldError when another process has it */
  static async open(place: LessonPlace): Promise<LessonAccount> {
    const scenario = scenarioOfLesson(place);
    const files = holdPlay(place.folder, {
      begin: () => opened(place, scenario),
      scenarioFile: place.scenario.file,
      human: place.human,
      since: new Date().toISOString(),
      flush: true,
    });
    const start = Date.parse(files.opened.start);
    const clock = controlledClock(0, place.runs ? Date.now : STILL);
    const { requests, play } = files;
    const options = { scenario, seed: files.opened.seed, start, clock, real: Date.now, requests, play };
    const stage = await Stage.open(options);
    const begins = start + scenario.called + quietOf(place.seed);
    await stage.advanceTo(start + scenario.called);
    clock.set(Math.max(clock.now(), begins));
    if (place.runs) clock.run(1);
    const server = await listen(stage.dispatch, 0);
    return new LessonAccount({ stage, files, options, server, opened: begins });
  }

  get environment(): Readonly<Record<string, string>> {
    const { accessKeyId, secretAccessKey, sessionToken } = this.stage.responder;
    return {
      AWS_ENDPOINT_URL: this.url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
      AWS_REGION: HOME_REGION,
      AWS_DEFAULT_REGION: HOME_REGION,
    };
  }

  get clock(): ControlledClock {
    return this.stage.clock;
  }

  get steps(): Scenario['story'] {
    return this.#options.scenario.story;
  }

  /** What names of the seed, ids and steps of the story there are. */
  get facts(): { readonly names: JsonObject; readonly known: JsonObject; readonly steps: JsonObject } {
    const { names, known, steps } = this.stage.state;
    const counts = Object.entries(steps).map(([id, { tries, successes }]) => [id, { tries, successes }]);
    return { names, known, steps: Object.fromEntries(counts) as JsonObject };
  }

  /** What happened in the account since the learner came. */
  events(): readonly TrackedEvent[] {
    return this.stage.eventsSince(this.#opened);
  }

  /** The same account once more, at the same moment: what is done in it leaves no trace in the learner's. */
  copy(): Promise<Stage> {
    const { requests, play } = this.#options;
    return Stage.open({
      ...this.#options,
      clock: controlledClock(0, STILL),
      requests: memoryLog(requests.lines),
      play: memoryLog(play.lines),
    }).then((stage) => {
      stage.clock.set(Math.max(stage.clock.now(), this.clock.now()));
      return stage;
    });
  }

  async close(): Promise<void> {
    await this.#server.close();
    this.stage.close();
    this.#files.close();
  }
}

/** From the intruder's last call until the learner comes. */
function quietOf(seed: string): number {
  return QUIET + createRandom(`rest of ${seed}`).int(MOST_EARLIER) * MINUTE;
}

/** As the seed has it: another seed, another pace and other addresses. */
function scenarioOfLesson({ lesson, scenario: { scenario }, seed }: LessonPlace): Scenario {
  const { minute, logging } = lesson.stage;
  const account = logging === null ? scenario.account : { ...scenario.account, logging };
  const random = createRandom(`pace of ${seed}`);
  return varyScenario({ ...scenario, account, called: minute * MINUTE }, () => random.next());
}

function opened({ lesson, seed, start: given }: LessonPlace, scenario: Scenario): PlayOpened {
  const { id, version, sha256, called } = scenario;
  const begins = given === null ? Date.now() : given + called + QUIET;
  const start = Math.floor(begins / MINUTE) * MINUTE - called - quietOf(seed);
  return {
    scenario: id,
    version,
    title: lesson.title,
    sha256,
    seed,
    start: new Date(start).toISOString(),
    called: new Date(start + called).toISOString(),
    watermark: 'TRAINING',
  };
}
