import { sha256 } from '../base/hashing.ts';
import type { JsonObject } from '../base/json.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext, Collected, Collector } from '../ports/collector.ts';
import { forecast, refusedForecast, together } from './forecasts.ts';
import { coverage, deniedText, document, orDenied } from './given-pieces.ts';
import { fetchObjects, type ListedObject, objectSource } from './s3-objects.ts';
import { trailForecast, trailObjects } from './trail-files.ts';
import { type FoundTrail, TRAIL_READS, trailsOf } from './trails.ts';

/** Digests whose signatures are kept in one document. */
const TOGETHER = 50;

/**
 * The digests of every trail that reaches the Region, and their signatures, which are no part of their bytes. One
 * document holds the signatures of several; only behind it are they taken as kept.
 */
export const trailDigests: Collector = {
  id: 'cloudtrail-digests',
  title: 'CloudTrail digests and their signatures',
  gives: 'documents',
  where: 'every-region',
  reads: [...TRAIL_READS, 's3:GetObject'],
  async *collect(context) {
    const trails = await trailsOf(context);
    // Trails that could not be told are told of with the log files.
    if (trails instanceof CloudError) return;
    for (const trail of trails) if (trail.validation) yield* digestsOf(context, trail);
  },
  async forecast(context) {
    const trails = await trailsOf(context);
    if (trails instanceof CloudError) return refusedForecast(trails);
    const folder = 'CloudTrail-Digest';
    const own = trails
      .filter(({ validation }) => validation)
      .map((trail) => trailForecast(context, trail, { folder, name: () => '' }));
    const none = own.length === 0 && trails.length > 0;
    return together([
      ...(await Promise.all(own)),
      forecast({ notes: none ? ['no trail has log file validation: nothing proves its files'] : [] }),
    ]);
  },
};

/** Where the signatures of digests are kept. */
export function signaturesPath({ account, region }: Pick<CollectContext, 'account' | 'region'>): string {
  return `aws://${account}/${region}/cloudtrail/digest-signatures/`;
}

async function* digestsOf(context: CollectContext, trail: FoundTrail): AsyncGenerator<Collected> {
  const marked = context.mark?.[trail.arn];
  const after = typeof marked === 'string' ? marked : '';
  const pages = trailObjects(context, trail, { folder: 'CloudTrail-Digest', after });
  for (;;) {
    const page = await orDenied(() => pages.next());
    if (page instanceof CloudError) return yield unreadable(context, trail, page);
    if (page.done === true) return;
    // Digests of several trails may lie in one folder.
    const own = page.value.filter(({ key }) => key.includes(`_${trail.name}_${trail.homeRegion}_`));
    for (let at = 0; at < own.length; at += TOGETHER) {
      const some = own.slice(at, at + TOGETHER);
      const fetched = await orDenied(() => fetchedDigests(context, trail, some));
      if (fetched instanceof CloudError) return yield unreadable(context, trail, fetched);
      yield* fetched;
    }
  }
}

async function fetchedDigests(
  context: CollectContext,
  trail: FoundTrail,
  objects: readonly ListedObject[],
): Promise<readonly Collected[]> {
  const pieces: Collected[] = [];
  const signatures: JsonObject[] = [];
  for await (const { object, bytes, metadata } of fetchObjects(context, objects, trail.homeRegion)) {
    if (bytes === null) continue;
    const { bucket, key, modified } = object;
    pieces.push({ kind: 'evidence', source: objectSource(object), bytes, modified, mark: null });
    signatures.push({
      bucket,
      key,
      sha256: sha256(bytes),
      signature: metadata['signature'] ?? null,
      algorithm: metadata['signature-algorithm'] ?? null,
    });
  }
  const last = objects.at(-1)?.key;
  if (last === undefined) return pieces;
  const path = `cloudtrail/digest-signatures/${trail.name}/${last.split('/').at(-1) ?? ''}`;
  const kept = document(context, path, { trail: trail.arn, signatures });
  return [...pieces, { ...kept, mark: { ...context.mark, [trail.arn]: last } }];
}

function unreadable(context: CollectContext, { name, bucket }: FoundTrail, error: CloudError): Collected {
  return coverage(context, 'cloudtrail.management', {
    status: 'not-readable',
    detail: `digests of the trail ${name} in ${bucket}: ${deniedText(error)}`,
  });
}
