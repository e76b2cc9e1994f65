import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { codeOf, UserError } from '../base/errors.ts';
import { listed, nearest } from '../base/text.ts';
import type { Diagnostic } from '../documents/diagnostic.ts';
import { formatDiagnostic } from '../documents/diagnostic.ts';
import { readSource } from '../documents/read-source.ts';
import type { SourceDocument } from '../documents/source-document.ts';
import type { Playbook } from '../model/playbook.ts';
import { loadPlaybook } from '../playbook/load.ts';
import { PLAYBOOK_FOLDER, readPartsBeside, shortName } from './playbook-parts.ts';

/** A playbook that can be run, and the file it came from. */
export interface FoundPlaybook {
  readonly file: string;
  readonly playbook: Playbook;
  /** With its parts in their places. */
  readonly document: SourceDocument;
  /** Steps of other playbooks that it uses as they stand. */
  readonly borrowed: ReadonlySet<string>;
  /** The files of its parts. */
  readonly files: readonly string[];
}

/** One line of `playbook list`. */
export interface ListedPlaybook {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  /** What is seen when it is the right one. */
  readonly useWhen: string;
  /** Where the incident goes on when it turns out to be another one. */
  readonly handOver: Playbook['handOver'];
  readonly file: string;
}

/**
 * The playbook of an id, or of a path to its file or folder.
 * @throws UserError when there is none, or when it does not pass the schema
 */
export function findPlaybook(idOrPath: string, folder = PLAYBOOK_FOLDER): FoundPlaybook {
  const file = fileOf(idOrPath, folder);
  const source = readSource(shortName(file), readPlaybookFile(file));
  const readPart = readPartsBeside(file, folder);
  const loaded = source.ok ? loadPlaybook({ file: shortName(file), text: source.text, readPart }) : source;
  if (!loaded.ok) throw unreadable(idOrPath, loaded.diagnostics);
  const { playbook, document, borrowed, files } = loaded;
  return { file, playbook, document, borrowed, files };
}

/** The playbooks that come with heptad, by id. */
export function listPlaybooks(folder = PLAYBOOK_FOLDER): readonly ListedPlaybook[] {
  return packagedIds(folder).map((id) => {
    const { file, playbook } = findPlaybook(id, folder);
    const { version, title, summary, useWhen, handOver } = playbook;
    return { id: playbook.id, version, title, summary, useWhen, handOver, file };
  });
}

function fileOf(idOrPath: string, folder: string): string {
  const ids = packagedIds(folder);
  if (ids.includes(idOrPath)) return join(folder, idOrPath, 'playbook.yaml');
  const kind = kindOf(idOrPath);
  if (kind === 'file') return idOrPath;
  if (kind === 'folder') return join(idOrPath, 'playbook.yaml');
  const close = nearest(basename(idOrPath), ids);
  throw new UserError(`there is no playbook '${idOrPath}'`, {
    why:
      ids.length === 0
        ? 'no file has that name'
        : `no file has that name, and the playbooks are ${listed(ids)}`,
    fix:
      close === undefined
        ? "name one that 'heptad playbook list' prints, or the path of a file"
        : `write '${close}'`,
  });
}

function packagedIds(folder: string): readonly string[] {
  if (kindOf(folder) !== 'folder') return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && kindOf(join(folder, entry.name, 'playbook.yaml')) === 'file')
    .map(({ name }) => name)
    .toSorted();
}

function kindOf(path: string): 'file' | 'folder' | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  return stats.isDirectory() ? 'folder' : 'file';
}

function readPlaybookFile(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new UserError(`the playbook ${shortName(file)} cannot be read`, {
      why: `the file system says ${code}`,
      fix: 'check the path and its permissions',
    });
  }
}

function unreadable(name: string, diagnostics: readonly Diagnostic[]): UserError {
  const lines = diagnostics.map(formatDiagnostic);
  return new UserError(`the playbook '${name}' has faults:\n${lines.join('\n')}`, {
    why: 'a playbook that does not fit the schema cannot be run',
    fix: "mend it; 'heptad playbook check' tells all that is wrong with it",
  });
}
