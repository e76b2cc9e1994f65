import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { event } from '../support/detect-in.ts';
import { runProgram } from '../support/program.ts';

const trusting = (AWS: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }],
  });
const STRANGER = 'arn:aws:iam::444455556666:root';
const NARROW = [{ readWriteType: 'WriteOnly', includeManagementEvents: true }];

/** Service, event, parameters, and why it failed. */
const CALLS: readonly (readonly [string, string, object, string?])[] = [
  ['iam', 'UpdateAssumeRolePolicy', { roleName: 'engineer', policyDocument: trusting(STRANGER) }],
  [
    'iam',
    'UpdateAssumeRolePolicy',
    { roleName: 'refused', policyDocument: trusting(STRANGER) },
    'AccessDenied',
  ],
  // Whom to deny is not in the event: everybody may come in, the account's own principals too.
  ['iam', 'UpdateAssumeRolePolicy', { roleName: 'open', policyDocument: trusting('*') }],
  [
    'iam',
    'UpdateAssumeRolePolicy',
    { roleName: 'own', policyDocument: trusting('arn:aws:iam::111122223333:root') },
  ],
  [
    's3',
    'PutBucketVersioning',
    { bucketName: 'example-docs', VersioningConfiguration: { Status: 'Suspended' } },
  ],
  ['s3', 'PutBucketVersioning', { bucketName: 'example-on', VersioningConfiguration: { Status: 'Enabled' } }],
  ['cloudtrail', 'PutEventSelectors', { trailName: 'organization', eventSelectors: NARROW }],
  ['cloudtrail', 'PutEventSelectors', { trailName: 'refused', eventSelectors: NARROW }, 'AccessDenied'],
  ['cloudtrail', 'UpdateTrail', { name: 'one-region', isMultiRegionTrail: false }],
  ['cloudtrail', 'UpdateTrail', { name: 'wider', isMultiRegionTrail: true }],
];

describe('what genai-workload offers', () => {
  let cwd: string;
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'heptad-offers-'));
    mkdirSync(join(cwd, 'logs'));
    const records = CALLS.map(([service, eventName, requestParameters, errorCode], index) =>
      event(
        `call-${index}`,
        {
          eventSource: `${service}.amazonaws.com`,
          eventName,
          requestParameters,
          ...(errorCode && { errorCode }),
        },
        index * 60,
      ),
    );
    writeFileSync(join(cwd, 'logs', 'a.json'), JSON.stringify({ Records: records }));
    writeFileSync(join(cwd, 'a.yaml'), 'default: unknown-and-decline\n');
  });
  afterAll(() => {
    rmSync(cwd, { recursive: true, force: true });
  });

  it('takes back a trust in another account, suspended versions and a narrowed trail, where the call went through', () => {
    const opening = ['run', 'genai-workload', '--case', 'case', '--logs', 'logs', '--answers', 'a.yaml'];
    expect(runProgram(opening, { cwd })).toMatchObject({ exit: 0 });
    const { stdout } = runProgram(['report', 'case', '--format', 'json'], { cwd });
    const { actions } = JSON.parse(stdout) as Report;
    const about = new Set(['iam/limit-trust', 's3/keep-versions', 'cloudtrail/restore-logging']);
    const offered = actions.filter(({ action }) => about.has(action));
    expect(offered.map(({ action, target }) => `${action}: ${target}`).toSorted()).toEqual([
      'cloudtrail/restore-logging: one-region',
      'cloudtrail/restore-logging: organization',
      'iam/limit-trust: arn:aws:iam::444455556666:role/*,arn:aws:iam::444455556666:user/*, arn:aws:iam::111122223333:role/engineer',
      's3/keep-versions: example-docs',
    ]);
  });
});
