import { Command, Option } from 'commander';
import { loadOrganization } from '../app/actions/org-file.ts';
import { placesFrom } from '../app/case-places.ts';
import { overviewOf } from '../app/overview/overview-of.ts';
import { loadPrices } from '../app/overview/price-table.ts';
import { overviewLines } from '../terminal/overview-screen.ts';
import { createPaint, wantsColor } from '../terminal/paint.ts';
import { type Io, print, printJson } from './io.ts';
import { placed, placeOf, type PlaceOptions, progressOf } from './place-options.ts';

interface Options extends PlaceOptions {
  readonly format: 'table' | 'json';
  readonly prices?: string;
  readonly org?: string;
}

const WIDTH = 80;

export function overviewCommand(io: Io): Command {
  return placed(new Command('heptad overview'))
    .description(
      'Eight panels with their thresholds (guardrail blocks, tokens, callers, errors, cost, suspicious prompts, changes, denied calls) and the six monitoring groups, each with what it rests on.',
    )
    .addOption(new Option('--format <format>', 'table or json').choices(['table', 'json']).default('table'))
    .option('--prices <file>', 'a table of model prices instead of the one that comes with heptad')
    .option('--org <file>', "org.yaml; its modelPrices stand before the table's")
    .action((options: Options) => overview(io, options));
}

async function overview(io: Io, options: Options): Promise<void> {
  const place = placeOf(io, options);
  const organization = loadOrganization(options.org ?? null, placesFrom(io.env).config);
  const prices = loadPrices(options.prices ?? null, organization);
  const made = await overviewOf(place, { prices, onProgress: progressOf(io) });
  if (options.format === 'json') return printJson(io, made);
  const { isTTY, columns } = io.stdout;
  const paint = createPaint(wantsColor({ environment: io.env, isTTY }));
  const width = isTTY ? Math.max(40, Math.min(columns, 120)) : WIDTH;
  for (const line of overviewLines(made, { width, paint })) print(io, line);
}
