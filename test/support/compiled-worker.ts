import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const SOURCE = fileURLToPath(new URL('../../src/', import.meta.url));
/** Inside node_modules, so that the compiled files find their packages. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/heptad/', import.meta.url));

/**
 * The sandbox's worker as JavaScript, made of the sources as they are: a child process cannot run TypeScript on the
 * oldest Node we support, and dist/ may be older than the sources.
 */
export function compiledWorker(): string {
  const files = sourcesFrom(join(SOURCE, 'lake/sandbox-worker.ts'));
  const hash = createHash('sha256');
  for (const [path, text] of files) hash.update(path).update('\0').update(text).update('\0');
  const folder = join(CACHE, hash.digest('hex').slice(0, 16));
  if (!existsSync(folder)) publish(files, folder);
  return join(folder, 'lake/sandbox-worker.js');
}

/** Several test files may do this at once: each writes its own copy, and the first to finish is kept. */
function publish(files: ReadonlyMap<string, string>, folder: string): void {
  const draft = `${folder}.${process.pid}`;
  for (const [path, text] of files) {
    const target = join(draft, relative(SOURCE, path)).replace(/\.ts$/, '.js');
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, ts.transpileModule(text, { fileName: path, compilerOptions: OPTIONS }).outputText);
  }
  writeFileSync(join(draft, 'package.json'), '{ "type": "module" }\n');
  if (existsSync(folder)) rmSync(draft, { recursive: true });
  else renameSync(draft, folder);
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
};

/** A source and everything of ours that it imports, with their texts. */
function sourcesFrom(first: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const left = [first];
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (found.has(path)) continue;
    const text = readFileSync(path, 'utf8');
    found.set(path, text);
    const imports = ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
    for (const name of imports) if (name.startsWith('.')) left.push(join(dirname(path), name));
  }
  return new Map([...found].toSorted(([a], [b]) => a.localeCompare(b)));
}
