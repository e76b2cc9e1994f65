import { describe, expect, it } from 'vitest';
import { CloudError } from '../../src/model/cloud-error.ts';
import type { SourceId } from '../../src/model/source.ts';
import type { FaultPlan } from '../../src/simulator/faults/fault-plan.ts';
import { type CollectCase } from '../support/collect-case.ts';
import { opened } from '../support/opened-case.ts';

const FROM = '2026-01-15T06:00:00.000Z';

/** What an operation's refusal takes away, and how that must be told. */
const DENIED: readonly (readonly [operation: string, source: SourceId, status: RegExp, detail: RegExp])[] = [
  ['DescribeTrails', 'cloudtrail.data.s3', /^not-readable$/, /cloudtrail:DescribeTrails/],
  ['GetEventSelectors', 'cloudtrail.data.s3', /^(partial|not-readable)$/, /cloudtrail:GetEventSelectors/],
  ['ListObjectsV2', 'cloudtrail.data.s3', /^(partial|not-readable)$/, /s3:ListObjectsV2/],
  ['GetObject', 'cloudtrail.data.s3', /^(partial|not-readable)$/, /s3:GetObject/],
  ['ListPublicKeys', 'cloudtrail.data.s3', /^partial$/, /no digest proves/],
  ['LookupEvents', 'cloudtrail.management', /^(partial|complete)$/, /LookupEvents|digest chain/],
  ['GetModelInvocationLoggingConfiguration', 'bedrock.invocations', /^not-readable$/, /AccessDenied/],
];

describe('a call that is denied', () => {
  it.each(DENIED)('%s: is told in the coverage', async (operation, source, status, detail) => {
    const { own } = await opened();
    await own.collect({ from: FROM, faults: [{ match: { operation }, fault: { kind: 'access-denied' } }] });
    const entries = own.coverage(source, 'us-east-1');
    expect(entries).toHaveLength(1);
    expect(entries[0]?.status).toMatch(status);
    expect(entries[0]?.detail).toMatch(detail);
  });

  it('event history denied: the trail answers in its place, and it is said', async () => {
    const { own } = await opened();
    const faults: FaultPlan = [{ match: { operation: 'LookupEvents' }, fault: { kind: 'access-denied' } }];
    await own.collect({ from: FROM, faults });
    const [entry] = own.coverage('cloudtrail.management', 'us-east-1');
    expect(entry).toMatchObject({ status: 'complete', from: FROM });
    expect(entry?.detail).toMatch(
      /chain holds.*; event history: AccessDenied\w* for cloudtrail:LookupEvents/,
    );
  });

  it('GuardDuty denied: CloudTrail answers in its place, and it is said what does not', async () => {
    const { own } = await opened();
    const faults: FaultPlan = [{ match: { operation: 'ListDetectors' }, fault: { kind: 'access-denied' } }];
    await own.collect({ from: FROM, faults });
    const [entry] = own.coverage('aws.guardduty', 'us-east-1');
    expect(entry?.status).toBe('not-readable');
    expect(entry?.detail).toMatch(
      /AccessDenied\w* for guardduty:ListDetectors; CloudTrail answers in its place/,
    );
    expect(own.coverage('cloudtrail.management', 'us-east-1')[0]?.status).toBe('complete');
  });
});

const PAUSES: readonly FaultPlan[] = [
  [{ match: { operation: 'GetObject', nth: 20 }, fault: { kind: 'expired-credentials' } }],
  [{ match: { operation: 'ListObjectsV2' }, fault: { kind: 'dropped' } }],
  [{ match: { operation: 'GetObject' }, fault: { kind: 'server-error', status: 503 } }],
  [{ match: { operation: 'LookupEvents', nth: 3 }, fault: { kind: 'expired-credentials' } }],
  [{ match: { operation: 'ListPublicKeys' }, fault: { kind: 'throttling' } }],
  [{ match: { operation: 'GetModelInvocationLoggingConfiguration' }, fault: { kind: 'server-error' } }],
];

describe('a call that fails for now', () => {
  it.each(PAUSES.map((plan) => [JSON.stringify(plan[0]), plan] as const))(
    '%s: pauses, and goes on to the same evidence and coverage',
    async (_name, faults) => {
      const { own: whole } = await opened();
      await whole.collect({ from: FROM });
      const { own } = await opened();
      const paused = await own.collect({ from: FROM, faults }).catch((error: unknown) => error);
      expect(paused).toBeInstanceOf(CloudError);
      expect((paused as CloudError).exitCode).toBe(5);
      await own.goOn();
      const files = async (of: CollectCase): Promise<readonly string[]> =>
        [
          ...new Set(
            (await of.custody()).flatMap(({ source, sha256 }) =>
              source.startsWith('s3://') ? [`${source} ${sha256}`] : [],
            ),
          ),
        ].toSorted();
      expect(await files(own)).toEqual(await files(whole));
      for (const source of ['cloudtrail.data.s3', 'bedrock.invocations'] as const)
        expect(own.coverage(source)).toEqual(whole.coverage(source));
      expect(own.coverage('cloudtrail.management')[0]?.status).toBe('complete');
    },
  );

  it('a log file cut off on its way is asked for again', async () => {
    const { own } = await opened();
    const faults: FaultPlan = [{ match: { operation: 'GetObject', nth: 4 }, fault: { kind: 'truncated' } }];
    await own.collect({ from: FROM, faults });
    expect(own.coverage('cloudtrail.data.s3')[0]?.status).toBe('complete');
  });
});
