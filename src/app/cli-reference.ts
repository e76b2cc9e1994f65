import type { Command } from 'commander';

/** A command with what commander knows of it. */
export interface DocumentedCommand {
  readonly name: string;
  readonly summary: string;
  readonly command: Command;
}

/** docs/reference/cli.md: what every command takes, in the words of its own help. */
export function cliReference(commands: readonly DocumentedCommand[]): string {
  return [
    '# Commands',
    '',
    'Made from the commands themselves by `npm run generate`. stdout is data, stderr the rest.',
    '',
    ...commands.flatMap(({ name, summary, command }) => section(`heptad ${name}`, summary, command)),
    ...EXIT_CODES,
    '',
  ].join('\n');
}

function section(title: string, summary: string, command: Command): readonly string[] {
  const own = [`## ${title}`, '', summary + '.', '', '```', help(command), '```', ''];
  return [
    ...own,
    ...command.commands.flatMap((child) => [
      `### ${title} ${child.name()}`,
      '',
      '```',
      help(child),
      '```',
      '',
    ]),
  ];
}

function help(command: Command): string {
  return command.configureHelp({ helpWidth: 100 }).helpInformation().trimEnd();
}

const EXIT_CODES = [
  '## Exit codes',
  '',
  '| code | means |',
  '|---|---|',
  '| 0 | done |',
  '| 1 | internal error |',
  '| 2 | the input is wrong (usage, playbook, SQL, file) |',
  '| 3 | paused: an answer was not given; the case is intact and `resume` goes on |',
  '| 4 | integrity failure |',
  '| 6 | tests of content failed |',
  '| 8 | the case is held by another process |',
  '| 130 | Ctrl-C |',
];
