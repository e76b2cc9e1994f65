import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { isCase, notACase } from '../case/case-folder.ts';

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
export function findCase(folderOrId: string, places: Places): string {
  const folder = resolve(folderOrId);
  if (isCase(folder)) return folder;
  const byId = join(places.cases, folderOrId);
  if (/^[\w.-]+$/.test(folderOrId) && isCase(byId)) return byId;
  throw notACase(folderOrId);
}

/** The folders of all cases in the data folder. */
export function listCaseFolders(places: Places): readonly string[] {
  if (!existsSync(places.cases)) return [];
  return readdirSync(places.cases).map((name) => join(places.cases, name)).filter(isCase);
}

/** The specification has relative paths in these variables ignored. */
function absolute(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined;
}
