import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../base/errors.ts';
import { formatDiagnostic } from '../../documents/diagnostic.ts';
import { loadDocument } from '../../documents/load-document.ts';
import { readSource } from '../../documents/read-source.ts';
import { validate } from '../../documents/validate.ts';
import type { ModelPrices } from '../../model/model-prices.ts';
import type { Organization } from '../../model/organization.ts';
import { shortName } from '../playbook-parts.ts';

const BUNDLED = fileURLToPath(new URL('../../../prices/models.yaml', import.meta.url));
const SCHEMA = JSON.parse(
  readFileSync(new URL('../../../schemas/prices.schema.json', import.meta.url), 'utf8'),
) as object;

/**
 * The prices to reckon with: the table that was named, or the one that comes with heptad; the organization's own
 * prices (`modelPrices` in org.yaml) stand before both.
 * @throws UserError with every fault and its place
 */
export function loadPrices(
  named: string | null,
  { modelPrices }: Pick<Organization, 'modelPrices'>,
): ModelPrices {
  const table = readTable(named ?? BUNDLED);
  const own = Object.keys(modelPrices).length;
  if (own === 0) return table;
  return {
    asOf: table.asOf,
    source: `${table.source}; ${own} of the organization's own`,
    models: { ...table.models, ...modelPrices },
  };
}

function readTable(file: string): ModelPrices {
  if (!existsSync(file))
    throw new UserError(`there is no table of prices at ${file}`, {
      fix: 'give the path of a file like prices/models.yaml',
    });
  const source = readSource(shortName(file), readFileSync(file));
  const loaded = source.ok ? loadDocument(shortName(file), source.text) : source;
  const faults = loaded.ok
    ? validate(loaded.document, SCHEMA).map(({ diagnostic }) => diagnostic)
    : loaded.diagnostics;
  if (!loaded.ok || faults.length > 0)
    throw new UserError(
      `${shortName(file)} is no table of prices as it stands:\n${faults.map(formatDiagnostic).join('\n')}`,
    );
  return loaded.document.value as ModelPrices;
}
