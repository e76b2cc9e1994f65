import { type Command, Help, type Option } from 'commander';
import { UserError } from '../base/errors.ts';
import { tellError } from './failure.ts';
import type { Io } from './io.ts';

/**
 * Makes a command and all below it throw instead of leaving the process, and tell a wrong use the way every other
 * mistake is told. Commander hands neither down to subcommands that were made before.
 */
export function strictUsage(io: Io, command: Command, parents: readonly string[] = []): Command {
  const name = [...parents, command.name()].join(' ');
  command.exitOverride();
  command.configureOutput({ outputError: (text) => tellError(io, usageError(text, name)) });
  command.configureHelp({ optionDescription: describeOption });
  for (const below of command.commands) strictUsage(io, below, [name]);
  return command;
}

/** Commander's text is `error: WHAT`, and maybe `(Did you mean NAME?)` on a line of its own. */
function usageError(text: string, name: string): UserError {
  const [first = '', ...rest] = text.trim().split('\n');
  const close = /\(Did you mean (.+)\?\)/.exec(rest.join(' '))?.[1];
  const help = `${name} --help tells what it takes`;
  return new UserError(first.replace(/^error: /, ''), {
    fix: close === undefined ? help : `did you mean ${close}? ${help}`,
  });
}

/** `(default: [])` says nothing about an option that may be given again. */
function describeOption(option: Option): string {
  return Array.isArray(option.defaultValue)
    ? option.description
    : Help.prototype.optionDescription.call(new Help(), option);
}
