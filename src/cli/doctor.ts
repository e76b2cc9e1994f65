import { Command } from 'commander';
import { placesFrom } from '../app/case-places.ts';
import { type Checkup, examine } from '../app/doctor.ts';
import { UserError } from '../base/errors.ts';
import { counted } from '../base/text.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { type AccountOptions, accountAccess, withAccountOptions } from './account-options.ts';
import { type Io, print, printJson } from './io.ts';

export function doctorCommand(io: Io): Command {
  const command = new Command('heptad doctor').description(
    'Says whether this machine and identity are ready for an incident. It changes nothing.',
  );
  return withAccountOptions(command)
    .option('--json', 'plain JSON')
    .action((options: AccountOptions & { readonly json?: boolean }) => doctor(io, options));
}

async function doctor(io: Io, options: AccountOptions & { readonly json?: boolean }): Promise<void> {
  const checks = await examine(accountAccess(io, options), {
    clock: { now: () => new Date().toISOString() },
    nodeVersion: process.version,
    folder: placesFrom(io.env).cases,
  });
  if (options.json === true) printJson(io, checks);
  else for (const check of checks) print(io, escapeTerminal(lineOf(check)));
  const failed = checks.filter(({ status }) => status === 'not-ready');
  if (failed.length > 0) throw new NotReadyError(failed);
}

function lineOf({ check, status, detail }: Checkup): string {
  return `${status.padEnd(10)} ${check.padEnd(46)} ${detail}`;
}

/** The machine or the identity is not ready. Exit code 5. */
class NotReadyError extends UserError {
  override readonly exitCode = 5;

  constructor(failed: readonly Checkup[]) {
    super(`not ready: ${counted(failed.length, 'thing')} to mend`, {
      why: failed.map(({ check }) => check).join(', '),
      fix: 'heptad playbook policy genai-workload prints the policy that an identity needs',
    });
  }
}
