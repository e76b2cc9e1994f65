import { describe, expect, it } from 'vitest';
import { sampleReport } from '../../test/support/sample-report.ts';
import type { ReportCoverage } from '../model/report.ts';
import { summarize } from './summary.ts';

const [PLACE] = sampleReport().coverage;

function place(
  source: ReportCoverage['source'],
  status: ReportCoverage['status'],
  detail = '',
): ReportCoverage {
  if (PLACE === undefined) throw new Error('the sample has no coverage');
  return { ...PLACE, source, status, detail };
}

function sourcesOf(coverage: readonly ReportCoverage[]) {
  const { unknowns, gaps } = summarize({ ...sampleReport({ coverage }), elements: [] });
  return { unknowns, gaps };
}

describe('what cannot be known', () => {
  it('tells of what was read in part or refused first, and joins what there never was', () => {
    const none = 'no record of this source is in the evidence';
    const told = sourcesOf([
      place('cloudtrail.data.q', 'not-collected', none),
      place('cloudtrail.data.ses', 'not-collected', none),
      place('cloudtrail.data.s3', 'not-enabled', 'no selector'),
      place('cloudtrail.data.lambda', 'not-readable', 'AccessDenied'),
      place('cloudtrail.management', 'partial', 'as supplied'),
    ]);
    expect(told.unknowns).toEqual([
      'CloudTrail data events of Lambda functions: not readable – AccessDenied',
      'CloudTrail management events: partial – as supplied',
      `Nothing was read of 2 sources, not collected: CloudTrail data events of Amazon Q and CloudTrail data events of SES – ${none}`,
      'CloudTrail data events of S3 objects: not enabled – no selector',
    ]);
    expect(told.gaps).toBe(5);
  });

  it('tells by itself of a source that every case rests on', () => {
    const { unknowns } = sourcesOf([
      place('cloudtrail.data.q', 'not-collected'),
      place('bedrock.invocations', 'not-enabled', 'logging is off'),
      place('cloudtrail.data.ses', 'not-collected'),
    ]);
    expect(unknowns[0]).toBe('Bedrock model invocation logs: not enabled – logging is off');
  });

  it('does not join a source that was read in part somewhere', () => {
    const { unknowns } = sourcesOf([
      place('cloudtrail.data.q', 'not-collected'),
      { ...place('cloudtrail.data.q', 'partial', 'a window'), region: 'eu-west-1' },
      place('cloudtrail.data.ses', 'not-collected'),
    ]);
    expect(unknowns).toEqual([
      'CloudTrail data events of Amazon Q: not collected (and 1 more place not seen whole)',
      'CloudTrail data events of SES: not collected',
    ]);
  });
});
