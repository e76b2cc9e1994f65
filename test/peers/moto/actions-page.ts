import { MOTO } from '../python.ts';
import { type Carried, type Different, nameOf } from './carried.ts';
import type { Lacking } from './not-carried.ts';

/** How each action fared, by the lists of the suite. */
export interface Fared {
  readonly carried: readonly Carried[];
  readonly different: readonly Different[];
  readonly lacking: Readonly<Record<string, Lacking>>;
}

/** The page that says which actions were carried on moto, and which could not be. */
export function actionsPage({ carried, different, lacking }: Fared): string {
  const ids = new Set(carried.map(({ id }) => id));
  const rows = carried.map((row) => `| ${nameOf(row)} | ${seen(row.proof)} |`);
  const lists = [
    ...Object.entries(lacking).map(([id, { lacks }]) => `| ${id} | moto does not have ${lacks} |`),
    ...different.map(
      (row) =>
        `| ${nameOf(row)} | in moto ${row.why} ([AWS](${row.page})); heptad says that ${SAID[row.at]} |`,
    ),
  ];
  const others = new Set(
    [...Object.keys(lacking), ...different.map(({ id }) => id)].filter((id) => !ids.has(id)),
  );
  return [
    '# Actions carried on moto',
    '',
    `Made by \`npm run test:peers\` with ${MOTO}, another’s simulation of AWS (https://docs.getmoto.org). Each action is planned`,
    'there, which changes nothing; applied; read back; looked at by plain calls of the SDK; and undone, after which the',
    'account is as before but for what undo is declared to leave.',
    '',
    `${ids.size} actions are carried, and ${others.size} are not. Some of those that are carried have rows in both tables: moto`,
    'carries them in one way, and not in another.',
    '',
    '| carried | seen in moto |',
    '| --- | --- |',
    ...rows.toSorted(),
    '',
    '| not carried | why: the suite holds that it is so |',
    '| --- | --- |',
    ...lists.toSorted(),
    '',
  ].join('\n');
}

const SAID: Readonly<Record<Different['at'], string>> = {
  plan: 'the answer cannot be read, and plans nothing',
  apply: 'it does not hold',
  undo: 'its undo does not hold',
};

function seen({ of, because }: Carried['proof']): string {
  return of === 'effect' ? 'its effect' : `its setting only: ${because ?? ''}`;
}
