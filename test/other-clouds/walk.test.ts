import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  activity,
  audit,
  entry,
  HOSTILE,
  request,
  writeOtherCloudLogs,
} from '../support/other-cloud-logs.ts';
import { runProgram } from '../support/program.ts';

interface Told {
  readonly findings: readonly { readonly id: string; readonly severity: string; readonly count: number }[];
  readonly coverage: readonly { readonly source: string; readonly status: string }[];
  readonly elements: readonly {
    readonly steps: readonly { readonly id: string; readonly coverage: unknown }[];
  }[];
}

let cwd = '';

/** Synthetic: a key is listed, the model is called by it, the filter is weakened; a project's model is exchanged. */
function writeIncident(folder: string): void {
  const body = {
    properties: { requestbody: '{"properties":{"contentFilters":[{"name":"Hate","enabled":false}]}}' },
  };
  const azure = [
    audit('09:58', 'ListKey', HOSTILE),
    ...Array.from({ length: 12 }, (_, i) => request(`10:${10 + i}`, `r-${i}`, { status: '400' })),
    request('10:30', 'r-ok'),
    activity('10:31', 'a-1', 'RAIPOLICIES/WRITE', { resultType: 'Start', ...body }),
    activity('10:32', 'a-1', 'RAIPOLICIES/WRITE', body),
  ];
  const key = {
    authenticationInfo: { principalEmail: HOSTILE, serviceAccountKeyName: '//iam.googleapis.com/keys/1' },
  };
  const google = [
    entry('10:40', 'g-1', 'v1.PredictionService.StreamGenerateContent', {
      ...key,
      request: { contents: [{ parts: [{ text: 'CANARY-PROMPT' }] }] },
    }),
    entry('10:41', 'g-2', 'v1.EndpointService.DeployModel', key, { operation: { id: 'o', first: true } }),
    entry('10:44', 'g-3', 'v1.EndpointService.DeployModel', key, { operation: { id: 'o', last: true } }),
  ];
  writeOtherCloudLogs(folder, { azure, google });
}

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'heptad-clouds-'));
  writeIncident(join(cwd, 'logs'));
  writeFileSync(join(cwd, 'answers.yaml'), 'default: unknown-and-decline\n');
  const run = [
    'run',
    'genai-workload-multicloud',
    '--logs',
    'logs',
    '--case',
    'case',
    '--answers',
    'answers.yaml',
  ];
  expect(runProgram(run, { cwd })).toMatchObject({ exit: 0 });
}, 120_000);
afterAll(() => rmSync(cwd, { recursive: true }));

describe('genai-workload-multicloud over exported logs', () => {
  it('raises what they hold, and nothing else', () => {
    const run = runProgram(['report', 'case', '--format', 'json'], { cwd });
    const report = JSON.parse(run.stdout) as Told;
    expect(report.findings.map(({ id, severity, count }) => `${id} ${severity} ${count}`).toSorted()).toEqual(
      [
        'azure-ai-changed high 1',
        'azure-key-used low 13',
        'azure-keys-listed medium 1',
        'azure-rejected low 12',
        'google-calls low 1',
        'google-endpoint-changed medium 1',
      ],
    );
    expect(report.coverage.filter(({ status }) => status !== 'partial')).toEqual([]);
  });

  it.each(['html', 'md'])('escapes hostile text of the logs in a report as %s', (format) => {
    const { stdout, exit } = runProgram(['report', 'case', '--format', format], { cwd });
    expect(exit).toBe(0);
    expect(stdout).toContain('alert(1)');
    expect(stdout).not.toContain('<script>alert');
    expect(stdout).not.toContain('\u001b');
  });

  it('leaves what was said out of the lake, and gives it back with the original', () => {
    const all = ['logs', 'query', 'SELECT * FROM google_events', '--case', 'case', '--format', 'json'];
    expect(runProgram(all, { cwd }).stdout).not.toContain('CANARY');
    expect(runProgram(['logs', 'raw', 'g-1', '--case', 'case'], { cwd }).stdout).toContain('CANARY-PROMPT');
  });

  it('says of a cloud without any log that it cannot be told', () => {
    rmSync(join(cwd, 'logs/google'), { recursive: true });
    const run = [
      'run',
      'genai-workload-multicloud',
      '--logs',
      'logs',
      '--case',
      'azure-only',
      '--answers',
      'answers.yaml',
    ];
    const told = runProgram(run, { cwd });
    expect(told.exit).toBe(0);
    expect(told.stdout + told.stderr).toMatch(
      /Calls of models on Vertex AI: cannot be told: .*not collected/,
    );
    expect(told.stdout + told.stderr).toContain('16 events and 0 invocation records');
  });
});

describe('a sealed case', () => {
  it('seals the logs of other clouds as a whole, and counts their rows all the same', () => {
    writeIncident(join(cwd, 'sealed-logs'));
    const recipient = runProgram(['seal', '--make-key', 'key'], { cwd }).stdout.trim();
    const run = ['run', 'genai-workload-multicloud', '--logs', 'sealed-logs', '--case', 'sealed'];
    expect(runProgram([...run, '--answers', 'answers.yaml', '--seal', recipient], { cwd })).toMatchObject({
      exit: 0,
    });
    const verified = runProgram(['verify', 'sealed', '--json'], { cwd });
    expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true, sealed: 5 });
    const rows = runProgram(
      ['logs', 'query', 'SELECT count(*) AS n FROM google_events', '--case', 'sealed', '--format', 'json'],
      { cwd },
    );
    expect(JSON.parse(rows.stdout)).toEqual([{ n: 3 }]);
  });
});
