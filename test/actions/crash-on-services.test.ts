import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../src/actions/registry.gen.ts';
import { checkCutOff } from '../support/cut-off-checks.ts';
import { ACCOUNT_EXAMPLES } from '../support/account-examples.ts';
import { PREPARATION_EXAMPLES } from '../support/preparation-examples.ts';
import { SERVICE_EXAMPLES } from '../support/service-examples.ts';

checkCutOff(SERVICE_EXAMPLES);

describe('the examples', () => {
  it('have every action among them', () => {
    const shown = new Set(
      [...ACCOUNT_EXAMPLES, ...SERVICE_EXAMPLES, ...PREPARATION_EXAMPLES].map(({ id }) => id),
    );
    expect(ACTIONS.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
  });
});
