import type { Command } from 'commander';
import type { CollectAccount } from '../app/collect-into.ts';
import { accountAccess } from './account-options.ts';
import { collected } from './collected.ts';
import type { Io } from './io.ts';
import { windowOf, type WindowOptions } from './window-options.ts';

/** Options of a command that looks at logs, and can have the account itself answer. */
export interface LiveOptions extends WindowOptions {
  readonly live?: boolean;
  readonly profile?: string;
  readonly region: readonly string[];
  readonly answers?: string;
  readonly org?: string;
}

/**
 * The command says itself what `--org` means to it.
 * @param what what --live does, for the help
 */
export function withLiveOptions(command: Command, what: string): Command {
  return command
    .option('--live', what)
    .option('--profile <name>', 'with --live: the profile of the shared AWS configuration')
    .option('--region <region>', 'with --live: ask this Region; may be given again', collected, [])
    .option(
      '--from <time>',
      'with --live: over what was logged since then (ISO 8601); 14 days back by default',
    )
    .option('--to <time>', 'with --live: over what was logged up to then (ISO 8601); now by default')
    .option(
      '--answers <file>',
      'with --live: answers given beforehand (YAML); its account confirms the identity',
    );
}

/** The account that answers. @throws UserError for a window that is none */
export function liveAccount(io: Io, { profile, region, from, to, org }: LiveOptions): CollectAccount {
  const chosen = {
    ...(profile === undefined ? {} : { profile }),
    ...(region[0] === undefined ? {} : { region: region[0] }),
    ...(org === undefined ? {} : { org }),
  };
  const window = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  return {
    access: accountAccess(io, chosen),
    wish: { regions: region, ...windowOf(window) },
    reach: { roles: [], organizationRole: null },
  };
}
