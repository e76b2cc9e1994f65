import { shortName } from '../app/playbook-parts.ts';
import { UserError } from '../base/errors.ts';
import { counted } from '../base/text.ts';
import { type Diagnostic, formatDiagnostic } from '../documents/diagnostic.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { type Io, print, printJson, tell } from './io.ts';

type Checked = { readonly ok: true } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Tells every fault of files of a kind with its place. @throws UserError when there is one */
export function checkFiles(
  io: Io,
  files: readonly string[],
  {
    check,
    kind,
    json,
  }: { readonly check: (file: string) => Checked; readonly kind: string; readonly json: boolean },
): void {
  const told = files.map((file) => {
    const checked = check(file);
    return { file: shortName(file), diagnostics: checked.ok ? [] : checked.diagnostics };
  });
  const faults = told.flatMap(({ diagnostics }) => diagnostics);
  if (json) printJson(io, told);
  else for (const fault of faults) print(io, escapeTerminal(formatDiagnostic(fault)));
  if (faults.length > 0)
    throw new UserError(`${counted(faults.length, 'fault')} in ${counted(files.length, 'file')}`);
  tell(io, `${counted(files.length, kind)}: no fault`);
}
