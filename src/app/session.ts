import type { Baseline } from '../model/baseline.ts';
import type { Operator } from '../model/case-event.ts';
import type { Playbook } from '../model/playbook.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { QueryLake } from '../ports/lake.ts';
import type { Responder } from '../ports/responder.ts';
import type { AccountDesk } from './actions/account-desk.ts';
import type { ActionFailedError } from './actions/read-back.ts';
import { CaseBook } from './case-book.ts';
import type { EvidenceCopier } from './evidence-copy/evidence-copier.ts';
import type { CaseRules } from './rules/case-rules.ts';

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

/** A case in hand, and what it is walked with. */
export class Session extends CaseBook {
  readonly wiring: SessionWiring;
  /** The account the case works in; null for a case over logs alone. */
  account: AccountDesk | null = null;
  /** Sealed content is open to the statements of this session. */
  opened = false;
  /** The detection rules of the case, once a step has run some. */
  rules: CaseRules | null = null;
  /** What was usual before the incident; null = the case was opened without a baseline. */
  usual: Baseline | null = null;
  /** Copies evidence to where it is safe; null where none is copied. */
  copier: EvidenceCopier | null = null;
  /** Plans the responder put off: they are put again when the case is resumed, not at every step. */
  readonly putOff = new Set<number>();
  /** Plans that failed on the way, and what could not be held: each was told, and kept nothing else from its turn. */
  readonly failures: ActionFailedError[] = [];

  constructor(wiring: SessionWiring) {
    super(wiring.store, wiring.by);
    this.wiring = wiring;
  }

  get playbook(): Playbook {
    return this.wiring.playbook;
  }

  /** Tells of a failure at once; the walk goes on, and its command ends with it. */
  noteFailure(failure: ActionFailedError): void {
    this.failures.push(failure);
    this.wiring.responder.complain(failure);
  }
}
