/** What a person is told about a mistake they can mend: what is wrong, why, and how to fix it. */
export interface UserErrorDetail {
  readonly why?: string | undefined;
  readonly fix?: string | undefined;
}

/** The input is wrong (usage, playbook, SQL, file). Exit code 2 unless `exitCode` says otherwise. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  readonly why: string | undefined;
  readonly fix: string | undefined;
  readonly exitCode: number = 2;

  constructor(what: string, detail: UserErrorDetail = {}) {
    super(what);
    this.why = detail.why;
    this.fix = detail.fix;
  }
}

/** The case waits for an answer nobody gave. The case is intact and `resume` goes on. Exit code 3. */
export class PausedError extends UserError {
  override readonly name = 'PausedError';
  override readonly exitCode = 3;
}

/** Journal or evidence is not what it was. Exit code 4. */
export class IntegrityError extends UserError {
  override readonly name = 'IntegrityError';
  override readonly exitCode = 4;
}

/** Tests of content (playbooks) failed. Exit code 6. */
export class ContentTestError extends UserError {
  override readonly name = 'ContentTestError';
  override readonly exitCode = 6;
}

/** Another process holds the case. Exit code 8. */
export class CaseHeldError extends UserError {
  override readonly name = 'CaseHeldError';
  override readonly exitCode = 8;
}

/** The responder left with Ctrl-C. Exit code 130. */
export class InterruptedError extends UserError {
  override readonly name = 'InterruptedError';
  override readonly exitCode = 130;
}

/** Whether a person at a prompt can mend it there: leaving, and a case that is damaged or lost to another, are no mistakes. */
export function isMistake(error: unknown): error is UserError {
  return (
    error instanceof UserError &&
    !(error instanceof InterruptedError || error instanceof IntegrityError || error instanceof CaseHeldError)
  );
}

/** A fault of heptad itself. Exit code 1, and the only error whose stack is worth reading. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

/** The message of anything thrown, for a sentence that goes on after it. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a Node system error (`ENOENT` …), or undefined for anything else. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
