#!/usr/bin/env node
import { endsFirst, isLeaving, leave } from './base/leaving.ts';
import type { Io } from './cli/io.ts';
import { COMMANDS, type ListedCommand } from './cli/table-of-commands.ts';

const io: Io = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: process.env };

// The SDK warns of coming Node versions on every start; which Node this runs on is stated in package.json.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
process.stdout.on('error', leaveOnClosedPipe);
process.stderr.on('error', leaveOnClosedPipe);
process.on('SIGINT', () => leaveAtSignal(130));
process.on('SIGTERM', () => leaveAtSignal(143));
process.on('SIGHUP', () => leaveAtSignal(129));
process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') return help(rest[0]);
  if (name === '--version' || name === '-V') return version();
  const command = COMMANDS.find((listed) => listed.name === name);
  if (command === undefined)
    return (await import('./cli/failure.ts')).unknownCommand(
      io,
      name,
      COMMANDS.map((listed) => listed.name),
    );
  return call(command, rest);
}

async function help(of: string | undefined): Promise<number> {
  const command = COMMANDS.find((listed) => listed.name === of);
  if (command !== undefined) return call(command, ['--help']);
  io.stdout.write(`heptad runs incident response playbooks for generative-AI workloads on AWS.

Usage: heptad <command> [arguments]

${COMMANDS.map((listed) => `  ${listed.name.padEnd(10)} ${listed.summary}`).join('\n')}

heptad <command> --help tells what a command takes. npm start walks an example.
`);
  return 0;
}

async function version(): Promise<number> {
  const { VERSION } = await import('./app/version.ts');
  io.stdout.write(`${VERSION}\n`);
  return 0;
}

async function call(command: ListedCommand, args: readonly string[]): Promise<number> {
  try {
    const make = await command.load();
    const { strictUsage } = await import('./cli/usage.ts');
    await strictUsage(io, make(io)).parseAsync(args, { from: 'user' });
    return process.exitCode === undefined ? 0 : Number(process.exitCode);
  } catch (error) {
    return (await import('./cli/failure.ts')).exitCodeOf(io, error);
  }
}

/** The reader went away (`| head`): there is nobody left to write to. */
function leaveOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  if (!isLeaving()) leave(0, exit);
}

/** Whatever was acknowledged is on disk, and a dead holder's lock is taken over: nothing is lost by leaving here. */
function leaveAtSignal(code: number): void {
  io.stderr.write('\nheptad: stopped; an open case is intact, heptad resume goes on\n');
  if (endsFirst() && !isLeaving())
    io.stderr.write('heptad: stopping what runs in the account; Ctrl-C again leaves it running\n');
  leave(code, exit);
}

function exit(code: number): void {
  process.exit(code);
}
