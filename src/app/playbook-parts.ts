import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReadPart } from '../playbook/load-parts.ts';

/** The folder of the playbooks that come with heptad: the same place as seen from src/ and from dist/. */
export const PLAYBOOK_FOLDER = fileURLToPath(new URL('../../playbooks/', import.meta.url));

/** A path as diagnostics print it: from the current folder where that is shorter. */
export function shortName(file: string): string {
  const fromHere = relative(process.cwd(), file);
  return fromHere.startsWith('..') || fromHere === '' ? file : fromHere;
}

/**
 * Finds the parts of a playbook file: beside its own folder, else among the playbooks that come with heptad, so that
 * a playbook of one's own can use theirs.
 */
export function readPartsBeside(file: string, library = PLAYBOOK_FOLDER): ReadPart {
  const folders = [
    ...new Set([dirname(dirname(resolve(file))), dirname(resolve(file)), library, PLAYBOOK_FOLDER]),
  ];
  return (name) => {
    if (!/^[a-z][a-z0-9-]*$/.test(name)) return null;
    const places = folders.flatMap((folder) => [
      { kind: 'part' as const, path: join(folder, 'parts', `${name}.yaml`) },
      { kind: 'playbook' as const, path: join(folder, name, 'playbook.yaml') },
    ]);
    const found = places.find(({ path }) => existsSync(path));
    if (found === undefined) return null;
    return { file: shortName(found.path), text: readFileSync(found.path, 'utf8'), kind: found.kind };
  };
}
