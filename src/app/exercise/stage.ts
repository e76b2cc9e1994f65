import type { Finding } from '@aws-sdk/client-guardduty';
import type { JsonObject } from '../../base/json.ts';
import { applyPlay, credentialsFor, initialPlay, nextTurn } from '../../exercise/adversary.ts';
import type { IntendedMove, PlayEntry, PlayState } from '../../model/play.ts';
import type { HolderDef, Inject, StoryStep } from '../../model/scenario.ts';
import { openAccount } from '../../simulator/account/account.ts';
import { workUntil } from '../../simulator/account/ordinary-work.ts';
import { observe } from '../../simulator/scenarios/observe.ts';
import type { Credentials } from '../../simulator/scenarios/scenario.ts';
import { openWorkload, type Workload } from '../../simulator/scenarios/workload.ts';
import type { Dispatch, WireResponse } from '../../simulator/wire/message.ts';
import type { ControlledClock } from '../../simulator/world/clock.ts';
import type { TrackedEvent } from '../../simulator/world/trail-state.ts';
import { Actor } from './actor.ts';
import { findingOf } from './finding-of.ts';
import { Intruder } from './intruder.ts';
import { recordedDispatch, requestOf } from './recorded-dispatch.ts';
import type { StageOptions } from './stage-options.ts';
import { storyCall, taken } from './story-call.ts';
import { fillName, lastingAims, namesOf } from './story-values.ts';
import { textAnswer } from './text-answer.ts';

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
  readonly #intruder: Intruder;
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
    const names = namesOf(scenario, seed);
    this.#workload = openWorkload({
      scenario: scenario.id,
      seed,
      start,
      clock,
      realNow: () => this.#replayed ?? options.real(),
      logging: scenario.account.logging,
      background: scenario.account.background,
      names: scenario.account.names,
      answers: scenario.account.answers.map((answer) => textAnswer(answer, names)),
      ...(options.lookupsPerSecond === undefined ? {} : { lookupsPerSecond: options.lookupsPerSecond }),
    });
    this.responder = this.#workload.responder;
    this.#plain = openAccount(this.#workload.world);
    const recorded = recordedDispatch(this.#plain, options.requests, {
      now: () => clock.now(),
      real: options.real,
    });
    this.dispatch = (request) => recorded(request);
    this.#intruder = new Intruder(scenario, this.#workload.world, recorded);
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

  /** Lets GuardDuty tell of the intruder. @returns whether it could: its detector is on, and the calls were made */
  reveal(inject: Inject, at: number): boolean {
    const finding = findingOf(this.#workload.world, inject, { moves: this.#state.moves, at });
    if (finding === null) return false;
    this.#note({ kind: 'found', at, inject: inject.id, finding });
    this.#show(finding);
    return true;
  }

  /** What happened since a time, on a trail or not. */
  eventsSince(time: number): readonly TrackedEvent[] {
    return this.#workload.world.trail.events.filter((event) => event.time >= time);
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
    this.#intruder.close();
  }

  /** What the organization had set up long ago leaves no fresh tracks. */
  async #setUp(): Promise<void> {
    const { scenario, start } = this.#options;
    const administrator = new Actor(this.#plain, this.#workload.administrator, {
      address: '192.0.2.61',
      userAgent: 'aws-cli/2.22.0',
    });
    for (const call of scenario.account.setup) {
      const filled = storyCall(call, this.#state, this.#workload.world.homeRegion);
      const { answer } = await administrator.call(filled);
      const exchanged = { input: filled.input, output: answer.output };
      const { saves, gains } = taken(call, exchanged, this.#state);
      const held = [...this.#state.held, ...Object.keys(gains)];
      this.#state = { ...this.#state, held, known: { ...this.#state.known, ...saves } };
      this.#intruder.hold(gains);
    }
    administrator.close();
    this.#workload.world.trail.events.length = 0;
    for (const [name, holder] of Object.entries(scenario.holds)) this.#give(name, holder);
    this.clock.set(start - scenario.account.background.before * HOUR);
  }

  /** What the intruder holds from the start, known by its id like everything it gains. */
  #give(name: string, holder: HolderDef): void {
    const named = 'user' in holder ? { user: fillName(holder.user, this.#state.names) } : holder;
    const credentials = this.#workload.credentialsOf(named);
    this.#intruder.take(name, credentials);
    const known = { ...this.#state.known, [`${name}Id`]: credentials.accessKeyId };
    this.#state = { ...this.#state, known };
  }

  async #playAgain(): Promise<void> {
    const { requests, play } = this.#options;
    for (const entry of play.lines) if (entry.kind === 'found') this.#show(entry.finding);
    let last: { readonly intended: IntendedMove; readonly answer: WireResponse } | undefined;
    for (const kept of requests.lines) {
      this.clock.set(kept.at);
      this.#replayed = kept.real;
      const answer = await this.#plain(requestOf(kept));
      if (kept.move !== undefined) last = { intended: kept.move, answer };
    }
    this.#replayed = null;
    this.#state = play.lines.reduce(applyPlay, this.#state);
    const end = Math.max(requests.lines.at(-1)?.at ?? 0, play.lines.at(-1)?.at ?? 0);
    if (end === 0) return;
    this.clock.set(end);
    // Before every request and every move all was counted up to it; what did not hold then left no line.
    this.#metered = Math.max(this.#metered, end);
    if (last !== undefined && !this.#isNoted(last.intended))
      this.#note(await this.#intruder.recover(last.intended, last.answer, this.#state));
    await this.#goOn();
  }

  #isNoted({ step, at, as }: IntendedMove): boolean {
    return this.#state.moves.some((move) => move.step === step && move.at === at && move.as === as);
  }

  /** A play that was cut off between two credentials of one step tries those that are left. */
  async #goOn(): Promise<void> {
    const move = this.#state.moves.at(-1);
    if (move === undefined || move.as === null || move.last) return;
    const step = this.#options.scenario.story.find(({ id }) => id === move.step);
    if (step === undefined) return;
    const tried = step.as.indexOf(move.as);
    await this.#try(
      step,
      move.at,
      credentialsFor(step, this.#state).filter((name) => step.as.indexOf(name) > tried),
    );
  }

  #show(finding: JsonObject): void {
    const { world } = this.#workload;
    world.guardduty(world.homeRegion).detector?.findings.set(
      String(finding['Id']),
      // It was made as one, and kept as JSON.
      finding as unknown as Finding,
    );
  }

  async #advance(to: number): Promise<void> {
    const { scenario, start } = this.#options;
    const until = Math.min(to, start + scenario.ends);
    const observing = (): JsonObject => this.observe();
    for (let turn = nextTurn(scenario, this.#state, observing); turn.kind !== 'over';) {
      if (turn.at > until) break;
      this.#meterUntil(Math.max(turn.at, this.#metered));
      this.#moveClock(turn.at);
      if (turn.kind === 'pass-over') this.#note({ kind: 'passed-over', at: turn.at, step: turn.step.id });
      else await this.#take(turn.step, turn.at);
      turn = nextTurn(scenario, this.#state, observing);
    }
    this.#meterUntil(until);
    this.#moveClock(to);
    workUntil(this.#workload.world, this.clock.now());
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

  async #take(step: StoryStep, at: number): Promise<void> {
    const names = credentialsFor(step, this.#state);
    if (names.length === 0) this.#note(this.#intruder.withoutCredential(step, at));
    else await this.#try(step, at, names);
  }

  /** Tries a step with one credential after the other until it goes through. */
  async #try(step: StoryStep, at: number, names: readonly string[]): Promise<void> {
    for (const [index, as] of names.entries()) {
      const intended = { at, step: step.id, as, last: index === names.length - 1 };
      const move = await this.#intruder.attempt(intended, this.#state);
      this.#note(move);
      if (move.error === null) return;
    }
  }

  #note(entry: PlayEntry): void {
    this.#options.play.add(entry);
    this.#state = applyPlay(this.#state, entry);
  }
}
