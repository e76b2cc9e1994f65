import { InternalError } from '../../base/errors.ts';
import { CloudError } from '../../model/cloud-error.ts';
import type { IntendedMove, Move, PlayState } from '../../model/play.ts';
import type { Scenario, StoryStep } from '../../model/scenario.ts';
import type { Dispatch, WireResponse } from '../../simulator/wire/message.ts';
import type { World } from '../../simulator/world/world.ts';
import type { Actor } from './actor.ts';
import type { ActorCredentials } from './actor-credentials.ts';
import type { Gained } from './gained.ts';
import { IntruderHands } from './intruder-hands.ts';
import { moveOf, type Outcome } from './move-of.ts';
import type { RecordedDispatch } from './recorded-dispatch.ts';
import { costsOf, storyCall, taken } from './story-call.ts';

/** Makes the tries of the story, one at a time. */
export class Intruder {
  readonly #scenario: Scenario;
  readonly #world: World;
  readonly #hands: IntruderHands;
  readonly #dispatch: RecordedDispatch;
  #intended: IntendedMove | undefined;
  /** The answer to a try that was made before a crash. */
  #given: WireResponse | undefined;

  constructor(scenario: Scenario, world: World, dispatch: RecordedDispatch) {
    this.#scenario = scenario;
    this.#world = world;
    this.#dispatch = dispatch;
    this.#hands = new IntruderHands((request) => this.#send(request), world);
  }

  take(name: string, credentials: ActorCredentials): void {
    this.#hands.take(name, credentials);
  }

  hold(gains: Readonly<Record<string, Gained>>): void {
    this.#hands.hold(gains);
  }

  close(): void {
    this.#hands.close();
  }

  /** Sends it once, kept before it takes effect. */
  async attempt(intended: IntendedMove, state: PlayState): Promise<Move> {
    const step = this.#stepOf(intended);
    const { at, as, last } = intended;
    const call = storyCall(step, state, this.#world.homeRegion);
    this.#intended = intended;
    try {
      const { answer } = await this.#actor(as, step, state).call(call);
      const exchanged = { input: call.input, output: answer.output };
      const { saves, gains } = taken(step, exchanged, state);
      this.#hands.hold(gains);
      const known = { ...state, known: { ...state.known, ...saves } };
      return this.#moved(step, {
        ...{ at, as, error: null, requestId: answer.requestId, last: true, saves },
        gains: {
          ...Object.fromEntries(Object.entries(state.gains).filter(([name]) => step.revives.includes(name))),
          ...Object.fromEntries(Object.entries(gains).map(([name, { gain }]) => [name, gain])),
        },
        costs: costsOf(step, exchanged, known),
      });
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      const { code, requestId } = error.fault;
      return this.#moved(step, { at, as, error: code, requestId, last });
    } finally {
      this.#intended = undefined;
      this.#given = undefined;
    }
  }

  /** What came of a try whose request was kept, but no longer what came of it. @param answer as the account gave it again */
  recover(intended: IntendedMove, answer: WireResponse, state: PlayState): Promise<Move> {
    this.#given = answer;
    return this.attempt(intended, state);
  }

  /** What a step comes to for which no credential is left. */
  withoutCredential(step: StoryStep, at: number): Move {
    return this.#moved(step, { at, as: null, error: 'NoCredential', last: true });
  }

  readonly #send: Dispatch = (request) =>
    this.#given === undefined ? this.#dispatch(request, this.#intended) : Promise.resolve(this.#given);

  #stepOf({ step: id }: IntendedMove): StoryStep {
    const step = this.#scenario.story.find((one) => one.id === id);
    if (step === undefined) throw new InternalError(`the story has no step ${id}`);
    return step;
  }

  #actor(name: string, { address }: StoryStep, { gains }: PlayState): Actor {
    const { addresses, userAgent, holds } = this.#scenario;
    const from = addresses[address - 1] ?? addresses[0] ?? '198.51.100.23';
    const place = { address: from, userAgent: holds[name]?.userAgent ?? userAgent };
    return this.#hands.actor(name, gains[name], place);
  }

  #moved(step: StoryStep, of: Outcome): Move {
    const event = of.requestId === undefined || of.requestId === null ? null : this.#eventOf(of.requestId);
    return moveOf(step, { ...of, event }, this.#world.homeRegion);
  }

  /** The event a call left, by its request id. */
  #eventOf(requestId: string): string | null {
    const found = this.#world.trail.events.findLast(({ record }) => record.requestID === requestId);
    return found?.record.eventID ?? null;
  }
}
