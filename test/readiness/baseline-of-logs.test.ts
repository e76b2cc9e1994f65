import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { baselineOfLogs as making, LogsWish } from '../../src/app/baseline/baseline-of-logs.ts';
import { type CasesFile, fixtureLogs, type PlaybookCase } from '../../src/app/case-fixtures.ts';
import { loadCases } from '../../src/app/load-cases.ts';
import { type Baseline, HABIT_NAMES } from '../../src/model/baseline.ts';
import { DIST } from '../support/built.ts';
import { withLogs } from '../support/detect-in.ts';

const { baselineOfLogs } = (await import(join(DIST, 'app/baseline/baseline-of-logs.js'))) as {
  readonly baselineOfLogs: typeof making;
};

const FILES = ['genai-workload', 'sagemaker', 'agentcore'].map((id) =>
  loadCases(new URL(`../../playbooks/${id}/cases.yaml`, import.meta.url).pathname),
);
const WHOLE: LogsWish = { from: null, to: null, account: null };
const NOW = '2026-01-20T00:00:00.000Z';

function baselineOf(records: readonly object[], wish: Partial<LogsWish> = {}): Promise<Baseline> {
  return withLogs({ cloudtrail: records }, (open) =>
    baselineOfLogs(open, { ...WHOLE, ...wish }, { now: () => NOW }),
  );
}

function recordsOf(file: CasesFile, one: PlaybookCase): readonly object[] {
  return (JSON.parse(fixtureLogs(file, one).cloudtrail) as { readonly Records: readonly object[] }).Records;
}

/** Synthetic, and of the least a record needs. */
const FIRST = {
  eventVersion: '1.11',
  eventID: 'aaaaaaaa-0000-4000-8000-000000000000',
  eventTime: '2026-01-15T10:00:00Z',
  eventSource: 'bedrock.amazonaws.com',
  eventName: 'InvokeAgent',
  awsRegion: 'us-east-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.17.32',
  userIdentity: {
    type: 'AssumedRole',
    arn: 'arn:aws:sts::111122223333:assumed-role/example-engineer/ana',
    sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/example-engineer' } },
  },
  requestParameters: null,
  managementEvent: false,
  eventCategory: 'Data',
  recipientAccountId: '111122223333',
};

it('names what the cases of the playbook call usual, in the words of its queries', async () => {
  const told = FILES.flatMap((file) =>
    file.cases.flatMap((one) => {
      const usual = one.baseline?.habits;
      return usual === undefined ? [] : [{ usual, records: recordsOf(file, one) }];
    }),
  );
  const { habits = {} } = await baselineOf(told.flatMap(({ records }) => records));
  const unnamed = HABIT_NAMES.filter(
    (name) => !told.some(({ usual }) => usual[name]?.every((line) => habits[name]?.includes(line))),
  );
  expect(unnamed).toEqual([]);
});

it('does not tell what no event names: it may not have been logged', async () => {
  const made = await baselineOf([FIRST]);
  expect(made).toMatchObject({ principals: null, models: null, addresses: null, events: 1, madeAt: NOW });
  expect(Object.keys(made.habits ?? {})).toEqual(['agent_callers', 'role_calls']);
  expect(made.source).toContain('does not tell from where people sign in, ');
});

it('holds neither what failed, nor heptad itself, nor names with a line break in them', async () => {
  const agent = (eventID: string, agentId: string, more: object = {}): object => ({
    ...FIRST,
    eventID,
    requestParameters: { agentId },
    ...more,
  });
  const { habits } = await baselineOf([
    agent('aaaaaaaa-0000-4000-8000-000000000001', 'USUAL'),
    agent('aaaaaaaa-0000-4000-8000-000000000002', 'DENIED', { errorCode: 'AccessDenied' }),
    agent('aaaaaaaa-0000-4000-8000-000000000003', 'OURS', { userAgent: 'aws-sdk-js/3 heptad/1 x' }),
    agent('aaaaaaaa-0000-4000-8000-000000000004', 'ONE\nTWO'),
  ]);
  expect(habits?.agent_callers).toEqual(['USUAL arn:aws:iam::111122223333:role/example-engineer']);
});

it('is of the window and the account that are given', async () => {
  const at = (eventID: string, eventTime: string, recipientAccountId: string): object => ({
    ...FIRST,
    eventID,
    eventTime,
    recipientAccountId,
    requestParameters: { agentId: eventTime },
  });
  const records = [
    at('aaaaaaaa-0000-4000-8000-000000000001', '2026-01-10T10:00:00Z', '111122223333'),
    at('aaaaaaaa-0000-4000-8000-000000000002', '2026-01-15T10:00:00Z', '111122223333'),
    at('aaaaaaaa-0000-4000-8000-000000000003', '2026-01-10T11:00:00Z', '444455556666'),
  ];
  await expect(baselineOf(records)).rejects.toThrow('2 accounts: 111122223333 and 444455556666');
  const before = await baselineOf(records, { account: '111122223333', to: '2026-01-12T00:00:00.000Z' });
  expect(before).toMatchObject({ from: '2026-01-10T10:00:00Z', to: '2026-01-12T00:00:00.000Z', events: 1 });
  await expect(
    baselineOf(records, { account: '444455556666', from: '2026-01-12T00:00:00.000Z' }),
  ).rejects.toThrow('no event of account 444455556666');
});
