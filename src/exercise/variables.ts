import type { Variables } from '../expressions/variables.ts';

/** What the inputs of the story's calls may name. */
export const INPUT_VARIABLES: Variables = { names: 'map', known: 'map' };
/** What is kept of an answer, and what a call cost. */
export const OUTPUT_VARIABLES: Variables = { ...INPUT_VARIABLES, output: 'dyn', input: 'map' };
/** Whether a step of the story is taken. `minute` is counted from the intruder's first call. */
export const STEP_VARIABLES: Variables = {
  ...INPUT_VARIABLES,
  steps: 'map',
  held: 'list',
  minute: 'dyn',
  account: 'map',
};
export const ACCOUNT_VARIABLES: Variables = { account: 'map' };
/** Whether an inject is due. `minute` is counted from the call of the team. */
export const INJECT_VARIABLES: Variables = { steps: 'map', account: 'map', minute: 'dyn' };
/** How an objective is judged. */
export const OBJECTIVE_VARIABLES: Variables = {
  ...INPUT_VARIABLES,
  report: 'map',
  account: 'map',
  steps: 'map',
  times: 'map',
};
