import type { Document, YAMLError } from 'yaml';
import { Composer, isNode, isScalar, Lexer, LineCounter, Parser, visit } from 'yaml';
import type { Diagnostic } from './diagnostic.ts';
import { tooLarge } from './read-source.ts';
import { scanTokens } from './scan-tokens.ts';
import type { SourceDocument } from './source-document.ts';
import { sourceDocument } from './source-document.ts';

export type LoadedDocument =
  | { readonly ok: true; readonly document: SourceDocument }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads one YAML 1.2 document. Refused, each with its place: anchors and aliases (bombs and cycles are made of
 * them), duplicate keys, unknown tags, several documents, deep nesting, and whatever YAML itself refuses.
 */
export function loadDocument(file: string, text: string): LoadedDocument {
  const read = readYaml(file, text);
  if (!read.ok) return read;
  const { lines, report } = read;
  const [first, second] = read.documents;
  if (first === undefined) return { ok: false, diagnostics: [report(0, EMPTY)] };
  const diagnostics = documentFaults(first, report);
  if (second !== undefined) diagnostics.push(report(second.range[0], SEVERAL));
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  const value: unknown = first.toJS();
  return { ok: true, document: sourceDocument({ file, text, root: first.contents, value, lines }) };
}

export type LoadedDocuments =
  | { readonly ok: true; readonly documents: readonly SourceDocument[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Reads a file that may hold several documents, each as `loadDocument` reads one. Empty ones are passed over. */
export function loadDocuments(file: string, text: string): LoadedDocuments {
  const read = readYaml(file, text);
  if (!read.ok) return read;
  const { lines, report } = read;
  const written = read.documents.filter(({ contents, errors }) => contents !== null || errors.length > 0);
  if (written.length === 0) return { ok: false, diagnostics: [report(0, EMPTY)] };
  const diagnostics = written.flatMap((document) => documentFaults(document, report));
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  const documents = written.map((document) =>
    sourceDocument({ file, text, root: document.contents, value: document.toJS() as unknown, lines }),
  );
  return { ok: true, documents };
}

type ReadYaml =
  | {
      readonly ok: true;
      readonly documents: readonly Document.Parsed[];
      readonly lines: LineCounter;
      readonly report: Report;
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

function readYaml(file: string, text: string): ReadYaml {
  const huge = tooLarge(file, text);
  if (huge !== null) return { ok: false, diagnostics: [huge] };
  const lines = new LineCounter();
  const report = reporter(file, lines);
  const tokens = [...new Lexer().lex(text)];
  const scanned = scanTokens(text, tokens);
  if (scanned.length > 0) {
    countLines(text, lines);
    return { ok: false, diagnostics: scanned.map(({ offset, ...fault }) => report(offset, fault)) };
  }
  return { ok: true, documents: composed(tokens, lines), lines, report };
}

function documentFaults(document: Document.Parsed, report: Report): Diagnostic[] {
  return [...syntaxFaults(document, report), ...keyFaults(document, report)];
}

/** What `parseAllDocuments` does, over tokens that were cut once already. Its own test of keys takes n² steps. */
function composed(tokens: readonly string[], lines: LineCounter): readonly Document.Parsed[] {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const cst = function* (): ReturnType<Parser['parse']> {
    for (const token of tokens) yield* parser.next(token);
    yield* parser.end();
  };
  return [...new Composer({ merge: false, uniqueKeys: false }).compose(cst())];
}

type Fault = Pick<Diagnostic, 'what' | 'why' | 'fix' | 'rule'>;
type Report = (offset: number, fault: Fault) => Diagnostic;

const EMPTY: Fault = {
  what: 'the file is empty',
  why: 'there is nothing to read in it',
  fix: 'write the document, or name another file',
  rule: 'yaml',
};

const SEVERAL: Fault = {
  what: 'a second document begins here',
  why: 'a file holds one document',
  fix: "take the line '---' and what follows it out, into a file of its own",
  rule: 'multiple-documents',
};

function reporter(file: string, lines: LineCounter): Report {
  return (offset, fault) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), ...fault };
  };
}

function countLines(text: string, lines: LineCounter): void {
  for (let at = 0; at !== -1; at = nextLine(text, at)) lines.addNewLine(at);
}

function nextLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline === -1 ? -1 : newline + 1;
}

function syntaxFaults(document: Document.Parsed, report: Report): readonly Diagnostic[] {
  const all: readonly YAMLError[] = [...document.errors, ...document.warnings];
  const tabs = all.filter(({ code }) => code === 'TAB_AS_INDENT');
  // After a tab the parser's idea of the indentation is lost, and what else it says is about that.
  const problems = tabs.length > 0 ? tabs : all;
  return problems.map((problem) => report(problem.pos[0], syntaxFault(problem)));
}

function syntaxFault(problem: YAMLError): Fault {
  const what = (problem.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
  const known = KNOWN_FAULTS[problem.code];
  if (known !== undefined) return { what, ...known };
  return { what, why: 'the text is not YAML as it stands', fix: 'mend the YAML at this place', rule: 'yaml' };
}

const KNOWN_FAULTS: Readonly<Record<string, Omit<Fault, 'what'>>> = {
  TAB_AS_INDENT: {
    why: 'YAML indents with spaces only',
    fix: 'replace the tab by spaces',
    rule: 'yaml-tab',
  },
  TAG_RESOLVE_FAILED: {
    why: 'a tag could give a value another meaning than the one that is read',
    fix: 'take the tag out and write the plain value',
    rule: 'yaml-tag',
  },
  MULTIPLE_DOCS: { why: SEVERAL.why, fix: SEVERAL.fix, rule: SEVERAL.rule },
};

/** Keys are plain, and each stands once in its mapping. */
function keyFaults(document: Document.Parsed, report: Report): readonly Diagnostic[] {
  const faults: Diagnostic[] = [];
  visit(document, {
    Map: (_position, map) => {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        const name = keyName(key);
        const offset = isNode(key) ? (key.range?.[0] ?? 0) : (map.range?.[0] ?? 0);
        if (name === null) faults.push(report(offset, ODD_KEY));
        else if (seen.has(name))
          faults.push(report(offset, { ...DUPLICATE, what: `the key '${name}' is there twice` }));
        else seen.add(name);
      }
    },
  });
  return faults;
}

function keyName(key: unknown): string | null {
  const value = isScalar(key) ? key.value : null;
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isPlain ? String(value) : null;
}

const ODD_KEY: Fault = {
  what: 'a key is not a plain text',
  why: 'the members of a mapping are found by their names',
  fix: 'write a name before the colon',
  rule: 'yaml',
};

const DUPLICATE: Omit<Fault, 'what'> = {
  why: 'it stands in the same mapping before, and only one of the two could count',
  fix: 'keep one of them, or rename this one',
  rule: 'duplicate-key',
};
