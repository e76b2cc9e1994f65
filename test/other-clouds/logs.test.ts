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

let cwd = '';

function json(...args: readonly string[]): unknown {
  const run = runProgram(args, { cwd });
  expect(run).toMatchObject({ exit: 0 });
  return JSON.parse(run.stdout);
}

function asked(sql: string): unknown {
  return json('logs', 'query', sql, '--logs', 'logs', '--format', 'json');
}

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'heptad-clouds-'));
  const twice = request('10:05', 'c-1');
  const azure = [
    audit('10:00', 'ListKey', 'o-1'),
    audit('10:00', 'ListKey', 'o-1'),
    twice,
    request('10:06', 'c-2', { status: '400' }),
    activity('10:07', 'c-3', 'DEPLOYMENTS/WRITE', { callerIpAddress: HOSTILE }),
  ];
  const google = [
    entry('10:10', 'i-1', 'v1.PredictionService.GenerateContent'),
    entry('10:11', 'i-2', 'v1.ModelService.UploadModel', {
      authenticationInfo: { principalEmail: HOSTILE },
    }),
  ];
  writeOtherCloudLogs(join(cwd, 'logs'), { azure, google });
  writeFileSync(
    join(cwd, 'logs/again.json'),
    JSON.stringify({ records: [twice, { ...twice, time: 'yesterday' }] }),
  );
  writeFileSync(join(cwd, 'logs/printed.json'), JSON.stringify([google[0]], null, 2));
});
afterAll(() => rmSync(cwd, { recursive: true }));

describe('exported logs of other clouds', () => {
  it('are rows of tables, where what was exported twice counts once and what has no id never merges', () => {
    expect(
      asked(
        'SELECT category, operation, status, count(*) AS n FROM azure_events GROUP BY 1, 2, 3 ORDER BY 1, 2, 3',
      ),
    ).toEqual([
      {
        category: 'Administrative',
        operation: 'MICROSOFT.COGNITIVESERVICES/ACCOUNTS/DEPLOYMENTS/WRITE',
        status: 'Success',
        n: 1,
      },
      { category: 'Audit', operation: 'ListKey', status: null, n: 2 },
      { category: 'RequestResponse', operation: 'ChatCompletions_Create', status: '200', n: 2 },
      { category: 'RequestResponse', operation: 'ChatCompletions_Create', status: '400', n: 1 },
    ]);
    expect(asked('SELECT operation, modelid, event_ts FROM google_events ORDER BY event_ts')).toEqual([
      {
        operation: 'google.cloud.aiplatform.v1.PredictionService.GenerateContent',
        modelid: 'gemini-example',
        event_ts: '2026-01-15T10:10:00.000Z',
      },
      {
        operation: 'google.cloud.aiplatform.v1.ModelService.UploadModel',
        modelid: 'gemini-example',
        event_ts: '2026-01-15T10:11:00.000Z',
      },
    ]);
  });

  it('name what cannot be read as it should', () => {
    expect(asked('SELECT problem FROM ingest_problems')).toEqual([{ problem: 'the time cannot be read' }]);
  });

  it('have a coverage of their own, by source', () => {
    const told = json('logs', 'coverage', '--logs', 'logs', '--json') as {
      readonly sources: readonly {
        readonly source: string;
        readonly records: number;
        readonly status: string;
      }[];
    };
    expect(
      told.sources.map(({ source, records, status }) => `${source} ${records} ${status}`).toSorted(),
    ).toEqual([
      'azure.activity 1 partial',
      'azure.openai.audit 2 partial',
      'azure.openai.requests 3 partial',
      'google.audit.activity 1 partial',
      'google.audit.data 1 partial',
    ]);
  });

  it('end where their own logging was switched off, until it was switched on again', () => {
    const setting = (at: string, id: string, what: string): ReturnType<typeof activity> =>
      activity(at, id, '', { operationName: `MICROSOFT.INSIGHTS/DIAGNOSTICSETTINGS/${what}` });
    const audited = (at: string, id: string, action: string): ReturnType<typeof entry> =>
      entry(at, id, '', {
        methodName: 'SetIamPolicy',
        serviceData: {
          policyDelta: { auditConfigDeltas: [{ action, service: 'aiplatform.googleapis.com' }] },
        },
      });
    writeOtherCloudLogs(join(cwd, 'off'), {
      azure: [
        request('10:00', 'c-1'),
        setting('10:02', 'c-2', 'DELETE'),
        setting('10:04', 'c-3', 'WRITE'),
        request('10:06', 'c-4'),
      ],
      google: [
        entry('10:00', 'i-1', 'v1.PredictionService.Predict'),
        audited('10:03', 'i-2', 'REMOVE'),
        entry('10:06', 'i-3', 'v1.PredictionService.Predict'),
      ],
    });
    const { sources } = json('logs', 'coverage', '--logs', 'off', '--json') as {
      readonly sources: readonly {
        readonly source: string;
        readonly detail: string;
        readonly stretches: unknown;
      }[];
    };
    const stretches = (source: string): unknown => sources.find((one) => one.source === source)?.stretches;
    const at = (minute: string): string => `2026-01-15T10:${minute}:00Z`;
    expect(stretches('azure.openai.requests')).toEqual([
      { from: at('00'), to: at('02') },
      { from: at('04'), to: at('06') },
    ]);
    expect(stretches('google.audit.data')).toEqual([{ from: at('00'), to: at('03') }]);
  });

  it('give their original back by id', () => {
    const run = runProgram(['logs', 'raw', 'i-2', '--logs', 'logs'], { cwd });
    expect(run).toMatchObject({ exit: 0 });
    expect(JSON.parse(run.stdout)).toMatchObject({ insertId: 'i-2' });
  });

  it('are escaped where they are shown', () => {
    const run = runProgram(['logs', 'query', 'SELECT sourceipaddress FROM azure_events', '--logs', 'logs'], {
      cwd,
    });
    expect(run.stdout).toContain('alert(1)');
    expect(run.stdout).not.toContain('\u001b');
  });
});
