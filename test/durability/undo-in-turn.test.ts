import { describe, expect, it } from 'vitest';
import { ACCOUNT_EXAMPLES } from '../support/account-examples.ts';
import { SERVICE_EXAMPLES } from '../support/service-examples.ts';
import { checkUndoFaults, type Undoable } from '../support/undo-faults.ts';

const EXAMPLES = [...ACCOUNT_EXAMPLES, ...SERVICE_EXAMPLES]
  .filter((example): example is Undoable => example.kept !== null)
  .map((example) => [`${example.id} ${JSON.stringify(example.params).slice(0, 60)}`, example] as const);

describe('undo, with every call going wrong in turn', () => {
  it.each(EXAMPLES)('gives the state back, and does nothing twice: %s', async (_, example) => {
    expect(await checkUndoFaults(example)).toBeGreaterThan(10);
  });
});
