import type { InputValue } from './playbook.ts';

/** An answers file (schemas/answers.schema.json). Members that are left out are empty. */
export interface Answers {
  readonly inputs: Readonly<Record<string, InputValue>>;
  readonly account: string | null;
  readonly questions: Readonly<Record<string, GivenAnswer>>;
  /** Value, or `*` for all others. */
  readonly suspects: Readonly<Record<string, 'follow' | 'reject'>>;
  readonly findings: Readonly<Record<string, { readonly expected: string }>>;
  readonly steps: Readonly<Record<string, { readonly skip: string }>>;
  /** By step or action id, or `*`; an approval that holds outside this machine names the plan's SHA-256. */
  readonly actions: Readonly<Record<string, 'approve' | 'decline' | { readonly approve: string }>>;
  readonly default: 'stop' | 'unknown-and-decline';
}

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
