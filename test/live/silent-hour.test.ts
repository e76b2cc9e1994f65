import { StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { ListUsersCommand } from '@aws-sdk/client-iam';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPlaybook } from '../../src/app/playbook-library.ts';
import type { Stretch } from '../../src/model/coverage.ts';
import type { Report } from '../../src/model/report.ts';
import type { SourceId } from '../../src/model/source.ts';
import { keysBelow, LOGS, TRAIL_BUCKET } from '../support/delivered-logs.ts';
import { ANSWERS, walkedReport } from '../support/planted-case.ts';
import { type TestAccount, testAccount } from '../support/simulated-account.ts';

const HOUR = 3_600_000;
/** In the hour without logging, and among the deleted files. */
const UNSEEN = ['2026-01-15T13:30:00.000Z', '2026-01-15T10:10:00.000Z'];
const { playbook } = findPlaybook('genai-workload');

/** Logging is stopped from 13:00 to 14:00 and the files of half an hour from 10:00 are deleted; event history goes on. */
async function silence(account: TestAccount): Promise<void> {
  const { cloudtrail, s3, iam } = account.as(account.responder);
  account.clock.advance(HOUR);
  await cloudtrail.send(new StopLoggingCommand({ Name: 'organization' }));
  account.clock.advance(HOUR / 2);
  await iam.send(new ListUsersCommand({}));
  account.clock.advance(HOUR / 2);
  await cloudtrail.send(new StartLoggingCommand({ Name: 'organization' }));
  account.clock.advance(3 * HOUR);
  for (const Key of await keysBelow(s3, `${LOGS}us-east-1/2026/01/15/`))
    if (/T10[0-2]\dZ/.test(Key)) await s3.send(new DeleteObjectCommand({ Bucket: TRAIL_BUCKET, Key }));
}

/** What rests on a trail: its data events stand in no other place. */
const onTrail = (sources: readonly SourceId[]): boolean =>
  sources.some((source) => source.startsWith('cloudtrail.'));

const claims = (stretches: readonly Stretch[]): readonly string[] =>
  UNSEEN.filter((time) => stretches.some(({ from, to }) => from <= time && time < to));

describe('an account whose trail was silent for an hour, walked with the answer no to every question', () => {
  let account: TestAccount;
  let report: Report;
  beforeAll(async () => {
    account = await testAccount();
    await silence(account);
    const questions = playbook.elements.flatMap((element) => element.questions);
    const answers = {
      ...ANSWERS,
      questions: Object.fromEntries(
        questions.map(({ id }) => [id, { answer: 'no', why: 'nothing was seen' }]),
      ),
    };
    report = await walkedReport(account, 'genai-workload', { answers });
  }, 300_000);
  afterAll(() => account.close());

  it('raises that logging was stopped, and which files are missing', () => {
    const ids = report.findings.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['T1', 'T2']));
  });

  it('claims that time for no source of a trail', () => {
    const trail = report.coverage.filter(({ source }) => source.startsWith('cloudtrail.'));
    const seen = trail.filter(({ records }) => records > 0);
    expect(seen.length).toBeGreaterThan(1);
    expect(
      seen.flatMap(({ source, stretches }) => claims(stretches).map((time) => `${source} ${time}`)),
    ).toEqual([]);
    expect(seen.filter(({ status }) => status === 'complete')).toEqual([]);
  });

  it('has no step that reads as clean', () => {
    const sources = new Map(
      playbook.elements.flatMap(({ steps }) => steps.map((step) => [step.id, step.sources] as const)),
    );
    const steps = report.elements
      .flatMap((element) => element.steps)
      .filter(({ id, rows }) => rows === 0 && onTrail(sources.get(id) ?? []));
    expect(steps.length).toBeGreaterThan(10);
    for (const { id, text, coverage } of steps) {
      expect([id, coverage.status]).not.toEqual([id, 'complete']);
      expect([id, text]).not.toEqual([id, 'none found']);
      expect([id, claims(coverage.stretches)]).toEqual([id, []]);
    }
  });

  it('says beside every answer what it leaves out', () => {
    const asked = playbook.elements
      .flatMap(({ questions }) => questions)
      .filter(({ sources }) => onTrail(sources));
    const told = new Map(
      report.elements.flatMap(({ questions }) => questions.map((one) => [one.id, one] as const)),
    );
    expect(asked.length).toBeGreaterThan(5);
    for (const { id } of asked) {
      const { answer, limits, unanswerable } = told.get(id) ?? {};
      expect([id, answer]).toEqual([id, 'no']);
      expect([id, limits ?? unanswerable ?? null]).not.toEqual([id, null]);
    }
  });
});
