import { beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT_EXAMPLES } from '../support/account-examples.ts';
import {
  checkDenied,
  checkPassing,
  checkPlanning,
  checkUnseen,
  type Stages,
  stagesOf,
} from '../support/action-faults.ts';
import { SERVICE_EXAMPLES } from '../support/service-examples.ts';

const EXAMPLES = [...ACCOUNT_EXAMPLES, ...SERVICE_EXAMPLES].map(
  (example) => [`${example.id} ${JSON.stringify(example.params).slice(0, 60)}`, example] as const,
);

describe.each(EXAMPLES)('%s, with every call going wrong in turn', (_, example) => {
  let stages: Stages;
  beforeAll(async () => {
    stages = await stagesOf(example);
    expect(stages.planning.length).toBeGreaterThan(0);
    expect(stages.changing.length).toBe(stages.made.length);
  });

  it('plans nothing on what it could not read', async () => {
    expect(await checkPlanning(example, stages)).toBe(stages.planning.length * 5);
  });

  it('tells what was refused, and takes back what was made', async () => {
    expect(await checkDenied(example, stages)).toBeGreaterThan(0);
  });

  it('goes on after what passes, and makes nothing twice', async () => {
    expect(await checkPassing(example, stages)).toBeGreaterThan(0);
  });

  it('says that nobody could see what became of it', async () => {
    expect(await checkUnseen(example, stages)).toMatch(/^(AccessDenied|UnauthorizedOperation)\w* for /);
  });
});
