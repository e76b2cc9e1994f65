import type { CollectionWish } from '../app/collecting/plan-collection.ts';
import { UserError } from '../base/errors.ts';
import { type Narrowing, NARROWING_ATTRIBUTES } from '../model/collection.ts';

/** A window as it is given on the command line. */
export interface WindowOptions {
  readonly from?: string;
  readonly to?: string;
}

/** What was given, as ISO 8601 UTC. @throws UserError for what is no time, or an empty window */
export function windowOf({ from, to }: WindowOptions): Pick<CollectionWish, 'from' | 'to'> {
  const wish = {
    from: from === undefined ? null : timeOf('--from', from),
    to: to === undefined ? null : timeOf('--to', to),
  };
  if (wish.from !== null && wish.to !== null && wish.from >= wish.to)
    throw new UserError('the window to collect is empty', { fix: 'give a --from before --to' });
  return wish;
}

function timeOf(option: string, given: string): string {
  const time = Date.parse(given);
  if (!/^\d{4}-\d\d-\d\d/.test(given) || Number.isNaN(time))
    throw new UserError(`${option}: '${given}' is no time`, { fix: 'write it as 2026-01-15T09:00:00Z' });
  return new Date(time).toISOString();
}

/** By which one attribute event history is narrowed. */
export const NARROW_OPTION = [
  '--narrow <attribute=value>',
  `of event history only the events with this attribute: ${Object.keys(NARROWING_ATTRIBUTES).join(', ')}`,
] as const;

/** What was given, as LookupEvents takes it; null = everything. @throws UserError for what is no attribute of it */
export function narrowingOf(given: string | undefined): Narrowing | null {
  if (given === undefined) return null;
  const [name = '', ...rest] = given.split('=');
  const value = rest.join('=').trim();
  if (!isAttribute(name))
    throw new UserError(`--narrow: event history cannot be narrowed by '${name}'`, {
      why: 'LookupEvents takes one attribute of a few',
      fix: `give one of ${Object.keys(NARROWING_ATTRIBUTES).join(', ')}: --narrow access-key=AKIA…`,
    });
  if (value === '')
    throw new UserError(`--narrow ${name} has no value`, { fix: `write --narrow ${name}=VALUE` });
  return { attribute: NARROWING_ATTRIBUTES[name], value };
}

function isAttribute(name: string): name is keyof typeof NARROWING_ATTRIBUTES {
  return Object.hasOwn(NARROWING_ATTRIBUTES, name);
}
