import type { JsonObject } from '../base/json.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { ReadRequest } from '../ports/cloud.ts';
import type { CollectContext, Collected, Collector, Forecast } from '../ports/collector.ts';
import { forecast, refusedForecast, together } from './forecasts.ts';
import { coverage, deniedText, document, objectsIn, readOrDenied, textIn } from './given-pieces.ts';
import { ACCOUNT_SNAPSHOT, operationsOf, REGION_SNAPSHOT } from './snapshot-reads.ts';
import { snapshotForecast } from './snapshot-forecast.ts';
import { newTally, snapshotCoverage, takeSnapshot, type Tally } from './take-snapshot.ts';

/** A credential report takes seconds to be made; so many times it is asked for, so far apart. */
const ATTEMPTS = 20;
const APART = 1500;

/** Configuration that an account has once: identities with their credentials, and buckets. */
export const accountSnapshot: Collector = {
  id: 'account-snapshot',
  title: 'Identities, credentials and buckets as they are set up',
  gives: 'documents',
  where: 'home',
  reads: [...operationsOf(ACCOUNT_SNAPSHOT), 'iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  async *collect(context) {
    const tally = newTally();
    yield* takeSnapshot(context, ACCOUNT_SNAPSHOT, tally);
    yield* credentialReport(context, tally);
    yield snapshotCoverage(context, tally);
  },
  forecast: async (context) =>
    together([
      await snapshotForecast(context, ACCOUNT_SNAPSHOT),
      forecast({ calls: { 'iam:GenerateCredentialReport': 1, 'iam:GetCredentialReport': 1 }, pieces: 1 }),
    ]),
};

/** Configuration of a Region: guardrails, models, agents, knowledge bases, flows, prompts, functions, log groups, alarms. */
export const regionSnapshot: Collector = {
  id: 'region-snapshot',
  title: 'Guardrails, models, agents, flows, prompts, functions, log groups and alarms as they are set up',
  gives: 'documents',
  where: 'every-region',
  reads: operationsOf(REGION_SNAPSHOT),
  async *collect(context) {
    const tally = newTally();
    yield* takeSnapshot(context, REGION_SNAPSHOT, tally);
    yield snapshotCoverage(context, tally);
  },
  forecast: (context) => snapshotForecast(context, REGION_SNAPSHOT),
};

async function* credentialReport(context: CollectContext, tally: Tally): AsyncGenerator<Collected> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const made = await readOrDenied(context, { service: 'iam', operation: 'GenerateCredentialReport' });
    if (made instanceof CloudError) {
      tally.refused.add(deniedText(made));
      return;
    }
    if (made['State'] === 'COMPLETE') {
      const report = await readOrDenied(context, { service: 'iam', operation: 'GetCredentialReport' });
      if (report instanceof CloudError) {
        tally.refused.add(deniedText(report));
        return;
      }
      tally.read += 1;
      yield document(context, 'configuration/iam/GetCredentialReport/0001', { input: {}, answer: report });
      return;
    }
    await context.wait(APART);
  }
  tally.refused.add('the credential report was not made in time');
}

/** GuardDuty's findings of a Region. */
export const guardDutyFindings: Collector = {
  id: 'guardduty-findings',
  title: 'GuardDuty findings',
  gives: 'documents',
  where: 'every-region',
  reads: ['guardduty:ListDetectors', 'guardduty:ListFindings', 'guardduty:GetFindings'],
  async *collect(context) {
    const listed = await readOrDenied(context, { service: 'guardduty', operation: 'ListDetectors' });
    if (listed instanceof CloudError) return yield findingsRefused(context, listed);
    const detectors = stringsIn(listed['DetectorIds']);
    if (detectors.length === 0) {
      const detail = 'the Region has no detector now';
      return yield coverage(context, 'aws.guardduty', { status: 'not-enabled', detail });
    }
    let records = 0;
    for (const detector of detectors) {
      const read = yield* findingsOf(context, detector);
      if (read instanceof CloudError) return yield findingsRefused(context, read);
      records += read;
    }
    const { from, to } = context.window;
    yield coverage(context, 'aws.guardduty', {
      status: 'complete',
      detail: 'findings read to their end',
      from,
      to,
      records,
      stretches: [{ from, to }],
    });
  },
  async forecast(context) {
    const listed = await readOrDenied(context, { service: 'guardduty', operation: 'ListDetectors' });
    if (listed instanceof CloudError) return refusedForecast(listed, IN_ITS_PLACE);
    const detectors = stringsIn(listed['DetectorIds']);
    return together([
      forecast({
        calls: { 'guardduty:ListDetectors': 1 },
        notes: detectors.length === 0 ? ['GuardDuty is off'] : [],
      }),
      ...(await Promise.all(detectors.map((detector) => findingsForecast(context, detector)))),
    ]);
  },
};

const IN_ITS_PLACE =
  'CloudTrail answers in its place for calls, and nothing does for DNS and network traffic';

async function findingsForecast(context: CollectContext, DetectorId: string): Promise<Forecast> {
  const page = await readOrDenied(context, findingsPage(DetectorId, null));
  if (page instanceof CloudError) return refusedForecast(page, IN_ITS_PLACE);
  const found = stringsIn(page['FindingIds']).length === 0 ? 0 : 1;
  return forecast({
    calls: { 'guardduty:ListFindings': 1, 'guardduty:GetFindings': found },
    pieces: found,
    bytes: null,
    exact: (textIn(page['NextToken']) ?? '') === '',
  });
}

function findingsPage(DetectorId: string, token: string | null): ReadRequest {
  return {
    service: 'guardduty',
    operation: 'ListFindings',
    input: { DetectorId, MaxResults: 50, ...(token === null ? {} : { NextToken: token }) },
  };
}

/** What GuardDuty judged is not told; the calls it judges stand in CloudTrail, which is collected anyway. */
function findingsRefused(context: CollectContext, error: CloudError): Collected {
  return coverage(context, 'aws.guardduty', {
    status: 'not-readable',
    detail: `${deniedText(error)}; ${IN_ITS_PLACE}`,
  });
}

async function* findingsOf(
  context: CollectContext,
  DetectorId: string,
): AsyncGenerator<Collected, number | CloudError> {
  let token: string | null = null;
  let records = 0;
  do {
    const page: JsonObject | CloudError = await readOrDenied(context, findingsPage(DetectorId, token));
    if (page instanceof CloudError) return page;
    const ids = stringsIn(page['FindingIds']);
    if (ids.length > 0) {
      const input = { DetectorId, FindingIds: [...ids] };
      const found = await readOrDenied(context, { service: 'guardduty', operation: 'GetFindings', input });
      if (found instanceof CloudError) return found;
      const own = objectsIn(found['Findings']);
      records += own.length;
      yield document(context, `guardduty/findings/${DetectorId}/${ids[0] ?? ''}`, found);
    }
    token = textIn(page['NextToken']);
    if (token === '') token = null;
  } while (token !== null);
  return records;
}

function stringsIn(value: JsonObject[string] | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
