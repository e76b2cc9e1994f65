import { playValues } from '../../exercise/adversary.ts';
import { dueInjects } from '../../exercise/due-injects.ts';
import { PausedError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import type { PlayCommand } from '../../model/play-event.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Dispatch } from '../../simulator/wire/message.ts';
import type { ControlledClock } from '../../simulator/world/clock.ts';
import type { Session } from '../session.ts';
import type { Stage } from './stage.ts';

const TICK = 400;

const HINT = 'hint';

export interface Direction {
  readonly scenario: Scenario;
  readonly stage: Stage;
  readonly clock: ControlledClock;
  readonly tell: (line: string) => void;
  /** Lets it be heard that news wait. */
  readonly ring: () => void;
  /** Puts to the room what an inject asks, and gives what the room decides; null where the team has the keyboard. */
  readonly ask: ((question: string) => Promise<string>) | null;
}

/** The facilitator has had enough of it: the walk is left where it stands. */
export class PlayEndedError extends PausedError {}

/** Keeps a play going beside a walk: time, the intruder, injects, and what the facilitator asks for. */
export class Director {
  readonly #direction: Direction;
  #session: Session | null = null;
  #timer: NodeJS.Timeout | null = null;
  #ticking: Promise<void> = Promise.resolve();
  #failure: Error | null = null;
  /** How fast the wall's time passes; null where prompts move the clock. */
  #speed: number | null = null;
  #heard = 0;
  #ended = false;
  /** Told at the next prompt: a line in the middle of what somebody types would wreck it. */
  #news: string[] = [];
  #asks: string[] = [];

  constructor(direction: Direction) {
    this.#direction = direction;
  }

  /** For the responder's calls: the intruder has done by then what was due. */
  readonly dispatch: Dispatch = async (request) => {
    const { stage, clock } = this.#direction;
    await stage.advanceTo(clock.now());
    return stage.dispatch(request);
  };

  /** The story up to the call of the team, or up to where the play stood. */
  async begin(last: number | null): Promise<void> {
    const { scenario, stage, clock } = this.#direction;
    const called = stage.state.start + scenario.called;
    await stage.advanceTo(Math.max(called, last ?? 0, clock.now()));
  }

  /** Lets the wall's clock drive the play. */
  run(speed: number): void {
    this.#speed = speed;
    this.#direction.clock.run(speed);
    this.#timer = setInterval(() => this.#tick(), TICK);
  }

  /** From now on there is a journal: what was asked of this play before holds again. */
  enter(session: Session): void {
    this.#session = session;
    const entries = session.store.entries();
    for (const entry of entries) if (entry.kind === 'play-directed') this.#obey(entry.data.command);
    // They were told when they came.
    this.#news = [];
    this.#heard = entries.length;
  }

  /** Before a prompt: time passes, the intruder acts, news arrive. @throws whatever went wrong since the last */
  async pass(perPrompt: number | null): Promise<void> {
    const { clock } = this.#direction;
    if (perPrompt !== null) clock.advance(perPrompt);
    await this.#ticking;
    await this.#turn();
    if (this.#failure !== null) throw this.#failure;
    for (const line of this.#news.splice(0)) this.#direction.tell(line);
    await this.#askTheRoom();
    if (this.#ended) throw new PlayEndedError('the facilitator ended the play');
  }

  /** The next hint of the scenario, from vague to concrete; the record has that it was taken. */
  async hint(how: 'asked' | 'hand'): Promise<string> {
    const session = this.#session;
    if (session === null) return 'The play has not begun.';
    const { hints } = this.#direction.scenario;
    const given = session.store
      .entries()
      .filter((entry) => entry.kind === 'inject-delivered' && entry.data.channel === HINT).length;
    const text = hints[given]?.trim();
    if (text === undefined)
      return hints.length === 0 ? 'This scenario has no hints.' : 'There is no further hint.';
    const inject = `${HINT}-${given + 1}`;
    await session.record('inject-delivered', { inject, from: 'Coach', channel: HINT, text, how });
    return `Hint ${given + 1} of ${hints.length}: ${text}`;
  }

  /** Whatever is journaled from now on is this person's. */
  speakAs(name: string): void {
    if (this.#session !== null) this.#session.by = { ...this.#session.by, human: name };
  }

  /** Nobody responds any more: the rest of the story, as the account stands now. */
  async playOut(): Promise<void> {
    this.#halt();
    const { scenario, stage, clock } = this.#direction;
    clock.run(0);
    await this.#ticking;
    await stage.advanceTo(stage.state.start + scenario.ends);
  }

  stop(): void {
    this.#halt();
    this.#direction.clock.run(0);
  }

  #halt(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #tick(): void {
    this.#ticking = this.#ticking
      .then(() => this.#turn())
      .catch((error: unknown) => {
        // A timer has nobody to tell: the next prompt does.
        this.#failure = error instanceof Error ? error : new Error(String(error));
      });
  }

  async #turn(): Promise<void> {
    const { stage, clock } = this.#direction;
    await stage.advanceTo(clock.now());
    if (this.#session === null) return;
    await this.#session.catchUp();
    for (const entry of this.#session.store.entries().slice(this.#heard))
      if (entry.kind === 'play-directed') {
        this.#obey(entry.data.command);
        if (entry.data.command.do === 'hint') this.#bring(newsLine('Coach', await this.hint('hand')));
      }
    this.#heard = this.#session.store.entries().length;
    await this.#deliver(this.#session);
  }

  #obey(command: PlayCommand): void {
    if (command.do === 'pace' && this.#speed !== null) this.#direction.clock.run(command.speed);
    if (command.do === 'tell') this.#bring(newsLine(command.from, command.text));
    if (command.do === 'end') this.#ended = true;
  }

  #bring(line: string): void {
    this.#news.push(line);
    this.#direction.ring();
  }

  async #deliver(session: Session): Promise<void> {
    const { scenario, stage, clock } = this.#direction;
    const entries = session.store.entries();
    const due = dueInjects(
      scenario,
      {
        delivered: entries.flatMap((entry) => (entry.kind === 'inject-delivered' ? [entry.data] : [])),
        directed: entries.flatMap((entry) => (entry.kind === 'play-directed' ? [entry.data] : [])),
      },
      {
        sinceCall: clock.now() - stage.state.start - scenario.called,
        steps: playValues(stage.state, clock.now())['steps'] as JsonObject,
        account: stage.observe(),
      },
    );
    for (const { inject, how } of due) {
      // What GuardDuty does not find, it does not tell.
      if (inject.finding !== null && !stage.reveal(inject, clock.now())) continue;
      const { id, from, channel, text } = inject;
      await session.record('inject-delivered', { inject: id, from, channel, text: text.trim(), how });
      this.#bring(newsLine(`${from} (${channel})`, text));
      if (inject.asks !== null) this.#asks.push(inject.asks);
    }
  }

  async #askTheRoom(): Promise<void> {
    const { ask, clock } = this.#direction;
    const session = this.#session;
    if (ask === null || session === null) return;
    for (const question of this.#asks.splice(0)) {
      const said = await ask(question);
      if (said === '') continue;
      await session.record('log-added', {
        kind: 'decision',
        text: `${question} ${said}`,
        at: new Date(clock.now()).toISOString(),
        who: session.by.human,
        request: null,
      });
    }
  }
}

function newsLine(from: string, text: string): string {
  return `>> ${from}: ${text.trim()}`;
}
