import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../base/errors.ts';
import { formatDiagnostic } from '../documents/diagnostic.ts';
import { readSource } from '../documents/read-source.ts';
import type { RefusedRule, RuleFile } from '../detections/read-rule-file.ts';
import { shortName } from './playbook-parts.ts';

/** The rules that come with heptad. */
export const OWN_RULES = fileURLToPath(new URL('../../detections', import.meta.url));

/** Beside rules, a folder may hold their tests. */
const CASES = 'cases.yaml';

/**
 * The files of rules at paths: a file as it is named, of a folder each `.yml` and `.yaml` file below it. Symbolic links
 * are not followed.
 * @throws UserError for a path that is not there, holds no rules, or a file that is no text
 */
export function ruleFiles(paths: readonly string[]): readonly RuleFile[] {
  return [...new Set(paths.flatMap(filesAt))].map((path) => {
    const source = readSource(shortName(path), readFileSync(path));
    if (source.ok) return { file: shortName(path), text: source.text };
    throw new UserError(source.diagnostics.map(formatDiagnostic).join('\n'));
  });
}

function filesAt(path: string): readonly string[] {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined)
    throw new UserError(`there is no '${path}'`, { fix: 'name a file of rules, or a folder with some' });
  if (!stats.isDirectory()) return [path];
  const files = readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/i.test(entry.name) && entry.name !== CASES)
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  if (files.length > 0) return files;
  throw new UserError(`the folder '${path}' holds no rules`, {
    why: "it has no '.yml' and no '.yaml' file",
    fix: 'name a folder of Sigma rules',
  });
}

/** Why a rule was not run, in one line. */
export function messageOfRefused({ title, faults }: RefusedRule): string {
  return `the rule '${title}' was not run: ${faults.map(({ what, why }) => `${what} (${why})`).join('; ')}`;
}
