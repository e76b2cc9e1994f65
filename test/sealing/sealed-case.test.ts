import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/base/hashing.ts';
import { readEntries } from '../../src/case/case-folder.ts';
import { canariesIn } from '../support/canaries.ts';
import { writeCanaryLogs } from '../support/canary-logs.ts';
import { type ProgramRun, runProgram } from '../support/program.ts';

const WITH_KEY = ['--open', 'to see what was said', '--identity', 'key'] as const;

let cwd = '';
const ran: ProgramRun[] = [];

function heptad(...args: readonly string[]): ProgramRun {
  const run = runProgram(args, { cwd });
  ran.push(run);
  return run;
}

/** Runs it, and takes nothing of what is shown for a leak: whoever opens content is to see it. */
function opened(...args: readonly string[]): ProgramRun {
  return runProgram([...args, ...WITH_KEY], { cwd });
}

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'heptad-sealed-'));
  writeCanaryLogs(join(cwd, 'logs'));
  writeFileSync(join(cwd, 'answers.yaml'), 'default: unknown-and-decline\n');
  const recipient = heptad('seal', '--make-key', 'key').stdout.trim();
  heptad('seal', '--make-key', 'other-key');
  const run = ['run', 'genai-workload', '--logs', 'logs', '--case', 'case', '--answers', 'answers.yaml'];
  expect(heptad(...run, '--seal', recipient)).toMatchObject({ exit: 0 });
}, 300_000);
afterAll(() => rmSync(cwd, { recursive: true }));

const folder = (): string => join(cwd, 'case');

describe('a sealed case', () => {
  it('holds everything that was said, and shows none of it', async () => {
    expect(readFileSync(join(cwd, 'logs/notes.txt'), 'utf8')).toContain('CANARY');
    const sealed = JSON.parse(heptad('verify', 'case', '--json').stdout) as Readonly<Record<string, unknown>>;
    expect(sealed).toMatchObject({ ok: true, sealed: 7, plainChecked: false });
    expect(await canariesIn(folder())).toEqual([]);
  });

  it.each([
    ['status', 'case'],
    ['handover', 'case'],
    ['report', 'case', '--format', 'html'],
    ['report', 'case', '--format', 'md'],
    ['report', 'case', '--format', 'json'],
    ['logs', 'coverage', '--case', 'case'],
    ['logs', 'query', 'SELECT * FROM bedrock_invocations', '--case', 'case'],
    ['logs', 'query', 'SELECT problem FROM ingest_problems', '--case', 'case'],
    ['logs', 'query', 'SELECT CAST(prompt_text AS integer) FROM bedrock_invocations', '--case', 'case'],
    ['overview', '--case', 'case'],
    ['detect', '--case', 'case'],
  ])('tells nothing by heptad %s %s %s %s', (...args) => {
    expect(heptad(...args)).toMatchObject({ exit: 0 });
  });

  it('says of what it cannot read that it cannot', () => {
    const report = heptad('report', 'case', '--format', 'md').stdout;
    const step = report.split('\n').find((line) => line.startsWith('| Prompts that look like attacks'));
    expect(step).toContain('cannot be told');
    expect(step).toContain('sealed');
    expect(heptad('overview', '--case', 'case').stdout).toMatch(/Suspicious prompts[\s\S]*sealed/);
    expect(
      heptad('logs', 'query', 'SELECT prompt_text FROM bedrock_invocations LIMIT 1', '--case', 'case').stderr,
    ).toContain('NULL here');
    const count = heptad(
      'logs',
      'query',
      'SELECT count(*) AS n FROM bedrock_invocations',
      '--case',
      'case',
      '--format',
      'json',
    );
    expect(count).toMatchObject({ stdout: '[\n  {\n    "n": 26\n  }\n]\n', stderr: '' });
  });

  it('opens to a recipient who says why, and to nobody else', () => {
    const ask = [
      'logs',
      'query',
      'SELECT count(prompt_text) AS n FROM bedrock_invocations',
      '--case',
      'case',
      '--format',
      'json',
    ];
    expect(JSON.parse(opened(...ask).stdout)).toEqual([{ n: 26 }]);
    const bodies = [
      'logs',
      'query',
      "SELECT count(*) AS n FROM bedrock_invocations WHERE input_body LIKE '%CANARY%'",
      '--case',
      'case',
      '--format',
      'json',
    ];
    expect(JSON.parse(opened(...bodies).stdout)).toEqual([{ n: 26 }]);
    expect(heptad(...ask, '--identity', 'key')).toMatchObject({ exit: 2 });
    expect(heptad(...ask, '--open', 'curious', '--identity', 'other-key')).toMatchObject({
      exit: 2,
      stdout: '',
    });
    expect(heptad(...ask, '--open', 'curious', '--identity', 'answers.yaml').stderr).toContain(
      'answers.yaml:1:1',
    );
    const reasons = readEntries(folder()).flatMap((entry) =>
      entry.kind === 'content-opened' ? [entry.data.reason] : [],
    );
    expect(reasons).toEqual(Array.from({ length: 2 }, () => 'to see what was said'));
  });

  it('shows opened content without personal data, unless that is asked for too', () => {
    const ask = ['logs', 'query', 'SELECT response_text FROM bedrock_invocations LIMIT 1', '--case', 'case'];
    expect(opened(...ask).stdout).toMatch(/CANARYANSWER\d+ .*\[EMAIL-[0-9a-f]{8}\] \[CARD-[0-9a-f]{8}\]/);
    expect(opened(...ask, '--unredacted').stdout).toMatch(/canary\d+@example\.com 4111 1111 1111 1111/);
  });

  it('tells in the report that it was made without redaction, and why', () => {
    const told = heptad('report', 'case', '--format', 'md', '--unredacted', 'asked for by counsel').stdout;
    expect(told).toContain('report (md) made by tester without redaction: asked for by counsel');
  });

  it('gives an original only to who opens it', () => {
    const id = '00000000-0000-4000-8000-000000000905';
    expect(heptad('logs', 'raw', id, '--case', 'case')).toMatchObject({ exit: 2, stdout: '' });
    expect(opened('logs', 'raw', id, '--case', 'case').stdout).toContain('CANARYPROMPT5');
  });

  it('gives a copy of evidence only to who opens it', () => {
    const pieces = JSON.parse(heptad('evidence', 'list', 'case', '--json').stdout) as readonly {
      readonly sha256: string;
      readonly sealed: boolean;
    }[];
    const sealed = pieces.find((piece) => piece.sealed)?.sha256 ?? 'none is sealed';
    const get = ['evidence', 'get', 'case', sealed, '--out', 'copy'] as const;
    expect(heptad(...get)).toMatchObject({ exit: 2, stdout: '' });
    expect(existsSync(join(cwd, 'copy'))).toBe(false);
    expect(opened(...get)).toMatchObject({ exit: 0 });
    expect(sha256(readFileSync(join(cwd, 'copy')))).toBe(sealed);
    rmSync(join(cwd, 'copy'));
    expect(readFileSync(join(folder(), 'journal.jsonl'), 'utf8')).toContain(`evidence get ${sealed}`);
  });

  it('is checked without the key and with it, down to a byte', () => {
    expect(heptad('verify', 'case').stdout).toContain('what is in them was NOT');
    expect(heptad('verify', 'case', '--identity', 'key').stdout).toContain('what is in them were checked');
    expect(heptad('verify', 'case', '--identity', 'other-key')).toMatchObject({ exit: 2 });
  });

  it('judges what was said once it is opened, and writes none of it down', async () => {
    expect(heptad('resume', 'case', '--answers', 'answers.yaml', ...WITH_KEY)).toMatchObject({ exit: 0 });
    const report = JSON.parse(heptad('report', 'case', '--format', 'json').stdout) as {
      readonly findings: readonly { readonly step: string }[];
    };
    const steps = report.findings.map(({ step }) => step);
    expect(steps).toEqual(
      expect.arrayContaining(['invocation-prompt-patterns', 'private-responses', 'private-system-prompt']),
    );
    for (const format of ['html', 'md']) heptad('report', 'case', '--format', format);
    expect(await canariesIn(folder())).toEqual([]);
  });

  it('left nothing on any screen', () => {
    const leaked = ran.flatMap(
      ({ stdout, stderr }) => /.{0,80}(?:CANARY|canary\d+@).{0,40}/.exec(stdout + stderr) ?? [],
    );
    expect(leaked).toEqual([]);
    expect(ran.length).toBeGreaterThan(20);
  });
});
