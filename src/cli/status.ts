import { Command } from 'commander';
import { findCase, placesFrom } from '../app/case-places.ts';
import { caseStatus, type CaseStatus } from '../app/case-status.ts';
import { counted } from '../base/text.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { type Io, print, printJson } from './io.ts';

export function statusCommand(io: Io): Command {
  return new Command('heptad status')
    .description('Where a case stands. Reads only, also while somebody holds the case.')
    .argument('<case>', 'the folder or the id of the case')
    .option('--json', 'plain JSON')
    .action(async (name: string, { json }: { readonly json?: boolean }) => {
      const status = await caseStatus(findCase(name, placesFrom(io.env)));
      if (json === true) printJson(io, status);
      else for (const line of statusLines(status)) print(io, escapeTerminal(line));
    });
}

function statusLines(status: CaseStatus): readonly string[] {
  const words = (numbers: Readonly<Record<string, number>>): string =>
    Object.entries(numbers)
      .flatMap(([word, number]) => (number === 0 ? [] : [`${number} ${word}`]))
      .join(', ') || 'none';
  return [
    `${status.id}  ${status.playbook}  ${status.label}  ${status.status}`,
    `opened   ${status.opened}${status.closed === null ? '' : `, closed ${status.closed}`}`,
    `held by  ${status.heldBy ?? 'nobody'}`,
    `logs     ${counted(status.events, 'event')}, ${counted(status.invocations, 'invocation record')}, ${counted(status.problems, 'ingest problem')}`,
    ...status.elements.map(
      ({ title, steps, done, questions, answered }) =>
        `  ${title.padEnd(24)} steps ${done} of ${steps}, questions ${answered} of ${questions}`,
    ),
    `findings ${words(status.findings)}`,
    `suspects ${words(status.suspects)}`,
    ...status.waiting.map((line) => `waiting  ${line}`),
    ...status.notHolding.map((line) => `NOT HELD ${line}`),
    ...status.inForce.map((line) => `in force ${line}`),
    ...(status.copy === null ? [] : [`copy     ${status.copy}`]),
    ...(status.sealedFor ?? []).map((recipient) => `sealed   prompts and answers, for ${recipient}`),
    `next     ${status.next}`,
    `journal  ${counted(status.entries, 'entry', 'entries')}, head ${status.head}`,
  ];
}
