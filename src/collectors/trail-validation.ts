import type { Json, JsonObject } from '../base/json.ts';
import { markedValue } from '../model/cloud-call.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext, Collected, Collector } from '../ports/collector.ts';
import { damagedFiles, hoursOf, missingEvents } from './compare-trail.ts';
import type { HistoryEvent } from './event-record.ts';
import { dataSelection, DATA_SOURCES, managementSelection, type Selection } from './event-selectors.ts';
import { forecast, refusedForecast } from './forecasts.ts';
import { deniedText, document, objectsIn, readOrDenied, textIn } from './given-pieces.ts';
import { keptDigests, keptHistory, keptLogs, type KeptLogs } from './kept-trail.ts';
import { TRAIL_DELAY, trailCoverage, type TrailProof } from './trail-coverage.ts';
import { objectSource } from './s3-objects.ts';
import { type FoundTrail, TRAIL_READS, trailsOf } from './trails.ts';
import {
  type DigestFile,
  type DigestOutcome,
  type DigestPublicKey,
  verifyDigests,
} from './verify-digests.ts';

/**
 * Judges the kept log files by the kept digests, and compares the trail with event history: what either shows to be
 * missing or changed becomes a finding and a cut in the coverage. It reads evidence, and of the account only the keys
 * and what the trails are set to.
 */
export const trailValidation: Collector = {
  id: 'trail-validation',
  title: 'Log files against digests, trails against event history',
  gives: 'documents',
  where: 'every-region',
  reads: [
    ...TRAIL_READS,
    'cloudtrail:GetEventSelectors',
    'cloudtrail:GetTrailStatus',
    'cloudtrail:ListPublicKeys',
  ],
  async *collect(context) {
    const trails = await trailsOf(context);
    if (trails instanceof CloudError) return;
    for (const trail of trails) yield* validated(context, trail);
  },
  async forecast(context) {
    const trails = await trailsOf(context);
    if (trails instanceof CloudError) return refusedForecast(trails);
    const keys = trails.filter(({ validation }) => validation).length;
    return forecast({
      calls: {
        'cloudtrail:DescribeTrails': 1,
        'cloudtrail:GetEventSelectors': trails.length,
        'cloudtrail:GetTrailStatus': trails.length,
        'cloudtrail:ListPublicKeys': keys,
      },
      pieces: trails.length,
      bytes: null,
    });
  },
};

async function* validated(context: CollectContext, trail: FoundTrail): AsyncGenerator<Collected> {
  const { arn } = trail;
  const selectors = await readOrDenied(context, {
    service: 'cloudtrail',
    operation: 'GetEventSelectors',
    input: { TrailName: arn },
    region: trail.homeRegion,
  });
  const management: Selection =
    selectors instanceof CloudError
      ? { kind: 'part', why: `what it selects is not known (${deniedText(selectors)})` }
      : managementSelection(selectors);
  const unmatched = await keptHistory(context, context.region);
  const logs = await keptLogs(context, trail, (ids) => {
    for (const id of ids) unmatched.delete(id);
  });
  const digests = await keptDigests(context, trail);
  const verdict = trail.validation ? await judged(context, { digests, logs }) : null;
  const outcome = verdict instanceof CloudError ? null : verdict;
  const missing =
    management.kind === 'whole' ? await missingFrom(context, trail, { unmatched, logs, outcome }) : [];
  const proof: TrailProof = {
    name: trail.name,
    outcome,
    unproved: verdict instanceof CloudError ? deniedText(verdict) : null,
    files: logs.hashes.size,
    holes: hoursOf(missing),
    changes: await changesOf(context, trail),
  };
  yield document(context, `cloudtrail/trail-validation/${trail.name}`, {
    trail: arn,
    outcome: outcome as unknown as JsonObject | null,
    logFiles: logs.hashes.size,
    compared: management.kind === 'whole',
    missing: missing.map(({ id, time, name }) => ({ id, time, name })),
    changes: proof.changes,
  });
  for (const finding of [
    missingEvents(trail.name, missing),
    outcome === null ? null : damagedFiles(trail.name, outcome),
  ])
    if (finding !== null) yield { kind: 'finding', finding };
  if (management.kind !== 'none')
    yield* trailCoverage(context, 'cloudtrail.management', { proof, selection: management });
  if (selectors instanceof CloudError) return;
  for (const source of DATA_SOURCES) {
    const selection = dataSelection(selectors, source);
    if (selection.kind !== 'none') yield* trailCoverage(context, source, { proof, selection });
  }
}

async function judged(
  context: CollectContext,
  { digests, logs }: { readonly digests: readonly DigestFile[]; readonly logs: KeptLogs },
): Promise<DigestOutcome | CloudError | null> {
  if (digests.length === 0) return null;
  const keys = await publicKeys(context);
  if (keys instanceof CloudError) return keys;
  return verifyDigests({
    digests,
    keys,
    from: context.window.from,
    logHash: (bucket, key) => logs.hashes.get(objectSource({ bucket, key })) ?? null,
  });
}

async function publicKeys(context: CollectContext): Promise<readonly DigestPublicKey[] | CloudError> {
  const keys: DigestPublicKey[] = [];
  let token: string | null = null;
  do {
    const page: JsonObject | CloudError = await readOrDenied(context, {
      service: 'cloudtrail',
      operation: 'ListPublicKeys',
      input: {
        StartTime: { $date: context.window.from },
        EndTime: { $date: context.window.to },
        ...(token === null ? {} : { NextToken: token }),
      },
    });
    if (page instanceof CloudError) return page;
    for (const { Fingerprint, Value } of objectsIn(page['PublicKeyList']))
      keys.push({ fingerprint: textIn(Fingerprint) ?? '', value: bytesIn(Value ?? null) });
    token = textIn(page['NextToken']);
  } while (token !== null);
  return keys;
}

function bytesIn(value: Json): Uint8Array {
  const marked = markedValue(value);
  return Buffer.from(marked?.mark === '$bytes' ? String(marked.value) : '', 'base64');
}

interface Compared {
  readonly unmatched: ReadonlyMap<string, HistoryEvent>;
  readonly logs: KeptLogs;
  readonly outcome: DigestOutcome | null;
}

/** Events the trail should have had: from when it logged, or the window began, up to what may be under way. */
async function missingFrom(
  context: CollectContext,
  trail: FoundTrail,
  { unmatched, logs, outcome }: Compared,
): Promise<readonly HistoryEvent[]> {
  const status = await readOrDenied(context, {
    service: 'cloudtrail',
    operation: 'GetTrailStatus',
    input: { Name: trail.arn },
    region: trail.homeRegion,
  });
  const started = status instanceof CloudError ? null : textIn(status['StartLoggingTime']);
  const bounds = [
    started === null ? Infinity : Date.parse(started),
    logs.first === null ? Infinity : logs.first - TRAIL_DELAY,
    ...(outcome?.proved.map(({ from }) => Date.parse(from)) ?? []),
    ...(outcome?.gaps.map(({ from }) => Date.parse(from)) ?? []),
  ];
  const least = Math.min(...bounds);
  if (!Number.isFinite(least)) return [];
  const from = Math.max(least, Date.parse(context.window.from));
  const to = Date.parse(context.window.to) - TRAIL_DELAY;
  return [...unmatched.values()]
    .filter(({ time }) => Date.parse(time) >= from && Date.parse(time) < to)
    .toSorted((a, b) => a.time.localeCompare(b.time));
}

const CHANGING: ReadonlySet<string> = new Set([
  'PutEventSelectors',
  'UpdateTrail',
  'CreateTrail',
  'DeleteTrail',
]);

/** Changes of the Region's trails in the window: what was selected before them is not known from what is set now. */
async function changesOf(context: CollectContext, { homeRegion }: FoundTrail): Promise<readonly string[]> {
  const { from, to } = context.window;
  const events = await keptHistory(context, homeRegion);
  return [...events.values()]
    .filter(({ name, time, failed }) => CHANGING.has(name) && !failed && time >= from && time <= to)
    .map(({ name, time }) => `what it logs was changed (${name} at ${time})`)
    .toSorted();
}
