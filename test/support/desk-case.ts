import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AccountDesk, readerOf } from '../../src/app/actions/account-desk.ts';
import { findAction } from '../../src/app/actions/action-library.ts';
import { lookAgain } from '../../src/app/actions/look-again.ts';
import { contextOf, makePlan } from '../../src/app/actions/make-plan.ts';
import { planUndo } from '../../src/app/actions/plan-undo.ts';
import { recordPlan } from '../../src/app/actions/record-plan.ts';
import { runPlan } from '../../src/app/actions/run-plan.ts';
import { CaseBook } from '../../src/app/case-book.ts';
import type { JsonObject } from '../../src/base/json.ts';
import { holdCase } from '../../src/case/case-folder.ts';
import type { MadeCall } from '../../src/model/cloud-call.ts';
import { NO_ORGANIZATION, type Organization } from '../../src/model/organization.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Cloud, OnCall } from '../../src/ports/cloud.ts';

const BY = { human: 'Ada Byron', identity: null };

/** A case on some account, to plan, apply and undo actions in. */
export interface DeskCase {
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
  /** The state of the target as the action observes it. */
  readonly observe: (id: string, params: JsonObject) => Promise<JsonObject>;
  readonly close: () => Promise<void>;
}

export interface DeskCaseOptions {
  readonly connect: (onCall: OnCall) => Promise<Cloud>;
  readonly clock: Clock;
  readonly wait: AccountDesk['wait'];
  readonly organization?: Organization | undefined;
}

export async function deskCase({ connect, clock, wait, organization }: DeskCaseOptions): Promise<DeskCase> {
  const folder = mkdtempSync(join(tmpdir(), 'heptad-actions-'));
  const hold = async () => new CaseBook(await holdCase(join(folder, 'case'), { by: BY, clock }), BY);
  const footprints: MadeCall[] = [];
  const cloud = await connect((call) => footprints.push(call));
  const desk: AccountDesk = {
    cloud,
    reader: readerOf(cloud),
    organization: organization ?? NO_ORGANIZATION,
    clock,
    wait,
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
    undo: async (entry) => (await lookAgain(entry, book, desk)) ?? run(await planUndo(entry, book, desk)),
    observe: (id, params) => findAction(id).observe(params, desk.reader, contextOf(desk, clock.now())),
    close: async () => {
      cloud.close();
      await book.store.close();
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
