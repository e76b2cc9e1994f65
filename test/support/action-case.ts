import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountDesk } from '../../src/app/actions/account-desk.ts';
import { readerOf } from '../../src/app/actions/account-desk.ts';
import { findAction } from '../../src/app/actions/action-library.ts';
import { contextOf, makePlan } from '../../src/app/actions/make-plan.ts';
import { planUndo } from '../../src/app/actions/plan-undo.ts';
import { recordPlan } from '../../src/app/actions/record-plan.ts';
import { runPlan } from '../../src/app/actions/run-plan.ts';
import { CaseBook } from '../../src/app/case-book.ts';
import { connectAccount } from '../../src/aws/connect.ts';
import { createPacer } from '../../src/aws/pacer.ts';
import type { JsonObject } from '../../src/base/json.ts';
import { holdCase } from '../../src/case/case-folder.ts';
import type { MadeCall } from '../../src/model/cloud-call.ts';
import { NO_ORGANIZATION, type Organization } from '../../src/model/organization.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Credentials } from '../../src/simulator/scenarios/scenario.ts';
import { inProcess } from '../../src/simulator/wire/in-process.ts';
import { testAccount, type TestAccount } from './simulated-account.ts';

/** Stands in the user agent of every call of the case. */
export const TOKEN = 'hptd-test';
const BY = { human: 'Ada Byron', identity: null };

/** A case on the simulated account, to plan, apply and undo actions in. */
export interface ActionCase {
  readonly account: TestAccount;
  /** The case as it is held now. */
  readonly book: CaseBook;
  readonly desk: AccountDesk;
  /** Lets the case go for what another process does to it, and takes it again. */
  readonly reopen: (meanwhile: (folder: string) => Promise<void>) => Promise<void>;
  /** Reads and plans; changes nothing. */
  readonly plan: (id: string, params: JsonObject) => Promise<Plan>;
  /** Plans, approves and runs. Gives the entry of the plan. */
  readonly apply: (id: string, params: JsonObject) => Promise<number>;
  /** Plans the undo of an entry, approves and runs it. */
  readonly undo: (entry: number) => Promise<number>;
  /** What the account's own log says this case called, reads left out. */
  readonly changesInTrail: () => readonly string[];
  /** The state of the target as the action observes it. */
  readonly observe: (id: string, params: JsonObject) => Promise<JsonObject>;
  readonly close: () => Promise<void>;
}

export interface ActionCaseOptions {
  readonly organization?: Organization;
  readonly credentials?: (account: TestAccount) => Credentials | Promise<Credentials>;
}

export async function actionCase(options: ActionCaseOptions = {}): Promise<ActionCase> {
  const account = await testAccount();
  const folder = mkdtempSync(join(tmpdir(), 'heptad-actions-'));
  const clock = { now: () => new Date(account.clock.now()).toISOString() };
  const hold = async () => new CaseBook(await holdCase(join(folder, 'case'), { by: BY, clock }), BY);
  const footprints: MadeCall[] = [];
  const cloud = await connectAccount({
    profile: null,
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1',
    token: TOKEN,
    pacer: createPacer({ now: () => 0, wait: () => Promise.resolve() }),
    now: clock.now,
    onCall: (call) => footprints.push(call),
    credentials: (await options.credentials?.(account)) ?? account.responder,
    requestHandler: inProcess(account.dispatch),
  });
  const desk: AccountDesk = {
    cloud,
    reader: readerOf(cloud),
    organization: options.organization ?? NO_ORGANIZATION,
    clock,
    wait: (milliseconds) => Promise.resolve(account.clock.advance(milliseconds)),
    footprints,
  };
  let book = await hold();
  const run = async (seq: number): Promise<number> => {
    await approve(book, seq);
    await runPlan(seq, book, desk);
    return seq;
  };
  const made = (id: string, params: JsonObject) =>
    makePlan({ unit: findAction(id), params, at: clock.now() }, desk);
  return {
    account,
    get book() {
      return book;
    },
    desk,
    reopen: async (meanwhile) => {
      const { by } = book;
      await book.store.close();
      try {
        await meanwhile(join(folder, 'case'));
      } finally {
        book = await hold();
        book.by = by;
      }
    },
    plan: async (id, params) => (await made(id, params)).plan,
    apply: async (id, params) => run(await recordPlan(await made(id, params), book)),
    undo: async (entry) => run(await planUndo(entry, book, desk)),
    changesInTrail: () =>
      account.world.trail.events.flatMap(({ record }) =>
        record.userAgent.includes(TOKEN) && !record.readOnly ? [record.eventName] : [],
      ),
    observe: (id, params) => findAction(id).observe(params, desk.reader, contextOf(desk, clock.now())),
    close: async () => {
      cloud.close();
      await book.store.close();
      await account.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function approve(book: CaseBook, seq: number): Promise<void> {
  const planSha256 = book.state.actions[seq]?.planned.planSha256 ?? '';
  await book.record('action-decided', {
    plan: seq,
    offer: null,
    decision: 'approved',
    planSha256,
    how: 'test',
    why: null,
  });
}
