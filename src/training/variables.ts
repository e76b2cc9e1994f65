import type { Variables } from '../expressions/variables.ts';

/** What may be known beforehand: names of the seed, what the story brought, and its steps (`tries`, `successes`). */
export const GIVEN_VARIABLES: Variables = { names: 'map', known: 'map', steps: 'map' };
/** What an answer of the account is read by. */
export const OUTPUT_VARIABLES: Variables = { output: 'map' };
/** What a learner has seen so far: what was given, and answers to earlier tasks. Nothing else may stand in a text. */
export const TEXT_VARIABLES: Variables = { given: 'map', answers: 'map' };
/** What answers are worked out from. */
export const KEY_VARIABLES: Variables = { ...TEXT_VARIABLES, ...GIVEN_VARIABLES };
/**
 * What a deed is judged by. `account` is how the account stands; `calls` are the learner's own CloudTrail records, the
 * first first (`n`, `name`, `source`, `error`, `at`, `request`); `later` tells of the intruder's calls in the time played on
 * (`tried`, `through`; `as`, the credentials, and `titles` of those that went through).
 */
export const CHECK_VARIABLES: Variables = {
  ...KEY_VARIABLES,
  account: 'map',
  calls: 'list',
  later: 'map',
};
