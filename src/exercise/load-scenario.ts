import type { Diagnostic } from '../documents/diagnostic.ts';
import { inOrder } from '../documents/diagnostic.ts';
import { loadDocument } from '../documents/load-document.ts';
import { validate } from '../documents/validate.ts';
import type { Scenario } from '../model/scenario.ts';
import { checkScenario } from './check-scenario.ts';
import { readScenario } from './read-scenario.ts';
import { scenarioSchema } from './scenario-schema.ts';

export type LoadedScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Reads a scenario file: its shape, then its expressions and names; every fault with its place. */
export function loadScenario(file: string, text: string): LoadedScenario {
  const loaded = loadDocument(file, text);
  if (!loaded.ok) return { ok: false, diagnostics: inOrder(loaded.diagnostics) };
  const { document } = loaded;
  const shape = validate(document, scenarioSchema());
  // What has not its shape cannot be read further.
  if (shape.length > 0) return { ok: false, diagnostics: inOrder(shape.map(({ diagnostic }) => diagnostic)) };
  const scenario = readScenario(document);
  const faults = checkScenario(document, scenario);
  return faults.length === 0 ? { ok: true, scenario } : { ok: false, diagnostics: inOrder(faults) };
}
