import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../base/hashing.ts';
import { NO_ORGANIZATION, type Organization } from '../../model/organization.ts';
import { readYamlFile } from '../read-yaml-file.ts';

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
  const { value, bytes } = readYamlFile(file, {
    kind: 'organization file',
    schema: SCHEMA,
    fix: 'give the path of org.yaml',
  });
  const given = value as Partial<Organization>;
  return { ...NO_ORGANIZATION, ...given, sha256: sha256(bytes) };
}
