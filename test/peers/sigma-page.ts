import { SIGMA_DIFFERENCES, type SigmaDifference } from './sigma-differences.ts';
import { PYSIGMA, PYSIGMA_SQLITE } from './python.ts';

/** One rule and the events it was met by on both sides. */
export interface SigmaCompared {
  readonly key: string;
  readonly title: string;
  readonly isOwn: boolean;
  readonly mine: readonly string[];
  /** Null where the other side cannot run the rule; then `error` says why. */
  readonly yours: readonly string[] | null;
  readonly error: string | null;
}

export interface SigmaComparison {
  readonly realEvents: number;
  readonly caseEvents: number;
  readonly rules: readonly SigmaCompared[];
  /** Rules that the other side does not run at all, by title, with the reason. */
  readonly leftOut: Readonly<Record<string, string>>;
  /** Every rule, those that are not compared too, over the public logs as they are. */
  readonly onePass: { readonly rules: number; readonly met: number; readonly statements: number };
}

export function onlyIn(one: readonly string[], other: readonly string[]): readonly string[] {
  const known = new Set(other);
  return one.filter((ref) => !known.has(ref));
}

export function isSame({ mine, yours }: SigmaCompared): boolean {
  return yours !== null && onlyIn(mine, yours).length === 0 && onlyIn(yours, mine).length === 0;
}

/** docs/reference/sigma-agreement.md. */
export function sigmaPage({ realEvents, caseEvents, rules, leftOut, onePass }: SigmaComparison): string {
  const others = rules.filter(({ isOwn }) => !isOwn);
  const same = rules.filter(isSame).length;
  const met = rules.filter(({ mine }) => mine.length > 0).length;
  return [
    '# Sigma rules beside pySigma',
    '',
    `Made by \`npm run test:peers\` with ${PYSIGMA} and ${PYSIGMA_SQLITE} (\`npx vitest run --config vitest.peers.config.ts test/peers/sigma.test.ts -u\` writes it anew). Both sides run the same rules over the same original records: ${realEvents} events of six public collections, and ${caseEvents} events of the cases of our own rules. pySigma's side reads a column for each field that the rules name, taken out of the records by its way through objects; texts are compared without case, as Sigma has it.`,
    '',
    `- ${rules.length} rules: ${others.length} of SigmaHQ and ${rules.length - others.length} of our own. ${met} are met by at least one event.`,
    `- ${same} are met by exactly the same events; the others (${rules.length - same}) are explained below.`,
    `- In one pass over all six collections as they are: ${onePass.rules} rules, alerts and rules over invocation records among them, in ${onePass.statements} statements; ${onePass.met} are met. Each rule is met as often as in the comparison.`,
    '',
    '| rule | events here | events there | only here | only there |',
    '|---|---|---|---|---|',
    ...rules.map(rowOf),
    '',
    '## Differences',
    '',
    ...Object.entries(SIGMA_DIFFERENCES).map(line),
    ...(Object.keys(SIGMA_DIFFERENCES).length === 0 ? ['None.'] : []),
    '',
    '## Not compared',
    '',
    ...Object.entries(leftOut).map(([title, why]) => `- ${title}: ${why}`),
    '',
  ].join('\n');
}

function rowOf({ title, mine, yours }: SigmaCompared): string {
  if (yours === null) return `| ${title} | ${mine.length} | cannot be run | | |`;
  return `| ${title} | ${mine.length} | ${yours.length} | ${onlyIn(mine, yours).length} | ${onlyIn(yours, mine).length} |`;
}

function line([title, { right, why }]: readonly [string, SigmaDifference]): string {
  return `- ${title}: ${right === 'heptad' ? 'heptad is right' : 'pySigma is right'}. ${why}`;
}
