import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../base/errors.ts';
import { formatDiagnostic } from '../documents/diagnostic.ts';
import { loadDocument } from '../documents/load-document.ts';
import { validate } from '../documents/validate.ts';
import type { CasesFile, PlaybookCase } from './case-fixtures.ts';
import { shortName } from './playbook-parts.ts';

const SCHEMA = JSON.parse(
  readFileSync(new URL('../../schemas/cases.schema.json', import.meta.url), 'utf8'),
) as object;

/**
 * The cases.yaml of a playbook.
 * @throws UserError when there is none, or when it does not pass the schema
 */
export function loadCases(path: string): CasesFile {
  if (!existsSync(path))
    throw new UserError(`there are no cases at ${shortName(path)}`, {
      why: 'every playbook carries cases that must fire and cases that must not',
      fix: 'write cases.yaml beside playbook.yaml',
    });
  const loaded = loadDocument(shortName(path), readFileSync(path, 'utf8'));
  const faults = loaded.ok
    ? validate(loaded.document, SCHEMA).map(({ diagnostic }) => diagnostic)
    : loaded.diagnostics;
  if (!loaded.ok || faults.length > 0)
    throw new UserError(
      `${shortName(path)} is no cases file as it stands:\n${faults.map(formatDiagnostic).join('\n')}`,
    );
  return withDefaults(loaded.document.value as Partial<CasesFile>);
}

function withDefaults(file: Partial<CasesFile>): CasesFile {
  const defaults: Partial<CasesFile['defaults']> = file.defaults ?? {};
  const cases = (file.cases ?? []).map((one: Partial<PlaybookCase> & { readonly name: string }) => ({
    inputs: {},
    cloudtrail: [],
    bedrock: [],
    azure: [],
    google: [],
    ...one,
    expect: { findings: {}, absent: [], ...one.expect },
  }));
  return {
    playbook: file.playbook ?? '',
    defaults: { cloudtrail: {}, bedrock: {}, azure: {}, google: {}, ...defaults },
    cases,
  };
}
