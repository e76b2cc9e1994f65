import { existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { UserError } from '../base/errors.ts';
import { isCase, lostJournal, notACase } from '../case/case-folder.ts';

/** Where things lie that are not named on the command line (XDG base directories). */
export interface Places {
  readonly cases: string;
  readonly config: string;
}

export function placesFrom(env: Readonly<Record<string, string | undefined>>): Places {
  const home = homedir();
  return {
    cases: join(absolute(env['XDG_DATA_HOME']) ?? join(home, '.local', 'share'), 'heptad', 'cases'),
    config: join(absolute(env['XDG_CONFIG_HOME']) ?? join(home, '.config'), 'heptad'),
  };
}

/** The folder of a case given by its folder or its id. @throws UserError when there is none */
export function findCase(
  folderOrId: string,
  places: Places,
  is: (folder: string) => boolean = isCase,
): string {
  const folder = resolve(folderOrId);
  if (is(folder)) return folder;
  const byId = join(places.cases, folderOrId);
  if (/^[\w.-]+$/.test(folderOrId) && is(byId)) return byId;
  throw notACase(folderOrId);
}

/** The same for a look at what is left of a case: also one whose journal is missing. */
export function findRemains(folderOrId: string, places: Places): string {
  return findCase(folderOrId, places, (folder) => isCase(folder) || lostJournal(folder));
}

/** What stands in a case folder that was cut off before its first entry. */
const OF_A_CASE: ReadonlySet<string> = new Set(['lock', 'evidence', 'inbox', 'lake', 'exercise']);

/**
 * A case takes a folder of its own: it is not opened among other files, and not among the logs it reads.
 * @throws UserError naming what is in the way
 */
export function checkCaseFolder(folder: string, logs: readonly string[]): void {
  const around = logs.find((path) => `${folder}${sep}`.startsWith(`${path}${sep}`));
  if (around !== undefined)
    throw new UserError(`the case ${folder} would lie among its own logs`, {
      why: `all below ${around} is read as logs`,
      fix: 'give the case a folder elsewhere',
    });
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined || isCase(folder)) return;
  if (!stats.isDirectory())
    throw new UserError(`${folder} is a file`, { why: 'a case is a folder', fix: 'give another name' });
  const other = readdirSync(folder).find((name) => !OF_A_CASE.has(name));
  if (other !== undefined)
    throw new UserError(`${folder} is not a case, and not empty`, {
      why: `${other} is in it`,
      fix: 'give a new folder, or an empty one',
    });
}

/** The folders of all cases in the data folder. */
export function listCaseFolders(places: Places): readonly string[] {
  if (!existsSync(places.cases)) return [];
  return readdirSync(places.cases)
    .map((name) => join(places.cases, name))
    .filter(isCase);
}

/** The specification has relative paths in these variables ignored. */
function absolute(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined;
}
