import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../base/errors.ts';
import { listed, nearest } from '../../base/text.ts';
import { formatDiagnostic, type Diagnostic } from '../../documents/diagnostic.ts';
import { readSource } from '../../documents/read-source.ts';
import { loadScenario } from '../../exercise/load-scenario.ts';
import type { Scenario } from '../../model/scenario.ts';
import { shortName } from '../playbook-parts.ts';

/** A scenario that can be played, and the folder it came from. */
export interface FoundScenario {
  readonly file: string;
  readonly folder: string;
  readonly scenario: Scenario;
}

/** The folder of the scenarios that come with heptad: the same place as seen from src/ and from dist/. */
export const SCENARIO_FOLDER = fileURLToPath(new URL('../../../scenarios/', import.meta.url));

/**
 * The scenario of an id, or of a path to its file or folder.
 * @throws UserError when there is none, or naming every fault it has
 */
export function findScenario(idOrPath: string): FoundScenario {
  const file = scenarioFile(idOrPath);
  const checked = checkScenarioFile(file);
  if (checked.ok) return { file, folder: dirname(file), scenario: checked.scenario };
  throw new UserError(
    `the scenario '${idOrPath}' has faults:\n${checked.diagnostics.map(formatDiagnostic).join('\n')}`,
    { fix: "mend it; 'heptad scenario check' tells all that is wrong with it" },
  );
}

/** Reads one file, with every fault it has. */
export function checkScenarioFile(
  file: string,
):
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] } {
  const source = readSource(shortName(file), readFileSync(file));
  return source.ok ? loadScenario(shortName(file), source.text) : source;
}

/** Ids of the scenarios that come with heptad. */
export function scenarioIds(): readonly string[] {
  return readdirSync(SCENARIO_FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(SCENARIO_FOLDER, entry.name, 'scenario.yaml')))
    .map(({ name }) => name)
    .toSorted();
}

/** The files that paths mean: themselves, or the scenarios of folders. @throws UserError for a path that holds none */
export function scenarioFilesAt(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile() === true) return [path];
    if (stats === undefined) return [scenarioFile(path)];
    const own = join(path, 'scenario.yaml');
    if (existsSync(own)) return [own];
    const below = readdirSync(path)
      .toSorted()
      .map((name) => join(path, name, 'scenario.yaml'))
      .filter((file) => existsSync(file));
    if (below.length > 0) return below;
    throw new UserError(`${path} holds no scenario`, {
      why: 'there is no scenario.yaml in it, nor in a folder of it',
      fix: 'give the path of a scenario.yaml, or of a folder with scenarios',
    });
  });
}

function scenarioFile(idOrPath: string): string {
  const packaged = join(SCENARIO_FOLDER, idOrPath, 'scenario.yaml');
  if (/^[a-z0-9-]+$/.test(idOrPath) && existsSync(packaged)) return packaged;
  const stats = statSync(idOrPath, { throwIfNoEntry: false });
  if (stats?.isFile() === true) return idOrPath;
  if (stats?.isDirectory() === true && existsSync(join(idOrPath, 'scenario.yaml')))
    return join(idOrPath, 'scenario.yaml');
  const ids = scenarioIds();
  const close = nearest(basename(idOrPath), ids);
  throw new UserError(`there is no scenario '${idOrPath}'`, {
    why: `no file has that name, and the scenarios are ${listed(ids)}`,
    fix: close === undefined ? "name one that 'heptad exercise list' prints" : `write '${close}'`,
  });
}
