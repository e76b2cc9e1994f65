import type { RowValue } from '../model/row.ts';
import type { CompiledExpression, ExpressionFault, Values } from './expression.ts';
import { compileExpression } from './expression.ts';
import type { Reference } from './references.ts';
import type { Variables } from './variables.ts';

export interface CompiledTemplate {
  readonly ok: true;
  readonly references: readonly Reference[];
  /**
   * The text with its expressions filled in. Null reads `(none)`, a list its items joined by commas.
   * The result is plain text out of the logs: whoever shows it escapes it for the place.
   * @throws UserError when an expression cannot be computed from the values
   */
  run(values: Values): string;
}

export type Template = CompiledTemplate | { readonly ok: false; readonly faults: readonly ExpressionFault[] };

/** Compiles a text with `{{ CEL }}` in it; the same text over the same variables gives the same frozen object. */
export function compileTemplate(text: string, variables: Variables): Template {
  const known = cache.get(variables) ?? new Map<string, Template>();
  cache.set(variables, known);
  const found = known.get(text);
  if (found !== undefined) return found;
  const made = Object.freeze(compile(text, variables));
  known.set(text, made);
  return made;
}

const cache = new WeakMap<Variables, Map<string, Template>>();

function compile(text: string, variables: Variables): Template {
  const split = splitTemplate(text);
  if (!split.ok) return { ok: false, faults: [split.fault] };
  const faults: ExpressionFault[] = [];
  const references: Reference[] = [];
  const pieces: (string | CompiledExpression)[] = [];
  for (const piece of split.pieces) {
    if (!piece.expression) {
      pieces.push(piece.text);
      continue;
    }
    const expression = compileExpression(piece.text, variables);
    const moved = <T extends { readonly offset: number }>(at: T): T => ({
      ...at,
      offset: at.offset + piece.offset,
    });
    if (expression.ok) {
      references.push(...expression.references.map(moved));
      pieces.push(expression);
    } else faults.push(...expression.faults.map(moved));
  }
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, references, run: (values) => pieces.map((piece) => filled(piece, values)).join('') };
}

function filled(piece: string | CompiledExpression, values: Values): string {
  return typeof piece === 'string' ? piece : valueText(piece.run(values));
}

/** A value inside a text. */
export function valueText(value: RowValue): string {
  if (value === null) return '(none)';
  if (typeof value === 'string') return value;
  if (isList(value)) return value.map(valueText).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function isList(value: RowValue): value is readonly RowValue[] {
  return Array.isArray(value);
}

interface Piece {
  readonly text: string;
  readonly offset: number;
  readonly expression: boolean;
}

type Split =
  | { readonly ok: true; readonly pieces: readonly Piece[] }
  | { readonly ok: false; readonly fault: ExpressionFault };

function splitTemplate(text: string): Split {
  const pieces: Piece[] = [];
  let at = 0;
  for (let open = text.indexOf('{{'); open !== -1; open = text.indexOf('{{', at)) {
    const close = closing(text, open + 2);
    if (close === -1) return { ok: false, fault: unclosed(open) };
    const inner = text.slice(open + 2, close);
    const lead = inner.length - inner.trimStart().length;
    pieces.push({ text: text.slice(at, open), offset: at, expression: false });
    pieces.push({ text: inner.trim(), offset: open + 2 + lead, expression: true });
    at = close + 2;
  }
  return { ok: true, pieces: [...pieces, { text: text.slice(at), offset: at, expression: false }] };
}

/** The `}}` that ends an expression: one inside a quoted text does not. */
function closing(text: string, from: number): number {
  const token = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\}\}/g;
  token.lastIndex = from;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === '}}') return match.index;
  }
  return -1;
}

function unclosed(offset: number): ExpressionFault {
  return {
    what: "'{{' is not closed",
    why: 'what stands between {{ and }} is computed',
    fix: "close it with '}}'",
    offset,
    rule: 'expression',
  };
}
