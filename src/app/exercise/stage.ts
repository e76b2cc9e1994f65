import type { Json, JsonObject } from '../../base/json.ts';
import { applyPlay, credentialsFor, initialPlay, nextTurn } from '../../exercise/adversary.ts';
import { OUTPUT_VARIABLES } from '../../exercise/variables.ts';
import { CloudError } from '../../model/cloud-error.ts';
import type { Move, PlayEntry, PlayState } from '../../model/play.ts';
import type { HolderDef, StoryCall, StoryStep } from '../../model/scenario.ts';
import { openAccount } from '../../simulator/account/account.ts';
import { observe } from '../../simulator/scenarios/observe.ts';
import type { Credentials } from '../../simulator/scenarios/scenario.ts';
import { openWorkload, type Workload } from '../../simulator/scenarios/workload.ts';
import type { Dispatch } from '../../simulator/wire/message.ts';
import type { ControlledClock } from '../../simulator/world/clock.ts';
import { Actor } from './actor.ts';
import { IntruderHands } from './intruder-hands.ts';
import { fillName, lastingAims, namesOf, valueOf } from './story-values.ts';
import { fillInput } from './fill-input.ts';
import type { StageOptions } from './stage-options.ts';
import { moveOf, type Outcome } from './move-of.ts';
import { gained, type Gained } from './gained.ts';
import { recordedDispatch, requestOf } from './recorded-dispatch.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SETUP_AGO = 30 * 24 * HOUR;

/** A scenario's account with its intruder at work. */
export class Stage {
  readonly clock: ControlledClock;
  readonly responder: Credentials;
  /** For everybody's calls, the responder's included. */
  readonly dispatch: Dispatch;
  readonly #options: StageOptions;
  readonly #workload: Workload;
  readonly #plain: Dispatch;
  readonly #hands: IntruderHands;
  #state: PlayState;
  #turn: Promise<void> = Promise.resolve();
  #metered: number;
  /** While kept requests are played again, signatures are judged by the time they were made. */
  #replayed: number | null = null;

  private constructor(options: StageOptions) {
    const { scenario, seed, start, clock } = options;
    this.#options = options;
    this.clock = clock;
    clock.set(start - SETUP_AGO);
    this.#workload = openWorkload({
      scenario: scenario.id,
      seed,
      start,
      clock,
      realNow: () => this.#replayed ?? options.real(),
      logging: scenario.account.logging,
      background: scenario.account.background,
      ...(options.lookupsPerSecond === undefined ? {} : { lookupsPerSecond: options.lookupsPerSecond }),
    });
    this.responder = this.#workload.responder;
    const account = openAccount(this.#workload.world);
    this.#plain = (request) => {
      this.#workload.workUntil(clock.now());
      return account(request);
    };
    this.dispatch = recordedDispatch(this.#plain, options.requests, {
      now: () => clock.now(),
      real: options.real,
    });
    this.#hands = new IntruderHands(this.dispatch, this.#workload.world);
    const names = namesOf(scenario, seed);
    this.#state = initialPlay(scenario, { start, names, known: {}, gains: {} });
    this.#metered = start;
  }

  /** Opens the account, sets it up, and where a play was begun before, brings it to where that stood. */
  static async open(options: StageOptions): Promise<Stage> {
    const stage = new Stage(options);
    await stage.#setUp();
    await stage.#playAgain();
    return stage;
  }

  get state(): PlayState {
    return this.#state;
  }

  observe(): JsonObject {
    return observe(this.#workload.world);
  }

  /** The event a call left, by its request id. */
  eventOf(requestId: string): string | null {
    const found = this.#workload.world.trail.events.findLast(({ record }) => record.requestID === requestId);
    return found?.record.eventID ?? null;
  }

  /**
   * Lets the intruder do what is due up to a time, no later than the end of the play. A clock that stands is moved
   * along; one that runs is left alone.
   */
  advanceTo(time: number): Promise<void> {
    this.#turn = this.#turn.then(() => this.#advance(time));
    return this.#turn;
  }

  close(): void {
    this.#hands.close();
  }

  /** What the organization had set up long ago leaves no fresh tracks. */
  async #setUp(): Promise<void> {
    const { scenario, start } = this.#options;
    const administrator = new Actor(this.#plain, this.#workload.administrator, {
      address: '192.0.2.61',
      userAgent: 'aws-cli/2.22.0',
    });
    for (const call of scenario.account.setup) {
      const input = this.#filled(call);
      const { answer } = await administrator.call(this.#asCall(call, input));
      const { saves, gains } = this.#taken(call, input, answer.output);
      this.#state = { ...this.#state, known: { ...this.#state.known, ...saves } };
      this.#hands.hold(gains);
    }
    administrator.close();
    const { trail, invocations } = this.#workload.world;
    trail.events.length = 0;
    trail.closedUntil = 0;
    invocations.closedUntil = 0;
    for (const [name, holder] of Object.entries(scenario.holds)) this.#give(name, holder);
    this.clock.set(start - scenario.account.background.before * HOUR);
  }

  /** What the intruder holds from the start, known by its id like everything it gains. */
  #give(name: string, holder: HolderDef): void {
    const named = 'user' in holder ? { user: fillName(holder.user, this.#state.names) } : holder;
    const credentials = this.#workload.credentialsOf(named);
    this.#hands.take(name, credentials);
    const known = { ...this.#state.known, [`${name}Id`]: credentials.accessKeyId };
    this.#state = { ...this.#state, known };
  }

  async #playAgain(): Promise<void> {
    const { requests, play } = this.#options;
    for (const kept of requests.lines) {
      this.clock.set(kept.at);
      this.#replayed = kept.real;
      await this.#plain(requestOf(kept));
    }
    this.#replayed = null;
    this.#state = play.lines.reduce(applyPlay, this.#state);
    const last = Math.max(requests.lines.at(-1)?.at ?? 0, play.lines.at(-1)?.at ?? 0);
    if (last === 0) return;
    this.clock.set(last);
    // Before every request and every move all was counted up to it; what did not hold then left no line.
    this.#metered = Math.max(this.#metered, last);
  }

  async #advance(to: number): Promise<void> {
    const { scenario, start } = this.#options;
    const until = Math.min(to, start + scenario.ends);
    for (let turn = nextTurn(scenario, this.#state); turn.kind !== 'over';) {
      if (turn.at > until) break;
      this.#meterUntil(Math.max(turn.at, this.#metered));
      this.#moveClock(turn.at);
      if (turn.kind === 'pass-over') this.#note({ kind: 'passed-over', at: turn.at, step: turn.step.id });
      else await this.#take(turn.step, turn.at);
      turn = nextTurn(scenario, this.#state);
    }
    this.#meterUntil(until);
    this.#moveClock(to);
    this.#workload.workUntil(this.clock.now());
  }

  /** A clock that stands still is in our hand. */
  #moveClock(time: number): void {
    if (this.clock.now() < time) this.clock.set(time);
  }

  /** What lasts is counted up to a time, by how the account stands then. */
  #meterUntil(time: number): void {
    if (time <= this.#metered) return;
    const holding = lastingAims(this.#options.scenario, this.observe());
    const spent = time - this.#metered;
    if (holding.length > 0)
      this.#note({
        kind: 'metered',
        at: time,
        aims: Object.fromEntries(holding.map((id) => [id, spent])),
      });
    this.#metered = time;
  }

  /** Tries a step with one credential after the other until it goes through. */
  async #take(step: StoryStep, at: number): Promise<void> {
    const names = credentialsFor(step, this.#state);
    if (names.length === 0) {
      this.#note(this.#moved(step, { at, as: null, error: 'NoCredential', last: true }));
      return;
    }
    for (const [index, name] of names.entries()) {
      const move = await this.#attempt(step, name, { at, last: index === names.length - 1 });
      this.#note(move);
      if (move.error === null) return;
    }
  }

  async #attempt(
    step: StoryStep,
    name: string,
    { at, last }: { readonly at: number; readonly last: boolean },
  ): Promise<Move> {
    const input = this.#filled(step);
    try {
      const { answer } = await this.#actor(name, step).call(this.#asCall(step, input));
      const { saves, gains } = this.#taken(step, input, answer.output);
      this.#hands.hold(gains);
      const values = { ...this.#values(), input, output: answer.output };
      const costs = Object.fromEntries(
        Object.entries(step.costs).map(([aim, text]) => [
          aim,
          Number(valueOf(text, OUTPUT_VARIABLES, values)),
        ]),
      );
      const plain = Object.fromEntries(Object.entries(gains).map(([key, { gain }]) => [key, gain]));
      return this.#moved(step, {
        at,
        as: name,
        error: null,
        requestId: answer.requestId,
        last: true,
        saves,
        gains: plain,
        costs,
      });
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      const { code, requestId } = error.fault;
      return this.#moved(step, { at, as: name, error: code, requestId, last });
    }
  }

  #moved(step: StoryStep, of: Outcome): Move {
    const event = of.requestId === undefined || of.requestId === null ? null : this.eventOf(of.requestId);
    return moveOf(step, { ...of, event }, this.#workload.world.homeRegion);
  }

  #note(entry: PlayEntry): void {
    this.#options.play.add(entry);
    this.#state = applyPlay(this.#state, entry);
  }

  #taken(
    call: StoryCall,
    input: JsonObject,
    output: JsonObject,
  ): { readonly saves: Readonly<Record<string, Json>>; readonly gains: Readonly<Record<string, Gained>> } {
    const values = { ...this.#values(), input, output };
    const gains = Object.fromEntries(
      Object.entries(call.gains).map(([name, kind]) => [name, gained(kind, output)]),
    );
    return {
      saves: {
        ...Object.fromEntries(Object.entries(gains).map(([name, { gain }]) => [`${name}Id`, gain.id])),
        ...Object.fromEntries(
          Object.entries(call.saves).map(([name, text]) => [name, valueOf(text, OUTPUT_VARIABLES, values)]),
        ),
      },
      gains,
    };
  }

  #actor(name: string, { address }: StoryStep): Actor {
    const { addresses, userAgent } = this.#options.scenario;
    const from = addresses[address - 1] ?? addresses[0] ?? '198.51.100.23';
    return this.#hands.actor(name, this.#state.gains[name], { address: from, userAgent });
  }

  #values(): {
    readonly names: Readonly<Record<string, string>>;
    readonly known: Readonly<Record<string, Json>>;
  } {
    return { names: this.#state.names, known: this.#state.known };
  }

  #filled({ input }: StoryCall): JsonObject {
    return fillInput(input, this.#values());
  }

  #asCall(call: StoryCall, input: JsonObject) {
    const { service, operation, region } = call;
    return { service, operation, region: region ?? this.#workload.world.homeRegion, input };
  }
}
