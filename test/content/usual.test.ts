import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { event } from '../support/detect-in.ts';
import { type ProgramRun, runProgram } from '../support/program.ts';

const ROLE = 'arn:aws:iam::111122223333:role/app';
const BASELINE = {
  heptad: 1,
  account: '111122223333',
  madeAt: '2026-01-14T00:00:00Z',
  from: '2025-12-15T00:00:00Z',
  to: '2026-01-14T00:00:00Z',
  source: 'made up for a test',
  complete: true,
  events: 1,
  principals: ['arn:aws:iam::111122223333:role/another'],
  models: ['us.example.model-v1:0'],
  regions: ['us-east-1'],
  addresses: [],
  userAgents: [],
  tools: [],
};
const PLAYBOOK = `heptad: 1
id: usual
version: 1.0.0
title: What is new
summary: Callers that were not usual.
frameworks: { attack: "19", atlas: "5.6.0", owasp: "LLM 2025" }
inputs: {}
elements:
  access: { summary: Nothing. }
  infrastructure: { summary: Nothing. }
  ai-changes: { summary: Nothing. }
  data-stores: { summary: Nothing. }
  invocation:
    summary: Callers.
    steps:
      - id: callers
        title: Callers
        why: A new one wants a name.
        sources: [cloudtrail.management]
        query: |
          SELECT useridentity.sessioncontext.sessionissuer.arn AS principal, eventid,
            coalesce(strpos(CAST(:baseline_principals AS varchar), chr(10) || useridentity.sessioncontext.sessionissuer.arn || chr(10)) = 0, false) AS is_new,
            strpos(CAST(:baseline_models AS varchar), chr(10) || 'example.model-v1:0' || chr(10)) > 0 AS known_model
          FROM cloudtrail
        findings:
          - { id: new-caller, when: row.is_new && row.known_model, severity: medium, title: "{{ row.principal }}", description: A caller that was not there before., attack: [T1078.004], atlas: [], owasp: [] }
  private-data: { summary: Nothing. }
  agency: { summary: Nothing. }
`;

describe('a case with a baseline', () => {
  let cwd: string;
  const run = (...args: readonly string[]): ProgramRun => runProgram(args, { cwd });
  const write = (file: string, text: string): void => {
    writeFileSync(join(cwd, file), text);
  };
  const findings = (folder: string): readonly string[] =>
    (JSON.parse(run('report', folder, '--format', 'json').stdout) as Report).findings.map(({ id }) => id);
  const opening = (folder: string): readonly string[] => [
    ...['run', 'usual.yaml', '--case', folder, '--logs', 'logs', '--answers', 'a.yaml'],
  ];

  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'heptad-usual-'));
    mkdirSync(join(cwd, 'logs'));
    write('usual.yaml', PLAYBOOK);
    write('a.yaml', 'default: unknown-and-decline\n');
    write('baseline.json', JSON.stringify(BASELINE));
    const userIdentity = {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/app/one',
      sessionContext: { sessionIssuer: { type: 'Role', arn: ROLE, userName: 'app' } },
    };
    write('logs/a.json', JSON.stringify({ Records: [event('one', { userIdentity })] }));
  });

  afterAll(() => {
    rmSync(cwd, { recursive: true, force: true });
  });

  it('refuses a file that is no baseline, before a case is made', () => {
    write('other.json', '{}');
    expect(run(...opening('case'), '--baseline', 'other.json')).toMatchObject({ exit: 2 });
    expect(run(...opening('case'), '--baseline', 'nowhere.json')).toMatchObject({ exit: 2 });
    expect(run('status', 'case').exit).toBe(2);
  });

  it('tells as new what is not in it, and models by their plain names', () => {
    expect(run(...opening('case'), '--baseline', 'baseline.json').exit).toBe(0);
    expect(findings('case')).toEqual(['new-caller']);
  });

  it('keeps it: the case goes on with it alone, though the file is gone', () => {
    expect(run(...opening('case')).stderr).toContain('the baseline differ');
    rmSync(join(cwd, 'baseline.json'));
    mkdirSync(join(cwd, 'later'));
    write('later/b.json', JSON.stringify({ Records: [event('two', {}, 60)] }));
    expect(run('collect', 'case', '--logs', 'later').exit).toBe(0);
    expect(run('resume', 'case', '--answers', 'a.yaml').exit).toBe(0);
    expect(findings('case')).toEqual(['new-caller']);
    const journal = readFileSync(join(cwd, 'case', 'journal.jsonl'), 'utf8');
    expect(journal).toMatch(/"baseline":\{"account":"111122223333","from":"2025-12-15T00:00:00Z","sha256"/);
  });

  it('tells nothing as new without one', () => {
    expect(run(...opening('bare')).exit).toBe(0);
    expect(findings('bare')).toEqual([]);
  });

  it('tells nothing as new that is in it', () => {
    write('known.json', JSON.stringify({ ...BASELINE, principals: [ROLE] }));
    expect(run(...opening('known'), '--baseline', 'known.json').exit).toBe(0);
    expect(findings('known')).toEqual([]);
  });
});
