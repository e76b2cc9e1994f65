import { expect, it } from 'vitest';
import { playbookPolicies } from '../../src/app/playbook-policy.ts';
import type { CheckStatus } from '../../src/model/readiness.ts';
import { ATTESTED, METHODOLOGY, openFor, READINESS, RECENT, reportOn } from '../support/readiness-account.ts';

const IDS = Array.from({ length: 40 }, (_, index) => `R${String(index + 1).padStart(2, '0')}`);

/** On `prepared`, what does not pass, and why. */
const PREPARED: Readonly<Record<string, CheckStatus>> = {
  // The account serves no bucket of another account, and none is named.
  R34: 'unknown',
};

/** On `bare`, what does not fail, and why. */
const BARE: Readonly<Record<string, CheckStatus>> = {
  // No role of the responders and no bucket for evidence is named; nobody has attested anything.
  R33: 'unknown',
  R34: 'unknown',
  R40: 'unknown',
  // FACTS: if used.
  R38: 'not-applicable',
};

it('has a step for each of R01 to R40', () => {
  const ids = READINESS.elements.flatMap(({ steps }) =>
    steps.flatMap(({ work }) => (work.kind === 'check' ? [work.check.id] : [])),
  );
  expect(ids.toSorted()).toEqual(IDS);
});

it('names only questions of the methodology, and GENSEC03-BP01 and the equivalents of LOG-03 at each check', () => {
  const questions = new Set(METHODOLOGY.elements.flatMap((element) => element.questions.map(({ id }) => id)));
  for (const { steps } of READINESS.elements)
    for (const { work } of steps) {
      if (work.kind !== 'check') continue;
      expect(work.check.questions.filter((id) => !questions.has(id))).toEqual([]);
      expect(work.check.controls).toEqual(
        expect.arrayContaining(['GENSEC03-BP01', 'ISO 42001 A.6.2.6', 'ISO 27001 A.8.16', 'EU AI Act 72']),
      );
    }
});

it('passes each check on the prepared account that it can ask', async () => {
  const { checks } = await reportOn(await openFor('prepared'), { inputs: ATTESTED, baseline: RECENT });
  const wanted = Object.fromEntries(IDS.map((id) => [id, PREPARED[id] ?? 'pass']));
  expect(Object.fromEntries(checks.map(({ check, status }) => [check, status]))).toEqual(wanted);
});

it('fails each check on the bare account that it can ask', async () => {
  const { checks } = await reportOn(await openFor('bare'));
  const wanted = Object.fromEntries(IDS.map((id) => [id, BARE[id] ?? 'fail']));
  expect(Object.fromEntries(checks.map(({ check, status }) => [check, status]))).toEqual(wanted);
});

it('changes nothing in the account', async () => {
  const opened = await openFor('prepared');
  await reportOn(opened);
  const names = [...new Set(opened.made.map(({ operation }) => operation))];
  expect(
    names.filter((name) => !/^(Get|List|Describe|Simulate|GenerateCredentialReport)/.test(name)),
  ).toEqual([]);
});

it('is answered whole under exactly the policy that the playbook prints', async () => {
  const policies = await playbookPolicies(READINESS, 'read');
  for (const which of ['prepared', 'bare'] as const) {
    const given = which === 'prepared' ? { inputs: ATTESTED, baseline: RECENT } : {};
    const whole = await reportOn(await openFor(which), given);
    const { checks } = await reportOn(await openFor(which, { policies }), given);
    expect(checks.flatMap(({ missing }) => missing)).toEqual([]);
    expect(checks.map(({ check, status }) => [check, status])).toEqual(
      whole.checks.map(({ check, status }) => [check, status]),
    );
  }
});
