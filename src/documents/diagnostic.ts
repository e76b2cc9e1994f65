/** One fault in a file a person wrote: where it is, what is wrong, why that matters, and how to mend it. */
export interface Diagnostic {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /** The rule that found it: `yaml`, `schema`, `unknown-name` … */
  readonly rule: string;
  /** The step it belongs to, where it belongs to one. */
  readonly step?: string;
}

/** `file:line:column: what. why. Fix: fix. [rule]`: one line, so that editors can jump to it. */
export function formatDiagnostic(fault: Diagnostic): string {
  const place = `${fault.file}:${fault.line}:${fault.column}`;
  return `${place}: ${sentence(fault.what)} ${sentence(fault.why)} Fix: ${sentence(fault.fix)} [${fault.rule}]`;
}

/** In the order they stand in the file; the same fault at the same place is told once. */
export function inOrder(faults: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = faults.toSorted(
    (a, b) =>
      compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.rule, b.rule),
  );
  return [...new Map(sorted.toReversed().map((fault) => [keyOf(fault), fault])).values()].toReversed();
}

function keyOf({ file, line, column, what }: Diagnostic): string {
  return `${file}:${line}:${column}: ${what}`;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function sentence(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
