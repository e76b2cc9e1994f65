import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cruised, type Cruised } from './cruised.ts';
import { FLOORS, TOP_FILES } from './floor-rules.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MOST_LINES = 300;

describe('floors', () => {
  let seen: Cruised;
  beforeAll(async () => {
    seen = await cruised(ROOT);
  });

  it('holds: every import goes down, none sideways, no cycles', () => {
    expect(seen.violations).toEqual([]);
  });

  it('looked at the whole tree', () => {
    expect([...seen.modules].toSorted()).toEqual(sources());
    expect(seen.modules.length).toBeGreaterThan(250);
    expect(seen.edges.length).toBeGreaterThan(800);
  });

  it('saw static, type-only and dynamic imports', () => {
    expect(seen.edges).toContain('src/app/walk.ts -> src/engine/next.ts');
    expect(seen.edges).toContain('src/ports/responder.ts -> src/model/coverage.ts');
    expect(seen.edges).toContain('src/cli/table-of-commands.ts -> src/cli/run.ts');
  });

  it('knows every folder and file that stands in src', () => {
    const known = new Set([...FLOORS.flat(), ...TOP_FILES]);
    expect(readdirSync(join(ROOT, 'src')).filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('the floors test itself', () => {
  const root = mkdtempSync(join(tmpdir(), 'heptad-floors-'));
  let seen: Cruised;

  beforeAll(async () => {
    plant(root, PLANTED);
    seen = await cruised(root);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('reports a planted violation of every kind, and nothing else', () => {
    expect(seen.violations).toEqual(EXPECTED.toSorted());
  });
});

describe('sources', () => {
  it(`have at most ${MOST_LINES} lines a file`, () => {
    const long = sources().flatMap((file) => {
      const lines = read(file).split('\n').length - 1;
      return lines > MOST_LINES ? [`${file}: ${lines} lines`] : [];
    });
    expect(long).toEqual([]);
  });

  it('leave the process in main.ts only', () => {
    expect(sources().filter((file) => leavesTheProcess(file, read(file)))).toEqual(['src/main.ts']);
  });

  it('are found out when they leave the process by another name', () => {
    expect(leavesTheProcess('a.ts', 'process.exit(1);')).toBe(true);
    expect(leavesTheProcess('a.ts', "process['exit'](1);")).toBe(true);
    expect(leavesTheProcess('a.ts', "import { exit } from 'node:process';")).toBe(true);
    expect(leavesTheProcess('a.ts', "process.on('exit', done); // process.exit(1)")).toBe(false);
  });
});

/** A tree in which each file does one forbidden thing (or, for the first ones, nothing wrong). */
const PLANTED: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'planted',
    type: 'module',
    dependencies: { '@duckdb/node-api': '*', '@inquirer/prompts': '*' },
    devDependencies: { prettier: '*' },
  }),
  'src/base/text.ts': 'export const text = 1;',
  'src/model/word.ts':
    "import { text } from '../base/text.ts';\nexport const word = text;\nexport type Word = typeof word;",
  'src/model/up.ts': "import { next } from '../engine/next.ts';\nexport const up = next;",
  'src/model/up-type.ts': "import type { Next } from '../engine/next.ts';\nexport type UpType = Next;",
  'src/model/up-dynamic.ts': "export const upDynamic = async () => (await import('../engine/next.ts')).next;",
  'src/model/up-export.ts': "export { next } from '../engine/next.ts';",
  'src/model/up-import-type.ts': "export type UpImportType = import('../engine/next.ts').Next;",
  'src/engine/next.ts': 'export const next = 1;\nexport type Next = typeof next;',
  'src/engine/sideways.ts': "import type { Page } from '../report/page.ts';\nexport type Sideways = Page;",
  'src/report/page.ts': 'export type Page = string;',
  'src/case/adapter.ts': "import { next } from '../engine/next.ts';\nexport const adapter = next;",
  'src/case/beside.ts': "import { paint } from '../terminal/paint.ts';\nexport const beside = paint;",
  'src/terminal/paint.ts': 'export const paint = 1;',
  'src/base/ring-a.ts': "import { b } from './ring-b.ts';\nexport const a = b;",
  'src/base/ring-b.ts':
    "import type { a } from './ring-a.ts';\nexport const b = 1;\nexport type A = typeof a;",
  'src/main.ts': "import { word } from './model/word.ts';\nexport const main = word;",
  'src/app/to-main.ts': "import { main } from '../main.ts';\nexport const toMain = main;",
  'src/app/duck.ts': "export const duck = async () => import('@duckdb/node-api');",
  'src/app/ask.ts': "import { input } from '@inquirer/prompts';\nexport const ask = input;",
  'src/app/unlisted.ts': "import { text } from 'unlisted';\nexport const unlisted = text;",
  ...fakePackage('@duckdb/node-api'),
  ...fakePackage('@inquirer/prompts'),
  ...fakePackage('prettier'),
  ...fakePackage('unlisted'),
  'src/app/dev.ts': "import { format } from 'prettier';\nexport const dev = format;",
  'src/app/dev-type.ts': "import type { Options } from 'prettier';\nexport type Dev = Options;",
  'src/app/lost.ts': "import { gone } from './gone.ts';\nexport const lost = gone;",
  'src/app/tested.ts': "import { support } from '../../test/support.ts';\nexport const tested = support;",
  'test/support.ts': 'export const support = 1;',
  'src/simulator/wire/route.ts': "import { get } from '../services/get.ts';\nexport const route = get;",
  'src/simulator/services/get.ts': "import { track } from '../tracks/track.ts';\nexport const get = track;",
  'src/simulator/iam/allow.ts': "import { act } from '../story/act.ts';\nexport const allow = act;",
  'src/simulator/story/act.ts': 'export const act = 1;',
  'src/simulator/tracks/track.ts': 'export const track = 1;',
  'src/simulator/account.ts': "import { track } from './tracks/track.ts';\nexport const account = track;",
};

const EXPECTED: readonly string[] = [
  'up:model: src/model/up.ts -> src/engine/next.ts',
  'up:model: src/model/up-type.ts -> src/engine/next.ts',
  'up:model: src/model/up-dynamic.ts -> src/engine/next.ts',
  'up:model: src/model/up-export.ts -> src/engine/next.ts',
  'up:model: src/model/up-import-type.ts -> src/engine/next.ts',
  'sideways:engine: src/engine/sideways.ts -> src/report/page.ts',
  'adapter:case: src/case/adapter.ts -> src/engine/next.ts',
  'sideways:case: src/case/beside.ts -> src/terminal/paint.ts',
  'no-cycle: src/base/ring-a.ts -> src/base/ring-b.ts',
  'up:app: src/app/to-main.ts -> src/main.ts',
  'home:lake: src/app/duck.ts -> node_modules/@duckdb/node-api/index.js',
  'home:terminal: src/app/ask.ts -> node_modules/@inquirer/prompts/index.js',
  'shipped-packages: src/app/dev.ts -> node_modules/prettier/index.js',
  'shipped-packages: src/app/unlisted.ts -> node_modules/unlisted/index.js',
  'resolvable: src/app/lost.ts -> ./gone.ts',
  'no-tests: src/app/tested.ts -> test/support.ts',
  'simulator:wire: src/simulator/wire/route.ts -> src/simulator/services/get.ts',
  'simulator:services: src/simulator/services/get.ts -> src/simulator/tracks/track.ts',
  'simulator:iam: src/simulator/iam/allow.ts -> src/simulator/story/act.ts',
];

/** A package that is installed, as far as a look at imports can tell. */
function fakePackage(name: string): Readonly<Record<string, string>> {
  const folder = `node_modules/${name}`;
  return {
    [`${folder}/package.json`]: JSON.stringify({
      name,
      version: '1.0.0',
      type: 'module',
      exports: './index.js',
    }),
    [`${folder}/index.js`]: 'export const input = 1, format = 1, text = 1;',
    [`${folder}/index.d.ts`]: 'export declare const input: 1, format: 1, text: 1; export type Options = 1;',
  };
}

function plant(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  }
}

/** The sources without their tests, as paths from the root. */
function sources(): readonly string[] {
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => `src/${file}`)
    .toSorted();
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** Whether a source names the exit of the process, as a call or under another name. */
function leavesTheProcess(file: string, text: string): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && isProcess(node.expression) && LEAVING.has(node.name.text))
      found = true;
    if (
      ts.isElementAccessExpression(node) &&
      isProcess(node.expression) &&
      ts.isStringLiteral(node.argumentExpression) &&
      LEAVING.has(node.argumentExpression.text)
    )
      found = true;
    if (
      ts.isImportDeclaration(node) &&
      ts.isStringLiteral(node.moduleSpecifier) &&
      /^(node:)?process$/.test(node.moduleSpecifier.text)
    )
      found = true;
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2023));
  return found;
}

const LEAVING: ReadonlySet<string> = new Set(['exit', 'reallyExit', 'abort']);

function isProcess(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === 'process';
}
