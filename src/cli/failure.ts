import { codeOf, InternalError, messageOf, UserError } from '../base/errors.ts';
import { nearest } from '../base/text.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { type Io, tell } from './io.ts';

/** Tells what went wrong, in the words of the error, and gives the exit code it stands for. */
export function exitCodeOf(io: Io, error: unknown): number {
  if (isCommander(error)) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UserError) {
    tellError(io, error);
    return error.exitCode;
  }
  const place = placeFault(error);
  if (place !== null) {
    tellError(io, place);
    return 1;
  }
  tell(io, `heptad: internal error: ${lines(messageOf(error))}`);
  tell(io, '  this is a fault of heptad, not of your input; the case on disk is as it was at its last entry');
  if (error instanceof Error && (io.env['HEPTAD_DEBUG'] !== undefined || error instanceof InternalError))
    tell(io, lines(error.stack ?? ''));
  return 1;
}

/** What the machine refuses is no fault of heptad: whoever runs it can mend it, and go on. */
const PLACE_FAULTS: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  ENOSPC: ['the disk is full', 'make room there (heptad doctor tells how much is free)'],
  EDQUOT: ['the quota of the disk is used up', 'make room there'],
  EROFS: ['the disk can only be read', 'put the case on a disk that can be written to'],
  EACCES: ['the file system does not allow it', 'look at whose the file is, and what its folder allows'],
  EPERM: ['the file system does not allow it', 'look at whose the file is, and what its folder allows'],
};

function placeFault(error: unknown): UserError | null {
  const [what, fix] = PLACE_FAULTS[codeOf(error) ?? ''] ?? [];
  if (what === undefined) return null;
  return new UserError(what, {
    why: `${messageOf(error)}; a case on disk is as it was at its last entry`,
    fix: `${fix}; a case then goes on with heptad resume`,
  });
}

/** What, why and how to fix it. */
export function tellError(io: Io, error: UserError): void {
  tell(io, `heptad: ${lines(error.message)}`);
  if (error.why !== undefined) tell(io, `  why: ${lines(error.why)}`);
  if (error.fix !== undefined) tell(io, `  fix: ${lines(error.fix)}`);
}

export function unknownCommand(io: Io, name: string, known: readonly string[]): number {
  const close = nearest(name, known);
  tellError(
    io,
    new UserError(`there is no command '${name}'`, {
      fix:
        close === undefined
          ? 'heptad --help lists the commands'
          : `did you mean heptad ${close}? heptad --help lists the commands`,
    }),
  );
  return 2;
}

/** Messages carry file names and texts of logs: each line is escaped, line breaks stay. */
function lines(text: string): string {
  return text.split('\n').map(escapeTerminal).join('\n');
}

/** Help that was asked for, and wrong use that commander has told already. */
function isCommander(error: unknown): error is Error & { readonly code: string; readonly exitCode: number } {
  return (
    error instanceof Error &&
    'exitCode' in error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('commander.')
  );
}
