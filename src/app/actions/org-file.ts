import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../base/errors.ts';
import { sha256 } from '../../base/hashing.ts';
import { formatDiagnostic } from '../../documents/diagnostic.ts';
import { loadDocument } from '../../documents/load-document.ts';
import { readSource } from '../../documents/read-source.ts';
import { validate } from '../../documents/validate.ts';
import { NO_ORGANIZATION, type Organization } from '../../model/organization.ts';
import { shortName } from '../playbook-parts.ts';

const SCHEMA = JSON.parse(
  readFileSync(new URL('../../../schemas/org.schema.json', import.meta.url), 'utf8'),
) as object;

/**
 * The organization file that was named, or the one in the configuration folder, or none.
 * @throws UserError with every fault and its place
 */
export function loadOrganization(named: string | null, configFolder: string): Organization {
  const usual = join(configFolder, 'org.yaml');
  const file = named ?? (existsSync(usual) ? usual : null);
  if (file === null) return NO_ORGANIZATION;
  if (!existsSync(file))
    throw new UserError(`there is no organization file at ${file}`, { fix: 'give the path of org.yaml' });
  const bytes = readFileSync(file);
  const source = readSource(shortName(file), bytes);
  const loaded = source.ok ? loadDocument(shortName(file), source.text) : source;
  const faults = loaded.ok
    ? validate(loaded.document, SCHEMA).map(({ diagnostic }) => diagnostic)
    : loaded.diagnostics;
  if (!loaded.ok || faults.length > 0)
    throw new UserError(
      `${shortName(file)} is not an organization file as it stands:\n${faults.map(formatDiagnostic).join('\n')}`,
    );
  const given = loaded.document.value as Partial<Organization>;
  return { ...NO_ORGANIZATION, ...given, sha256: sha256(bytes) };
}
