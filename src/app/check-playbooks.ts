import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '../base/errors.ts';
import type { Diagnostic } from '../documents/diagnostic.ts';
import { readSource } from '../documents/read-source.ts';
import type { CheckSql } from '../playbook/check.ts';
import { checkPlaybook } from '../playbook/check.ts';
import type { ReadAccessLookup } from '../playbook/read-access.ts';
import type { KnownAction, KnownRules } from '../playbook/rule.ts';
import { readPartsBeside, shortName } from './playbook-parts.ts';

export interface PlaybookChecks {
  /** The containment actions there are. */
  readonly knownActions: readonly KnownAction[];
  /** The detection rules that come with heptad. */
  readonly knownRules?: KnownRules;
  /** Without it, SQL and the columns of its rows are not judged. */
  readonly checkSql?: CheckSql;
  readonly readAccess?: ReadAccessLookup;
}

/** What `playbook check` has to say about one file; no diagnostics = nothing is wrong. */
export interface CheckedFile {
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks playbooks: a file as it is named; of a folder each `playbook.yaml` below it, and where there is none, each
 * `.yaml` file in it. Symbolic links are not followed.
 * @throws UserError when a path is not there, or holds no playbook
 */
export async function checkPlaybooks(
  paths: readonly string[],
  checks: PlaybookChecks,
): Promise<readonly CheckedFile[]> {
  const files = [...new Set(paths.flatMap(playbookFiles))];
  const checked: CheckedFile[] = [];
  for (const path of files) {
    const file = shortName(path);
    const source = readSource(file, readFileSync(path));
    const diagnostics = source.ok
      ? await checkPlaybook({ file, text: source.text, readPart: readPartsBeside(path), ...checks })
      : source.diagnostics;
    checked.push({ file, diagnostics });
  }
  return checked;
}

function playbookFiles(path: string): readonly string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new UserError(`there is no '${path}'`, {
      why: 'no file or folder has that name',
      fix: 'check the path',
    });
  }
  if (!stats.isDirectory()) return [path];
  const named = filesBelow(path).filter((file) => basename(file) === 'playbook.yaml');
  const found = named.length > 0 ? named : yamlFilesIn(path);
  if (found.length > 0) return found;
  throw new UserError(`the folder '${path}' holds no playbook`, {
    why: "it has no 'playbook.yaml' and no '.yaml' file",
    fix: 'name the file of the playbook',
  });
}

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

function yamlFilesIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(folder, entry.name))
    .toSorted();
}
