import type { ActionContext, Undo } from '../ports/action.ts';
import { bucketSettings } from './bucket-settings.ts';
import { joinedUndo } from './joined-calls.ts';
import { keyBefore } from './made-keys.ts';
import type { BucketState, WantedBucket } from './set-up-buckets.ts';
import { type Setting, undoSettings } from './settings.ts';

interface Buckets {
  readonly buckets: readonly BucketState[];
}

/** Deletes what was made and is empty, puts the rest back; a bucket with anything in it keeps all that protects it. */
export function undoBuckets(
  wanted: WantedBucket,
  { before, now }: { readonly before: Buckets; readonly now: Buckets },
  context: ActionContext,
): Undo {
  const undoable = (state: BucketState): readonly Setting[] => {
    const { base, rest } = bucketSettings(wanted, state, context);
    return [...base, ...rest];
  };
  return joinedUndo(
    before.buckets.map((was): Undo => {
      const is = now.buckets.find(({ bucket }) => bucket === was.bucket) ?? was;
      if (!was.exists && is.exists && !is.empty)
        return { kind: 'none', why: `there is something in ${was.bucket}: the bucket stays, and its key` };
      return undoSettings({
        before: undoable({ ...was, key: keyBefore(was.key, is.key) }),
        now: undoable(is),
      });
    }),
  );
}
