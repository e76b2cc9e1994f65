import { apply } from '../engine/apply.ts';
import { INITIAL_STATE } from '../engine/initial-state.ts';
import type { CaseEvent, EventKind, CaseEvents, Operator } from '../model/case-event.ts';
import type { CaseState } from '../model/case-state.ts';
import type { Playbook } from '../model/playbook.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { QueryLake } from '../ports/lake.ts';
import type { Responder } from '../ports/responder.ts';

/** What a walk is wired with. */
export interface SessionWiring {
  readonly store: CaseStore;
  readonly playbook: Playbook;
  readonly lake: QueryLake;
  readonly responder: Responder;
  readonly by: Operator;
  readonly clock: Clock;
  /** Whether a person looks at what is shown. */
  readonly interactive: boolean;
}

/** A case in hand: its state is always the fold of the journal as it stands on disk. */
export class Session {
  readonly wiring: SessionWiring;
  #state: CaseState;

  constructor(wiring: SessionWiring) {
    this.wiring = wiring;
    this.#state = wiring.store.entries().reduce(apply, INITIAL_STATE);
  }

  get state(): CaseState {
    return this.#state;
  }

  get playbook(): Playbook {
    return this.wiring.playbook;
  }

  /** Journals an event; the state has it only once it is on disk. */
  async record<K extends EventKind>(kind: K, data: CaseEvents[K]): Promise<void> {
    const event = { kind, data } as unknown as CaseEvent;
    this.#state = apply(this.#state, await this.wiring.store.append(event, this.wiring.by));
  }

  /** Takes in what others left, and what was journaled past this session (evidence batches). */
  async catchUp(): Promise<void> {
    await this.wiring.store.drainInbox();
    const behind = this.wiring.store.entries().filter(({ seq }) => seq > this.#state.lastSeq);
    this.#state = behind.reduce(apply, this.#state);
  }

  /** Keeps a derived document (a step's rows) as evidence. Gives its hash. */
  async keep(source: string, content: string): Promise<string> {
    const writer = this.wiring.store.openEvidence('step-result', this.wiring.by);
    const { sha256 } = writer.add({ source, modified: null }, Buffer.from(content));
    await writer.commit();
    await this.catchUp();
    return sha256;
  }
}
