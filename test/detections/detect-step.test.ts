import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { event } from '../support/detect-in.ts';
import { type ProgramRun, runProgram } from '../support/program.ts';

const RULE = `title: Somebody lists users
name: my_list_users
status: experimental
description: Anybody lists users.
tags: [attack.discovery, attack.t1087.004, heptad.a7]
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: ListUsers }, condition: selection }
level: high
`;
const PLAYBOOK = `heptad: 1
id: own
version: 1.0.0
title: Rules
summary: Rules of one's own and an alert.
frameworks: { attack: "19", atlas: "5.6.0", owasp: "LLM 2025" }
inputs: {}
elements:
  access:
    summary: Rules.
    steps:
      - id: access-own
        title: Own rules
        why: They are trusted already.
        sources: [cloudtrail.management]
        detect: { from: given }
        proposes: [{ kind: principal, value: row.principal, why: "{{ row.title }}" }]
      - id: access-wallet
        title: An alert over invocation logs
        why: Cost.
        sources: [bedrock.invocations]
        detect: { ids: [alert_denial_of_wallet] }
  infrastructure: { summary: Nothing. }
  ai-changes: { summary: Nothing. }
  data-stores: { summary: Nothing. }
  invocation: { summary: Nothing. }
  private-data: { summary: Nothing. }
  agency: { summary: Nothing. }
`;

describe('a step that runs detection rules', () => {
  let cwd: string;
  const run = (...args: readonly string[]): ProgramRun => runProgram(args, { cwd });
  const write = (file: string, text: string): void => writeFileSync(join(cwd, file), text);
  const report = (): Report => JSON.parse(run('report', 'case', '--format', 'json').stdout) as Report;
  const opening = ['run', 'own.yaml', '--case', 'case', '--logs', 'logs', '--answers', 'a.yaml'];

  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'heptad-detect-step-'));
    for (const folder of ['logs', 'later', 'rules']) mkdirSync(join(cwd, folder));
    write('own.yaml', PLAYBOOK);
    write('a.yaml', 'default: unknown-and-decline\n');
    write('rules/mine.yml', RULE);
    write('logs/a.json', JSON.stringify({ Records: [event('one', {}), event('other', { eventName: 'ListRoles' })] }));
    write('later/b.json', JSON.stringify({ Records: [event('two', {}, 60)] }));
  });

  afterAll(() => {
    rmSync(cwd, { recursive: true, force: true });
  });

  it('refuses rules that cannot be run before a case is made', () => {
    write('bad.yml', 'title: x\n');
    const { exit, stderr } = run(...opening, '--rules', 'bad.yml');
    expect(exit).toBe(2);
    expect(stderr).toContain("bad.yml:1:1: the rule has no 'logsource'");
    expect(run('status', 'case').exit).toBe(2);
  });

  it('refuses rules that no step would run', () => {
    write('none.yaml', PLAYBOOK.replace('from: given', 'level: high'));
    const { exit, stderr } = run('run', 'none.yaml', '--logs', 'logs', '--rules', 'rules');
    expect(exit).toBe(2);
    expect(stderr).toContain('runs no rules of your own');
  });

  it('raises a finding for each rule that is met, with its level, mappings and events', () => {
    expect(run(...opening, '--rules', 'rules').exit).toBe(0);
    const { findings, suspects } = report();
    expect(findings).toMatchObject([
      {
        id: 'rule-my-list-users',
        step: 'access-own',
        title: 'Somebody lists users',
        severity: 'high',
        count: 1,
        events: ['one'],
        attack: ['T1087.004'],
        principals: ['arn:aws:iam::111122223333:user/marta'],
      },
    ]);
    expect(findings[0]?.description).toContain('Signals: A7.');
    expect(suspects.map(({ value }) => value)).toEqual(['arn:aws:iam::111122223333:user/marta']);
  });

  it('never says "none found" of a source that was not read', () => {
    const steps = report().elements.flatMap((element) => element.steps);
    const wallet = steps.find(({ id }) => id === 'access-wallet');
    expect(wallet?.rows).toBe(0);
    expect(wallet?.coverage.status).toBe('not-collected');
    expect(wallet?.text).not.toContain('none found');
  });

  it('keeps the rules: they run again over new logs, though their files are gone', () => {
    expect(run(...opening).stderr).toContain('the detection rules differ');
    rmSync(join(cwd, 'rules'), { recursive: true });
    expect(run('collect', 'case', '--logs', 'later').exit).toBe(0);
    expect(run('resume', 'case', '--answers', 'a.yaml').exit).toBe(0);
    expect(report().findings).toMatchObject([{ id: 'rule-my-list-users', count: 2, events: ['one', 'two'] }]);
    const journal = readFileSync(join(cwd, 'case', 'journal.jsonl'), 'utf8');
    expect(journal).toMatch(/"rules":\{"given":1,"sha256":"[0-9a-f]{64}"\}/);
  });

  it('passes over a step for rules of your own where none were given', () => {
    const exit = run('run', 'own.yaml', '--case', 'bare', '--logs', 'logs', '--answers', 'a.yaml').exit;
    expect(exit).toBe(0);
    const { elements } = JSON.parse(run('report', 'bare', '--format', 'json').stdout) as Report;
    expect(elements[0]?.steps.find(({ id }) => id === 'access-own')?.rows).toBeNull();
  });
});
