import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planUndo } from '../../src/app/actions/plan-undo.ts';
import { inForceText } from '../../src/app/report-actions.ts';
import { timelineOf } from '../../src/app/timeline.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';

let own: ActionCase;
let key = { accessKeyId: '' };
beforeEach(async () => {
  own = await actionCase();
  key = { accessKeyId: own.account.intruder.leakedKey?.accessKeyId ?? '' };
});
afterEach(() => own.close());

describe('an undo that waits', () => {
  it('is put again rather than planned again', async () => {
    const entry = await own.apply('iam/disable-access-key', key);
    const first = await planUndo(entry, own.book, own.desk);
    expect(await planUndo(entry, own.book, own.desk)).toBe(first);
  });

  it('is never called by the name of what it takes back alone', async () => {
    const entry = await own.apply('iam/disable-access-key', key);
    const undo = await planUndo(entry, own.book, own.desk);
    const { state, store } = own.book;
    const action = state.actions[undo];
    expect(action === undefined ? '' : inForceText(action)).toMatch(
      new RegExp(`^entry ${undo}: undo of entry ${entry}: iam/disable-access-key of .* \\(planned\\)$`),
    );
    const titles = timelineOf({ state, entries: store.entries(), eventTimes: new Map() }).map(
      ({ title }) => title,
    );
    expect(titles.at(-1)).toMatch(new RegExp(`^planned: undo of entry ${entry}: iam/disable-access-key of `));
  });
});
