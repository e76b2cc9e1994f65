import { ARRAY_MACROS } from './prelude-arrays.ts';
import { JSON_MACROS } from './prelude-json.ts';
import { TEXT_MACROS } from './prelude-texts.ts';
import { TIME_MACROS } from './prelude-times.ts';

/** Settings under which the engine reads operators and lambdas as Athena does, and keeps every time in UTC. */
const SETTINGS: readonly string[] = [
  'SET integer_division = true',
  "SET TimeZone = 'UTC'",
  "SET lambda_syntax = 'ENABLE_SINGLE_ARROW'",
];

/**
 * The statements that give the embedded engine (DuckDB 1.5.6) Athena's meaning of names, each run once before any
 * query. `functions.ts` says for each function why it is here.
 */
export const PRELUDE: readonly string[] = [
  ...SETTINGS,
  ...[...TEXT_MACROS, ...JSON_MACROS, ...TIME_MACROS, ...ARRAY_MACROS].map(
    (macro) => `CREATE MACRO ${macro}`,
  ),
];
