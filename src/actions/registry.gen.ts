// Made by `npm run generate` from the files in src/actions/<service>/. Do not edit.
import type { ActionUnit } from '../ports/action.ts';
import { disableAccessKey } from './iam/disable-access-key.ts';

/** Every containment and preservation action, in the order of their ids. */
export const ACTIONS: readonly ActionUnit[] = [
  { id: 'iam/disable-access-key', ...disableAccessKey },
];
