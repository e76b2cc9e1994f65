import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/model/readiness.ts';
import { iamActionOf } from '../../src/playbook/iam-action.ts';
import { ATTESTED, openFor, READINESS, RECENT, reportOn } from '../support/readiness-account.ts';

type Which = 'bare' | 'prepared';

/** Each check as it came out, with the IAM actions that it took. */
async function lookAt(which: Which, denied: readonly string[] = []): Promise<readonly Seen[]> {
  const opened = await openFor(which, { denied });
  const marks: number[] = [];
  const given = which === 'prepared' ? { inputs: ATTESTED, baseline: RECENT } : {};
  const onCheck = (): void => void marks.push(opened.made.length);
  const { checks } = await reportOn(opened, { ...given, onCheck });
  const order = READINESS.elements.flatMap(({ steps }) => steps.map(({ id }) => id));
  return Promise.all(
    order.map(async (step, index) => {
      const check = checks.find((one) => one.step === step);
      if (check === undefined) throw new Error(`no result for ${step}`);
      const calls = opened.made.slice(marks[index], marks[index + 1]);
      const actions = calls.map(({ service, operation }) => iamActionOf(`${service}:${operation}`));
      return { check, actions: new Set(await Promise.all(actions)) };
    }),
  );
}

interface Seen {
  readonly check: CheckResult;
  readonly actions: ReadonlySet<string | null>;
}

const base = { bare: await lookAt('bare'), prepared: await lookAt('prepared') };
const actionsOf = (which: Which): readonly string[] =>
  [...new Set(base[which].flatMap(({ actions }) => [...actions]))].filter((action) => action !== null);

describe.each<Which>(['prepared', 'bare'])('on %s, without', (which) => {
  it.each(actionsOf(which))('%s', async (action) => {
    const now = await lookAt(which, [action]);
    for (const [index, { check, actions }] of base[which].entries()) {
      const after = now[index]?.check;
      if (!actions.has(action)) {
        expect([check.check, after?.status]).toEqual([check.check, check.status]);
        continue;
      }
      expect([check.check, after?.status]).toEqual([check.check, 'unknown']);
      expect(after?.missing).toContain(action);
    }
  });
});

it('makes every read of the playbook in one of the two accounts, but for those with a reason', async () => {
  const reads = READINESS.elements.flatMap(({ steps }) =>
    steps.flatMap(({ work }) => (work.kind === 'check' ? work.check.reads : [])),
  );
  const wanted = await Promise.all(
    reads.map(({ client, operation }) => iamActionOf(`${client}:${operation}`)),
  );
  const made = new Set<string | null>([...actionsOf('bare'), ...actionsOf('prepared')]);
  const never = wanted.filter((action) => !made.has(action));
  expect(new Set(never)).toEqual(new Set(NEVER));
});

const NEVER = [
  // No rule of EventBridge is in either account.
  'events:ListTargetsByRule',
  // No agent's role has a policy of the account's own.
  'iam:GetPolicy',
  'iam:GetPolicyVersion',
  // No user made for an API key.
  'iam:GetLoginProfile',
  'iam:ListAccessKeys',
  // No bucket for evidence is named.
  's3:GetEncryptionConfiguration',
];
