import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../base/errors.ts';
import { formatDiagnostic } from '../documents/diagnostic.ts';
import { loadDocument } from '../documents/load-document.ts';
import { readSource } from '../documents/read-source.ts';
import type { SourceDocument } from '../documents/source-document.ts';
import { validate } from '../documents/validate.ts';
import { shortName } from './playbook-parts.ts';

export interface YamlFile {
  /** As its value stands in the file: its shape is what the schema says. */
  readonly value: unknown;
  readonly document: SourceDocument;
  readonly bytes: Uint8Array;
}

/**
 * A YAML file of a shape.
 * @param of `kind` as it reads in `there is no …`: `organization file`; `fix` for a file that is not there
 * @throws UserError with every fault and its place
 */
export function readYamlFile(
  file: string,
  { kind, schema, fix }: { readonly kind: string; readonly schema: object; readonly fix: string },
): YamlFile {
  if (!existsSync(file)) throw new UserError(`there is no ${kind} at ${file}`, { fix });
  const bytes = readFileSync(file);
  const source = readSource(shortName(file), bytes);
  const loaded = source.ok ? loadDocument(shortName(file), source.text) : source;
  const faults = loaded.ok
    ? validate(loaded.document, schema).map(({ diagnostic }) => diagnostic)
    : loaded.diagnostics;
  if (!loaded.ok || faults.length > 0)
    throw new UserError(
      `${shortName(file)} is no ${kind} as it stands:\n${faults.map(formatDiagnostic).join('\n')}`,
    );
  return { value: loaded.document.value, document: loaded.document, bytes };
}
