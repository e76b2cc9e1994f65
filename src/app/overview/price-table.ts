import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ModelPrices } from '../../model/model-prices.ts';
import type { Organization } from '../../model/organization.ts';
import { readYamlFile } from '../read-yaml-file.ts';

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
  const { value } = readYamlFile(file, {
    kind: 'table of prices',
    schema: SCHEMA,
    fix: 'give the path of a file like prices/models.yaml',
  });
  return value as ModelPrices;
}
