import { MOTO } from '../python.ts';
import type { Carried, Different } from './carried.ts';
import type { Lacking } from './not-carried.ts';

/** How each action fared, by the lists of the suite. */
export interface Fared {
  readonly carried: readonly Carried[];
  readonly different: readonly Different[];
  readonly lacking: Readonly<Record<string, Lacking>>;
  /** Ids of actions that nobody has carried yet. */
  readonly untried: readonly string[];
}

/** The page that says which actions were carried on moto, and which could not be. */
export function actionsPage({ carried, different, lacking, untried }: Fared): string {
  const ids = new Set(carried.map(({ id }) => id));
  const rows = carried.map(
    ({ id, on, proof }) => `| ${id}${on === undefined ? '' : ` (${on})`} | ${seen(proof)} |`,
  );
  const lists = [
    ...Object.entries(lacking).map(([id, { lacks }]) => `| ${id} | moto does not have ${lacks} |`),
    ...different.map(
      ({ id, why, page }) => `| ${id} | in moto ${why} ([AWS](${page})); heptad says that it does not hold |`,
    ),
  ];
  return [
    '# Actions carried on moto',
    '',
    `Made by \`npm run test:peers\` with ${MOTO}, another’s simulation of AWS (https://docs.getmoto.org). Each action is planned`,
    'there, which changes nothing; applied; read back; looked at by plain calls of the SDK; and undone, after which the',
    'account is as before but for what undo is declared to leave.',
    '',
    `${ids.size} actions are carried, ${lists.length} are not, and ${untried.length} have not been tried yet.`,
    '',
    '| carried | seen in moto |',
    '| --- | --- |',
    ...rows.toSorted(),
    '',
    '| not carried | why: the suite holds that it is so |',
    '| --- | --- |',
    ...lists.toSorted(),
    '',
    ...(untried.length === 0 ? [] : [`Not tried yet: ${untried.join(', ')}.`, '']),
  ].join('\n');
}

function seen({ of, because }: Carried['proof']): string {
  return of === 'effect' ? 'its effect' : `its setting only: ${because ?? ''}`;
}
