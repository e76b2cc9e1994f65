import type { Diagnostic } from '../documents/diagnostic.ts';
import { inOrder } from '../documents/diagnostic.ts';
import type { Path, Place, SourceDocument } from '../documents/source-document.ts';
import type { ShapeFault } from '../documents/validate.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Rule, RuleContext, RuleFault } from './rule.ts';

/** A playbook as far as it can be read, with what the schema says against it. */
export interface Draft {
  readonly playbook: Playbook;
  readonly document: SourceDocument;
  readonly shapeFaults: readonly ShapeFault[];
}

/** What the schema and the rules say against a playbook, in the order of the file. */
export function runRules(
  rules: readonly Rule[],
  context: RuleContext,
  shapeFaults: readonly ShapeFault[],
): readonly Diagnostic[] {
  const found = rules.flatMap((rule) =>
    [...rule.check(context)].map((fault) => ({ rule: rule.id, ...fault })),
  );
  const told = found.filter((fault) => !isToldBySchema(fault, shapeFaults));
  const shapes = shapeFaults.map(({ diagnostic }) => diagnostic);
  return inOrder([...shapes, ...told.map((fault) => toDiagnostic(context.document, fault))]);
}

/** Whether the schema's own fault covers it: at the same path, inside a value of the wrong type, or about what is missing. */
function isToldBySchema(fault: RuleFault, shapeFaults: readonly ShapeFault[]): boolean {
  return shapeFaults.some(({ path, diagnostic }) => {
    if (fault.absent === true && startsWith(path, fault.path)) return path.length > fault.path.length;
    if (!startsWith(fault.path, path)) return false;
    return path.length === fault.path.length
      ? diagnostic.rule !== 'schema-missing'
      : diagnostic.rule === 'schema-type';
  });
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((part, index) => path[index] === part);
}

function toDiagnostic(document: SourceDocument, fault: RuleFault & { readonly rule: string }): Diagnostic {
  const { path, place, what, why, fix, rule, step } = fault;
  const found = { file: document.file, ...placeOf(document, path, place), what, why, fix, rule };
  return step === undefined ? found : { ...found, step };
}

function placeOf(document: SourceDocument, path: Path, place: RuleFault['place']): Place {
  if (place === undefined) return document.at(path);
  return place === 'key' ? document.keyAt(path) : document.within(path, place);
}
