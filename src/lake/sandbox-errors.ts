import { UserError } from '../base/errors.ts';
import { counted } from '../base/text.ts';
import type { SqlFault } from '../model/sql-fault.ts';
import type { Outcome } from './sandbox-protocol.ts';

/** The error of a statement that gave no rows. */
export function faultError(outcome: Outcome, sql: string): UserError {
  if (outcome.kind === 'broken') return engineFailed(outcome.what);
  if (outcome.kind !== 'faults') return stopped();
  const [first, ...others] = outcome.faults;
  if (first === undefined) return new UserError('the query was refused');
  const more = others.map((fault) => placed(fault, sql));
  return new UserError(placed(first, sql), {
    why: [...(first.why === undefined ? [] : [first.why]), ...more].join('; ') || undefined,
    fix: first.fix,
  });
}

/** An engine that failed under a statement, and once more in a new process. */
function engineFailed(what: string): UserError {
  return new UserError('the engine failed under this query, and once more when it was asked anew', {
    why: what,
    fix: 'write it differently; every other query goes on',
  });
}

/** A process that ended under a statement. */
export function unexpectedEnd(outOfMemory: boolean, complaint: string): UserError {
  if (outOfMemory) {
    return new UserError('the query needed more memory than it may use, and was stopped', {
      why: 'its process grew beyond its limit',
      fix: 'narrow it with WHERE, or ask for fewer columns',
    });
  }
  return new UserError('the process that runs queries ended under this query', {
    why: complaint === '' ? 'it was killed, or the engine failed' : complaint,
    fix: 'the next query starts a new one; if this one fails again, write it differently',
  });
}

/** A statement that was stopped because somebody wished so. */
export function stopped(): UserError {
  return new UserError('the query was stopped', { why: 'as asked' });
}

/** A statement that used up its time. */
export function tookTooLong(timeoutMs: number): UserError {
  return new UserError(`the query took longer than ${counted(timeoutMs / 1000, 'second')} and was stopped`, {
    why: 'a runaway query would hold up the case',
    fix: 'narrow it: a shorter time window in WHERE, fewer joins, no join without a condition',
  });
}

function placed(fault: SqlFault, sql: string): string {
  if (fault.offset === undefined) return fault.what;
  const before = sql.slice(0, fault.offset);
  const line = before.split('\n').length;
  const column = fault.offset - before.lastIndexOf('\n');
  return `SQL line ${line}, column ${column}: ${fault.what}`;
}
