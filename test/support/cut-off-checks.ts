import { beforeAll, describe, expect, it } from 'vitest';
import { runPlan, settleIntended } from '../../src/app/actions/run-plan.ts';
import { type ActionCase, actionCase, TOKEN } from './action-case.ts';
import type { ActionExample } from './action-example.ts';

/** The process ends: nothing is caught, nothing more is journaled. */
class Died extends Error {}

type When = 'before the call left' | 'before its answer came';

/** Ends the process at one of the next calls that change something. Reads go their own way. */
function dieAt(open: ActionCase, index: number, when: When): void {
  const { cloud } = open.desk;
  let left = index;
  const call: typeof cloud.call = async (asked, options) => {
    if (left > 0) {
      left -= 1;
      return cloud.call(asked, options);
    }
    Object.assign(open.desk, { cloud });
    if (when === 'before its answer came') await cloud.call(asked, options);
    throw new Died();
  };
  Object.assign(open.desk, { cloud: { ...cloud, call } });
}

/** What `resume` does with a plan that was cut off. */
async function goOn(open: ActionCase, seq: number): Promise<void> {
  await settleIntended(seq, open.book, open.desk);
  await runPlan(seq, open.book, open.desk);
}

export const newest = ({ book }: ActionCase): number =>
  Math.max(...Object.keys(book.state.actions).map(Number));

/** What took effect: the changes of this case that went through, as the account's own log has them. */
export function effectsOf({ account }: ActionCase): readonly string[] {
  return account.world.trail.events.flatMap(({ record }) =>
    record.userAgent.includes(TOKEN) && !record.readOnly && record.errorCode === undefined
      ? [record.eventName]
      : [],
  );
}

async function opened({ prepare }: ActionExample): Promise<ActionCase> {
  const open = await actionCase();
  await prepare?.(open);
  return open;
}

/** Cuts every plan and its undo off at each call, before and after it took effect, and goes on. */
export function checkCutOff(examples: readonly ActionExample[]): void {
  const named = examples.map(
    (example) => [`${example.id} ${JSON.stringify(example.params).slice(0, 60)}`, example] as const,
  );
  describe.each(named)('%s', (_, example) => {
    const { id, params, kept, settles = 0, unseen = false } = example;
    let undisturbed: { readonly made: readonly string[]; readonly taken: readonly string[] };
    beforeAll(async () => {
      const open = await opened(example);
      const entry = await open.apply(id, params);
      const made = open.changesInTrail();
      open.account.clock.advance(settles);
      await (kept === null ? Promise.resolve(0) : open.undo(entry));
      undisturbed = { made, taken: open.changesInTrail().slice(made.length) };
      await open.close();
    });

    it.each(['before the call left', 'before its answer came'] as const)(
      'goes on where it died %s, does nothing twice, and can be undone after the same',
      async (when) => {
        const { made, taken } = undisturbed;
        for (const index of made.keys()) {
          const open = await opened(example);
          const before = await open.observe(id, params);
          dieAt(open, index, when);
          await expect(open.apply(id, params)).rejects.toBeInstanceOf(Died);
          const seq = newest(open);
          expect(open.book.state.actions[seq]?.intended).toBe(index);
          await goOn(open, seq);
          expect(open.book.state.actions[seq]?.status).toBe('applied');
          const twice = unseen && when === 'before its answer came';
          expect(open.changesInTrail()).toEqual(twice ? [...made, ...made] : made);
          if (!unseen) expect((await open.plan(id, params)).calls).toEqual([]);
          // Made again or not, it took effect once.
          expect(effectsOf(open)).toEqual(made);
          if (kept !== null) {
            open.account.clock.advance(settles);
            dieAt(open, Math.min(index, taken.length - 1), when);
            await expect(open.undo(seq)).rejects.toBeInstanceOf(Died);
            await goOn(open, newest(open));
            expect(open.book.state.actions[seq]?.status).toBe('undone');
            expect(open.changesInTrail()).toEqual([...made, ...taken]);
            expect(kept(await open.observe(id, params))).toEqual(kept(before));
          }
          await open.close();
        }
      },
      30_000,
    );
  });
}
