import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE, UNSEEN_IN_OUTPUT } from '../support/hostile.ts';
import { parsed, type ParsedNode } from '../support/parsed.ts';
import { type ProgramRun, runProgram } from '../support/program.ts';
import { shortEvent, shortInvocation, writeShortLogs } from '../support/short-logs.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/contract/', import.meta.url));
const TEXTS = Object.values(HOSTILE);

/** Half of a pair: no other JSON reader takes it, and the lake keeps a replacement character, or the record apart. */
const LONE_HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const READABLE = TEXTS.filter((text) => !LONE_HALF.test(text));

/** Names that a file system takes. */
const FILE_NAMES = [
  'a\u001b[2J\u001b[31mb.json',
  'invoice\u202efdp.json',
  '<img src=x onerror=alert(1)>.json',
  '[x](javascript:alert(1)).json',
  '=1+1.json',
  'line\nbreak.json',
];

let cwd = '';
let walked: ProgramRun;

beforeAll(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'heptad-hostile-')));
  cpSync(FIXTURES, cwd, { recursive: true });
  writeShortLogs(join(cwd, 'benign'));
  writeShortLogs(join(cwd, 'logs'), {
    more: TEXTS.flatMap(hostileEvents),
    moreInvocations: TEXTS.map((text, index) =>
      shortInvocation(index % 60, text, { identity: { arn: text }, modelId: text }),
    ),
  });
  FILE_NAMES.forEach((name, index) =>
    writeFileSync(
      join(cwd, 'logs', name),
      index % 2 === 0 ? JSON.stringify([shortEvent(30 + index, { eventName: 'ListRoles' })]) : 'not JSON',
    ),
  );
  runProgram(['run', 'short', '--logs', 'benign', '--case', 'benign-case', '--answers', 'answers.yaml'], {
    cwd,
  });
  walked = runProgram(['run', 'short', '--logs', 'logs', '--case', 'case', '--answers', 'answers.yaml'], {
    cwd,
  });
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** An intruder's text in every field that an intruder can fill. */
function hostileEvents(text: string, index: number): readonly Readonly<Record<string, unknown>>[] {
  const userIdentity = {
    type: 'IAMUser',
    arn: `arn:aws:iam::111122223333:user/${text}`,
    accountId: '111122223333',
    accessKeyId: text,
    userName: text,
  };
  const eventID = `hostile-${index}`;
  return [
    shortEvent(index % 60, {
      eventID,
      eventName: 'CreateAccessKey',
      userIdentity,
      userAgent: text,
      sourceIPAddress: text,
      responseElements: { accessKey: { accessKeyId: text } },
    }),
    shortEvent(index % 60, {
      eventID: `${eventID}-key`,
      eventName: 'GetObject',
      eventSource: 's3.amazonaws.com',
      managementEvent: false,
      eventCategory: 'Data',
      requestParameters: { bucketName: 'kb', key: text },
      errorMessage: text,
      userAgent: text,
    }),
  ];
}

function run(...args: readonly string[]): ProgramRun {
  const ran = runProgram(args, { cwd });
  expect({ args, exit: ran.exit }).toEqual({ args, exit: 0 });
  return ran;
}

/** Nothing on either stream steers a terminal or hides; CRLF ends the lines of CSV. */
function expectHarmless({ stdout, stderr }: ProgramRun): void {
  for (const text of [stdout.replaceAll('\r\n', '\n'), stderr]) {
    const at = text.search(UNSEEN_IN_OUTPUT);
    expect(at === -1 ? '' : JSON.stringify(text.slice(Math.max(0, at - 40), at + 40))).toBe('');
  }
}

describe('hostile content', () => {
  it('walks the whole case over it', () => {
    expect({ exit: walked.exit, stdout: walked.stdout }).toEqual({ exit: 0, stdout: '' });
    expect(walked.stderr).toContain('The playbook is walked to its end');
    expectHarmless(walked);
  });

  const QUERY = `SELECT useridentity.arn AS arn, useridentity.accesskeyid AS key_id, useragent, sourceipaddress, requestparameters, errormessage FROM cloudtrail WHERE eventid LIKE 'hostile-%' ORDER BY eventid`;
  it.each([
    ['status', 'case'],
    ['status', 'case', '--json'],
    ['case', 'list'],
    ['handover', 'case'],
    ['verify', 'case'],
    ['logs', 'coverage', '--case', 'case'],
    ['logs', 'coverage', '--case', 'case', '--json'],
    ['logs', 'coverage', '--logs', 'logs'],
    ['logs', 'query', QUERY, '--case', 'case'],
    ['logs', 'query', QUERY, '--case', 'case', '--format', 'json'],
    ['logs', 'query', QUERY, '--case', 'case', '--format', 'csv'],
    [
      'logs',
      'query',
      'SELECT prompt_text, modelid, identity_arn, input_body FROM bedrock_invocations',
      '--case',
      'case',
    ],
    [
      'logs',
      'query',
      'SELECT prompt_text, modelid, identity_arn, input_body FROM bedrock_invocations',
      '--case',
      'case',
      '--format',
      'json',
    ],
    ['logs', 'query', 'SELECT * FROM ingest_problems', '--case', 'case'],
    ['report', 'case', '--format', 'html'],
    ['report', 'case', '--format', 'md'],
    ['report', 'case', '--format', 'json'],
  ])('comes out harmless of heptad %s %s', (...args) => {
    const ran = run(...args);
    expectHarmless(ran);
    if (args.includes('--json') || args.at(-1) === 'json')
      expect(() => JSON.parse(ran.stdout) as unknown).not.toThrow();
  });

  it('is in JSON what it was in the logs', () => {
    const { stdout } = run('logs', 'query', QUERY, '--case', 'case', '--format', 'json');
    const agents = new Set(
      (JSON.parse(stdout) as readonly { readonly useragent: string }[]).map(({ useragent }) => useragent),
    );
    expect(
      READABLE.filter((text) => !text.includes('\0') && !agents.has(text)).map((text) => text.slice(0, 80)),
    ).toEqual([]);
  });

  it('starts no formula in CSV', () => {
    const { stdout } = run('logs', 'query', QUERY, '--case', 'case', '--format', 'csv');
    const cells = cellsOf(stdout);
    expect(cells.length).toBe(6 * (1 + 2 * TEXTS.length));
    expect(cells.filter((cell) => /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u.test(cell))).toEqual([]);
  });

  it('adds no element, attribute or link to the HTML report', async () => {
    const benign = await htmlNames('benign-case');
    const hostile = await htmlNames('case');
    expect(
      [...hostile.elements].filter((name) => !benign.elements.has(name) && !ELEMENTS_OF_MORE.has(name)),
    ).toEqual([]);
    expect(
      [...hostile.attributes].filter((name) => !benign.attributes.has(name) && !ATTRIBUTES_OF_MORE.has(name)),
    ).toEqual([]);
    expect(hostile.links.filter((link) => !/^#[a-z]+(-\d)?$/.test(link))).toEqual([]);
  });

  it('adds no link, image, code or HTML to the Markdown report', async () => {
    const { stdout } = run('report', 'case', '--format', 'md');
    const kinds = new Set((await parsed(stdout, 'markdown')).map(({ type = '' }) => type));
    expect(
      [...kinds].filter(
        (kind) => /link|image|html|code|definition|footnote/i.test(kind) && kind !== 'inlineCode',
      ),
    ).toEqual([]);
  });
});

/** What a report on more findings may have that one on few does not. */
const ELEMENTS_OF_MORE: ReadonlySet<string> = new Set(['br', 'li', 'ul', 'ol', 'details', 'summary']);
const ATTRIBUTES_OF_MORE: ReadonlySet<string> = new Set(['colspan']);

interface HtmlNames {
  readonly elements: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
  readonly links: readonly string[];
}

async function htmlNames(folder: string): Promise<HtmlNames> {
  const nodes: readonly ParsedNode[] = await parsed(run('report', folder).stdout, 'html');
  const attributes = nodes.flatMap(({ attrs }) => attrs ?? []);
  return {
    elements: new Set(nodes.filter(({ kind }) => kind === 'element').map(({ name = '' }) => name)),
    attributes: new Set(attributes.map(({ name }) => name)),
    links: attributes
      .filter(({ name }) => /^(href|src|action|srcset|xlink:href)$/.test(name))
      .map(({ value }) => value ?? ''),
  };
}

/** The cells of a CSV text as a spreadsheet reads them. */
function cellsOf(csv: string): readonly string[] {
  return [...csv.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(?:,|\r\n)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
