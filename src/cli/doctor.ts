import { Command } from 'commander';
import { placesFrom } from '../app/case-places.ts';
import { examine } from '../app/doctor/examine.ts';
import { findPlaybook } from '../app/playbook-library.ts';
import { UserError } from '../base/errors.ts';
import { counted } from '../base/text.ts';
import type { Checkup } from '../model/checkup.ts';
import { doctorScreen } from '../terminal/doctor-screen.ts';
import { createPaint, wantsColor } from '../terminal/paint.ts';
import { type AccountOptions, accountAccess, withAccountOptions } from './account-options.ts';
import { collected } from './collected.ts';
import { type Io, print, printJson } from './io.ts';

interface DoctorOptions extends AccountOptions {
  readonly playbook: string;
  readonly bucket: readonly string[];
  readonly json?: boolean;
}

export function doctorCommand(io: Io): Command {
  const command = new Command('heptad doctor').description(
    'Says whether this machine and identity are ready for an incident: credentials, clock, disk, Regions, and the rights to read and to contain. It changes nothing.',
  );
  return withAccountOptions(command)
    .option('--playbook <id>', 'the playbook whose rights are looked at', 'genai-workload')
    .option(
      '--bucket <name>',
      'a bucket that the policy of the identity is narrowed to; may be given again',
      collected,
      [] as readonly string[],
    )
    .option('--json', 'plain JSON')
    .action((options: DoctorOptions) => doctor(io, options));
}

async function doctor(io: Io, options: DoctorOptions): Promise<void> {
  const { playbook } = findPlaybook(options.playbook);
  const checks = await examine(accountAccess(io, options), {
    clock: { now: () => new Date().toISOString() },
    nodeVersion: process.version,
    folder: placesFrom(io.env).cases,
    playbook,
    buckets: options.bucket,
  });
  const paint = createPaint(wantsColor({ environment: io.env, isTTY: io.stdout.isTTY }));
  if (options.json === true) printJson(io, checks);
  else for (const line of doctorScreen(checks, paint)) print(io, line);
  const failed = checks.filter(({ status }) => status === 'not-ready');
  if (failed.length > 0) throw new NotReadyError(failed, playbook.id);
}

/** The machine or the identity is not ready. Exit code 5. */
class NotReadyError extends UserError {
  override readonly exitCode = 5;

  constructor(failed: readonly Checkup[], playbook: string) {
    const rights = (['read', 'contain'] as const).filter((wanted) =>
      failed.some(({ part }) => part === wanted),
    );
    const fixes = rights.map((part) => `heptad playbook policy ${playbook} --part ${part}`);
    super(`not ready: ${counted(failed.length, 'thing')} to mend`, {
      why: failed.map(({ check }) => check).join(', '),
      ...(fixes.length === 0
        ? {}
        : { fix: `print the policy that the identity needs: ${fixes.join(' and ')}` }),
    });
  }
}
