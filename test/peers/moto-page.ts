import type { CameOf } from './conformance.ts';
import { LISTED, NOT_IN_MOTO, ONLY_IN_MOTO, UNCHECKED_THERE, type Listed } from './moto-differences.ts';
import { MOTO } from './python.ts';

/** One call and what came of it on both sides. */
export interface Compared {
  readonly service: string;
  /** `service:Operation#n`. */
  readonly name: string;
  readonly mine: CameOf | undefined;
  readonly yours: CameOf | undefined;
  readonly differences: readonly string[];
}

/** A page of docs/reference: how many calls were compared, and what differs. */
export function motoPage(all: readonly Compared[]): string {
  const services = [...new Set(all.map(({ service }) => service))];
  const same = all.filter(({ name }) => !(name in LISTED || name in UNCHECKED_THERE)).length;
  const failed = all.filter(({ mine }) => mine !== undefined && 'error' in mine).length;
  const share = (count: number): string => `${((100 * count) / all.length).toFixed(2)} %`;
  const [listed, unchecked] = [Object.keys(LISTED).length, Object.keys(UNCHECKED_THERE).length];
  return [
    '# The simulated account beside moto',
    '',
    `Made by \`npm run test:peers\` with ${MOTO} (\`npx vitest run --config vitest.peers.config.ts test/peers/moto.test.ts -u\` writes it anew): the same calls by the clients of the SDK to both, over HTTP.`,
    '',
    `- ${all.length} calls of ${services.length} services compared, ${failed} of them are refused; ${same} come out the same.`,
    `- ${listed} answer otherwise (${share(listed)}), and AWS's page shows the simulated account right.`,
    `- ${unchecked} are wrong calls that moto does not check (${share(unchecked)}); the simulated account refuses them as AWS's page says.`,
    '- Ids, secrets, times and the order of lists are left out of the comparison, as are the members below.',
    '',
    '| service | calls | operations | the same |',
    '|---|---|---|---|',
    ...services.map((service) => rowOf(service, all)),
    '',
    '## Listed',
    '',
    ...Object.entries(LISTED).map(line),
    '',
    '## Not checked by moto',
    '',
    ...Object.entries(UNCHECKED_THERE).map(line),
    '',
    '## Members that only one of the two has',
    '',
    ...members('not in moto', NOT_IN_MOTO),
    ...members('only in moto', ONLY_IN_MOTO),
    '',
  ].join('\n');
}

function rowOf(service: string, all: readonly Compared[]): string {
  const own = all.filter((call) => call.service === service);
  const operations = new Set(own.map(({ name }) => name.split('#')[0]));
  const same = own.filter(({ name }) => !(name in LISTED || name in UNCHECKED_THERE));
  return `| ${service} | ${own.length} | ${operations.size} | ${same.length} |`;
}

function line([name, { why, page }]: readonly [string, Listed]): string {
  return `- \`${name}\`: ${why} ([AWS](${page}))`;
}

function members(
  where: string,
  lists: Readonly<Record<string, Readonly<Record<string, string>>>>,
): readonly string[] {
  return Object.entries(lists).flatMap(([service, own]) =>
    Object.entries(own).map(([name, page]) => `- ${service}, \`${name}\`: ${where} ([AWS](${page}))`),
  );
}
