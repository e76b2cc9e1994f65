import * as nodeModule from 'node:module';

/** A place where the Trino grammar stops reading; lines and columns count from 1. */
export interface GrammarError {
  readonly startLine: number;
  readonly startColumn: number;
  readonly message: string;
}

interface Grammar {
  validate(sql: string): readonly GrammarError[];
}

let loaded: Promise<Grammar> | undefined;

/** The grammar of Trino, of which Athena's engine is a version. Loaded at first use: it takes half a second. */
export function trinoGrammar(): Promise<Grammar> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Grammar> {
  completeImports();
  const { TrinoSQL } = await import('dt-sql-parser/dist/parser/trino/index.js');
  return new TrinoSQL();
}

/** The package is written for bundlers and leaves `.js` and `/index.js` out of its imports, which Node does not. */
const COMPLETE = `export async function resolve(specifier, context, next) {
  if (!specifier.startsWith('.') || !/\\/node_modules\\/(?:dt-sql-parser|antlr4-c3)\\//.test(context.parentURL ?? '')) return next(specifier, context);
  const errors = [];
  for (const ending of ['', '.js', '/index.js']) {
    try { return await next(specifier + ending, context); } catch (error) { errors.push(error); }
  }
  throw errors[0];
}`;

function completeImports(): void {
  nodeModule.register(`data:text/javascript,${encodeURIComponent(COMPLETE)}`);
}
