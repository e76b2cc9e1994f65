import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionParams, findAction } from '../../src/app/actions/action-library.ts';
import { type MadePlan, makePlan } from '../../src/app/actions/make-plan.ts';
import { planUndo } from '../../src/app/actions/plan-undo.ts';
import { recordPlan } from '../../src/app/actions/record-plan.ts';
import { runPlan } from '../../src/app/actions/run-plan.ts';
import { CaseBook } from '../../src/app/case-book.ts';
import { playbookPolicies } from '../../src/app/playbook-policy.ts';
import { holdCase } from '../../src/case/case-folder.ts';
import type { MendOffer, ReadinessReport } from '../../src/model/readiness.ts';
import { UserError } from '../../src/base/errors.ts';
import { approve } from '../support/desk-case.ts';
import { openFor, type Opened, READINESS, reportOn } from '../support/readiness-account.ts';
import { placesThatDiffer, stateOfAccount } from '../support/state-of-account.ts';

const INPUTS = {
  alarm_topic: 'arn:aws:sns:{region}:111122223333:security',
  monthly_budget: 2000,
  pipeline_role: 'arn:aws:iam::111122223333:role/data-platform-admin',
  security_contact_name: 'Security on call',
  security_contact_title: 'Head of security',
  security_contact_email: 'security@example.com',
  security_contact_phone: '+1-555-0100',
};

/** What no action of heptad mends, and why. */
const BY_HAND: Readonly<Record<string, string>> = {
  R05: 'an organization trail is made in the management account',
  R24: 'the root user signs in and sets MFA up',
  R25: 'MFA takes a person and a device, and a key its owner to be replaced',
  R27: 'the Regions and models to be narrowed are a decision, in the management account',
  R32: 'a recorder takes a role, a bucket and money for every change of a resource',
  R33: 'which role is the responders’ is for people to say',
  R34: 'the bucket for evidence is in another account',
  R37: 'an endpoint changes the way that the workload’s traffic takes',
  R39: 'heptad readiness --build-baseline makes it; it is no setting of the account',
  R40: 'people attest it',
};
const NOT_USED = { R38: 'not-applicable' };

const AGENT = 'regions > us-east-1 > agents > agents > AGEXAMPLE1';
/** What undo leaves, each as its action declares it. */
const RESIDUE: readonly string[] = [
  // A bucket's settings were nothing and are empty; versioning stays on.
  'buckets > example-support-kb-111122223333 > settings',
  'buckets > example-support-kb-111122223333 > versioning',
  // The files of the trail, under Object Lock.
  'buckets > security-logs-111122223333-us-east-1',
  'regions > eu-west-1 > kms > keys > KEY',
  // An update writes the defaults that were left open, and preparing takes along what was changed in the draft before.
  `${AGENT} > draft > agent > agentCollaboration`,
  `${AGENT} > draft > agent > orchestrationType`,
  `${AGENT} > prepared > agent > agentCollaboration`,
  `${AGENT} > prepared > agent > guardrailConfiguration`,
  `${AGENT} > prepared > agent > orchestrationType`,
  // What is written is read by these keys; a fourth was not needed in the end and is given up.
  'regions > us-east-1 > kms > aliases > alias/heptad-management-log',
  'regions > us-east-1 > kms > aliases > alias/heptad-trail',
  'regions > us-east-1 > kms > keys > KEY',
  'regions > us-east-1 > kms > keys > KEY',
  'regions > us-east-1 > kms > keys > KEY',
  'regions > us-east-1 > kms > keys > KEY',
  'regions > us-east-1 > logs > groups > /security/cloudtrail',
];

describe('the bare account, set right by approved plans under exactly the policy that the playbook prints', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heptad-prepare-'));
  let opened: Opened;
  let book: CaseBook;
  let found: ReadinessReport;
  let before: unknown;
  const entries: number[] = [];
  const kept: string[] = [];
  beforeAll(async () => {
    const policies = [
      ...(await playbookPolicies(READINESS, 'read')),
      ...(await playbookPolicies(READINESS, 'contain')),
    ];
    opened = await openFor('bare', { policies });
    const { clock } = opened.desk;
    const by = { human: 'Ada Byron', identity: null };
    book = new CaseBook(await holdCase(join(folder, 'case'), { by, clock }), by);
    found = await reportOn(opened, { inputs: INPUTS });
    before = stateOfAccount(opened.world);
  });
  afterAll(async () => {
    await book.store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('offers for each fail an action, or there is a reason why none', () => {
    const failing = found.checks.filter(({ status }) => status !== 'pass' && status !== 'not-applicable');
    const offered = failing.filter(({ offers }) => offers.length > 0).map(({ check }) => check);
    const rest = failing.filter(({ offers }) => offers.length === 0).map(({ check }) => check);
    expect(rest.toSorted()).toEqual(Object.keys(BY_HAND).toSorted());
    // Forty, without what takes a person or another account, and R38, which is not in use.
    expect(offered).toHaveLength(29);
  });

  it('turns every fail with an action into a pass', async () => {
    for (const { offers } of found.checks) for (const offer of offers) await carryOut(offer);
    await untilDelivered();
    const { checks } = await reportOn(opened, { inputs: INPUTS });
    const rest = Object.fromEntries(
      checks.filter(({ status }) => status !== 'pass').map(({ check, status }) => [check, status]),
    );
    expect(Object.keys(rest).toSorted()).toEqual(
      [...Object.keys(BY_HAND), ...Object.keys(NOT_USED)].toSorted(),
    );
  });

  it('has nothing more to do, whatever is offered again', async () => {
    for (const { offers } of found.checks)
      for (const offer of offers)
        expect({ ...offer, calls: (await planned(offer)).plan.calls }).toEqual({ ...offer, calls: [] });
  });

  it('undoes all of it, last first, and leaves what was declared', async () => {
    for (const entry of entries.toReversed()) {
      try {
        await runPlan(await approved(await planUndo(entry, book, opened.desk)), book, opened.desk);
      } catch (error) {
        if (!(error instanceof UserError) || error.name === 'ActionFailedError') throw error;
        kept.push(`${book.state.actions[entry]?.planned.action}: ${error.why ?? error.message}`);
      }
    }
    expect(kept).toEqual([
      'cloudwatch-logs/set-up-log-group: /security/cloudtrail in us-east-1 has events: it stays, and its key',
      's3/set-up-bucket: there is something in security-logs-111122223333-us-east-1: the bucket stays, and its key',
    ]);
    const places = placesThatDiffer(before, stateOfAccount(opened.world))
      .filter((place) => !/ > (updatedAt|preparedAt|policyChangedAt|lastUsed > \w+)$/.test(place))
      .map((place) => place.replace(/ > keys > [\da-f-]{36}$/, ' > keys > KEY'));
    expect(places).toEqual(RESIDUE);
    const keys = ['us-east-1', 'eu-west-1'].flatMap((region) =>
      [...opened.world.kms(region).keys.values()].map((key) => `${key.description}: ${key.state.kind}`),
    );
    expect(keys.filter((text) => text.startsWith('Made by heptad')).toSorted()).toEqual([
      'Made by heptad as alias/heptad-invocation-log: PendingDeletion',
      'Made by heptad as alias/heptad-invocation-log: PendingDeletion',
      'Made by heptad as alias/heptad-knowledge-log: PendingDeletion',
      'Made by heptad as alias/heptad-management-log: Enabled',
      'Made by heptad as alias/heptad-trail: Enabled',
    ]);
  });

  async function planned({ action, params }: MendOffer): Promise<MadePlan> {
    const texts = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
    const unit = findAction(action);
    return makePlan({ unit, params: actionParams(unit, texts), at: opened.desk.clock.now() }, opened.desk);
  }

  async function carryOut(offer: MendOffer): Promise<void> {
    const made = await planned(offer);
    if (made.plan.calls.length === 0) return;
    const seq = await approved(await recordPlan(made, book));
    await runPlan(seq, book, opened.desk);
    entries.push(seq);
  }

  async function approved(seq: number): Promise<number> {
    await approve(book, seq);
    return seq;
  }

  /** A digest comes once an hour, and log files some minutes after something was called. */
  async function untilDelivered(): Promise<void> {
    const { desk } = opened;
    for (let minutes = 0; minutes < 70; minutes += 10) {
      await desk.wait(600_000);
      await desk.cloud.call({
        service: 'sts',
        operation: 'GetCallerIdentity',
        region: 'us-east-1',
        input: {},
      });
    }
  }
});
