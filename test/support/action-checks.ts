import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/base/json.ts';
import { type ActionCase, actionCase } from './action-case.ts';
import type { Clients } from './simulated-account.ts';

/** What every action has to stand, whatever it does. */
export interface ActionChecks {
  readonly id: string;
  readonly params: JsonObject;
  /** The operations its plan is made of, in order. */
  readonly calls: readonly string[];
  /** Their names in CloudTrail, where those differ. */
  readonly events?: readonly string[];
  /** What the contained identity (or whoever tells) gets for a real call: before and after undo, and while it is in force. */
  readonly proof: {
    readonly act: (open: ActionCase) => Promise<unknown>;
    readonly free: unknown;
    readonly inForce: unknown;
    /** Where undo leaves something else than there was before. */
    readonly undone?: unknown;
  };
  /** Brings the account into the state the action is for. */
  readonly prepare?: (open: ActionCase) => Promise<unknown>;
  /** Somebody else changes the target after it was contained. */
  readonly tamper?: (open: ActionCase) => Promise<unknown>;
  readonly conflict?: RegExp;
  /** What undo is declared to leave: the state without it. */
  readonly withoutResidue?: (observed: JsonObject) => Json;
  /** Parameters that would hit the operator. */
  readonly own?: JsonObject;
  /** Giving it back needs no confirmation of its own. */
  readonly reopens?: boolean;
}

/** The operator of the tests' cases. */
export const OPERATOR = 'arn:aws:iam::111122223333:role/example-incident-responder';
export const CI_USER = 'arn:aws:iam::111122223333:user/ci-deployer';
export const ANALYST = 'arn:aws:iam::111122223333:user/marta.silva';
export const ADMIN_ROLE = 'arn:aws:iam::111122223333:role/data-platform-admin';

/** The clients of one of the intruder's credentials. */
export function intruder({ account }: ActionCase, name: string, region = 'us-east-1'): Clients {
  const credentials = account.intruder[name];
  if (credentials === undefined) throw new Error(`the story has no ${name}`);
  return account.as(credentials, region);
}

/** The clients of somebody else who may change everything. */
export function colleague({ account }: ActionCase, region = 'us-east-1'): Clients {
  return account.as(account.responder, region);
}

/** Members that tell when something was last used: they move by themselves. */
const MOVING = new Set(['lastUsed', 'passwordLastUsed', 'activeKeys']);

/** A state without what moves by itself. */
export function still(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => still(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).flatMap(([name, member]) =>
      MOVING.has(name) ? [] : [[name, still(member)]],
    ),
  );
}

/** The tests that are the same for every action. */
export function checkAction(checks: ActionChecks): void {
  const { id, params, calls, proof, tamper, own } = checks;
  const restored = checks.withoutResidue ?? still;
  describe(`${id}, as every action`, () => {
    let open: ActionCase;
    beforeEach(async () => {
      open = await actionCase();
      await checks.prepare?.(open);
    });
    afterEach(() => open.close());

    it('plans without changing anything, and says what it would hit', async () => {
      const plan = await open.plan(id, params);
      expect(plan.calls.map(({ operation }) => operation)).toEqual(calls);
      expect(plan.calls.every(({ purpose }) => purpose.length > 5)).toBe(true);
      expect(plan.blast.length).toBeGreaterThan(0);
      expect(plan.target).not.toBe('');
      expect(open.changesInTrail()).toEqual([]);
      expect(await proof.act(open)).toEqual(proof.free);
    });

    it('takes effect, has nothing more to do, and undo gives the state back', async () => {
      const before = await open.observe(id, params);
      const entry = await open.apply(id, params);
      expect(open.book.state.actions[entry]?.status).toBe('applied');
      expect(open.changesInTrail()).toEqual(checks.events ?? calls);
      expect(await proof.act(open)).toEqual(proof.inForce);
      expect((await open.plan(id, params)).calls).toEqual([]);
      const undo = await open.undo(entry);
      expect(open.book.state.actions[entry]).toMatchObject({ status: 'undone', undoneBy: undo });
      expect(open.book.state.actions[undo]?.planned.reopens).toBe(checks.reopens ?? true);
      expect(restored(await open.observe(id, params))).toEqual(restored(before));
      expect(await proof.act(open)).toEqual(proof.undone ?? proof.free);
    });

    it.each(given(tamper))('touches nothing when somebody else changed the target since', async (change) => {
      const entry = await open.apply(id, params);
      await change(open);
      const changes = open.changesInTrail().length;
      await expect(open.undo(entry)).rejects.toMatchObject({
        message: expect.stringMatching(/changed by somebody else/) as string,
        why: expect.stringMatching(checks.conflict ?? /was left|is gone/) as string,
      });
      expect(open.changesInTrail()).toHaveLength(changes);
    });

    it.each(given(own))('refuses to hit whoever works with it', async (hitting) => {
      await expect(open.plan(id, hitting)).rejects.toMatchObject({
        why: expect.stringContaining('heptad works with') as string,
      });
      expect(open.changesInTrail()).toEqual([]);
    });
  });
}

/** One test for what an action has, none for what it has not. */
function given<T>(part: T | undefined): readonly T[] {
  return part === undefined ? [] : [part];
}
