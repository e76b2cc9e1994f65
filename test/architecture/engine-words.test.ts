import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ENGINE = fileURLToPath(new URL('../../src/engine/', import.meta.url));
const KINDS = /\b(live|exercise|tabletop|training)\b/i;
/** What a case knows of its kind: nothing in the engine may look at it. */
const TELLING = new Set(['mode', 'label', 'watermark']);

const sources = readdirSync(ENGINE, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => ({ file, text: readFileSync(join(ENGINE, file), 'utf8') }));

describe('the engine does not know what kind of case it walks', () => {
  it('was looked at', () => {
    expect(sources.length).toBeGreaterThan(8);
  });

  it('none of its sources holds the word for a kind', () => {
    expect(sources.filter(({ text }) => KINDS.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it('none of its sources reads what a case says of its kind', () => {
    expect(sources.flatMap(({ file, text }) => looksAtKind(file, text))).toEqual([]);
  });

  it('finds a source that does', () => {
    expect(KINDS.test("if (mode === 'training') return;")).toBe(true);
    expect(KINDS.test('deliver the trainings')).toBe(false);
    expect(looksAtKind('a.ts', 'const quiet = state.opened?.mode;')).toEqual(['a.ts: mode']);
    expect(looksAtKind('a.ts', "const quiet = state.opened['mode'];")).toEqual(['a.ts: mode']);
    expect(looksAtKind('a.ts', 'const { mode } = state.opened;')).toEqual(['a.ts: mode']);
    expect(looksAtKind('a.ts', "const model = 'a model';")).toEqual([]);
  });
});

/** Where a source reads a member by which a case tells its kind. */
function looksAtKind(file: string, text: string): readonly string[] {
  const found: string[] = [];
  const note = (name: string): void => {
    if (TELLING.has(name)) found.push(`${file}: ${name}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) note(node.name.text);
    if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression))
      note(node.argumentExpression.text);
    if (ts.isBindingElement(node)) note((node.propertyName ?? node.name).getText());
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}
