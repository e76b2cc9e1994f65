import type { JsonObject } from '../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../model/plan.ts';
import type { Setting } from './settings.ts';

/** The parameter that names accounts a snapshot stays shared with. */
export const KEEP = {
  type: 'array',
  items: { type: 'string', pattern: '^[0-9]{12}$' },
  description: 'Accounts it stays shared with; none unless given.',
} as const;

/** Stands for everybody in the place of an account. */
export const EVERYBODY = 'all';

/** A snapshot and those it is shared with: accounts, or `all`, sorted. */
export interface Shared {
  readonly snapshotId: string;
  readonly sharedWith: readonly string[];
  readonly keep: readonly string[];
}

/** Who loses it. */
export function losing({ sharedWith, keep }: Omit<Shared, 'snapshotId'>): readonly string[] {
  return sharedWith.filter((holder) => !keep.includes(holder));
}

/** Whom a snapshot is shared with; `change` says how its service is told to add or remove holders. */
export function sharingSetting(
  { snapshotId, ...shared }: Shared,
  change: (
    verb: 'Add' | 'Remove',
    holders: readonly string[],
  ) => Pick<PlannedCall, 'service' | 'operation' | 'region'> & { readonly input: JsonObject },
): Setting {
  const wanted = shared.sharedWith.filter((holder) => shared.keep.includes(holder));
  return {
    name: `sharing of ${snapshotId}`,
    is: shared.sharedWith,
    wanted,
    set: (to) => [
      {
        ...change(to === wanted ? 'Remove' : 'Add', losing(shared)),
        purpose: to === wanted ? 'take it back from them' : 'share it with them again',
        reversibility: REVERSIBLE,
      },
    ],
  };
}
