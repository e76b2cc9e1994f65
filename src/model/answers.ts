import type { InputValue } from './playbook.ts';

/** An answers file (schemas/answers.schema.json). Members that are left out are empty. */
export interface Answers {
  readonly inputs: Readonly<Record<string, InputValue>>;
  /** The account that may be used, or all that may. */
  readonly account: string | readonly string[] | null;
  readonly questions: Readonly<Record<string, GivenAnswer>>;
  /** Value, or `*` for all others. */
  readonly suspects: Readonly<Record<string, 'follow' | 'reject'>>;
  readonly findings: Readonly<Record<string, { readonly expected: string }>>;
  readonly steps: Readonly<Record<string, { readonly skip: string }>>;
  /**
   * By step or action id, `set` for what is approved together, `preserve` for what is kept before the first change, or
   * `*`; an approval that holds outside this machine names the SHA-256 of the plan or the set.
   */
  readonly actions: Readonly<Record<string, ActionAnswer>>;
  readonly default: 'stop' | 'unknown-and-decline';
}

export type ActionAnswer =
  | 'approve'
  | 'decline'
  | { readonly approve: string }
  /** Declined, and why. */
  | { readonly decline: string };

export interface GivenAnswer {
  readonly answer: string;
  readonly why: string | null;
}

export const NO_ANSWERS: Answers = {
  inputs: {},
  account: null,
  questions: {},
  suspects: {},
  findings: {},
  steps: {},
  actions: {},
  default: 'stop',
};
