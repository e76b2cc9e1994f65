import type { JsonObject } from '../base/json.ts';
import { sha256 } from '../base/hashing.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext, Collected } from '../ports/collector.ts';
import { coverage, document, objectsIn, orDenied, textIn } from './given-pieces.ts';
import type { SnapshotRead } from './snapshot-reads.ts';

/** Things of one list that are looked into; more is said. */
const MOST_EACH = 500;

/** How a snapshot went so far. */
export interface Tally {
  /** Answers kept. */
  read: number;
  /** `AccessDenied for iam:ListUsers`, each once. */
  readonly refused: Set<string>;
  /** Lists that were longer than what was looked into. */
  readonly cut: Set<string>;
}

export function newTally(): Tally {
  return { read: 0, refused: new Set(), cut: new Set() };
}

/** Reads configuration and keeps every answer as a document; what is refused is tallied, and the rest goes on. */
export async function* takeSnapshot(
  context: CollectContext,
  reads: readonly SnapshotRead[],
  tally: Tally,
): AsyncGenerator<Collected> {
  for (const read of reads) yield* oneRead(context, { read, input: read.input ?? {} }, tally);
}

interface Asked {
  readonly read: Omit<SnapshotRead, 'input'>;
  readonly input: JsonObject;
}

async function* oneRead(
  context: CollectContext,
  { read, input }: Asked,
  tally: Tally,
): AsyncGenerator<Collected> {
  const { service, operation, token, each } = read;
  const items: JsonObject[] = [];
  let next: string | null = null;
  let page = 0;
  do {
    const given: JsonObject = next === null || token === undefined ? input : { ...input, [token[0]]: next };
    const answer: JsonObject | null | CloudError = await orDenied(() =>
      answerOf(context, { service, operation, input: given }),
    );
    if (answer instanceof CloudError) {
      tally.refused.add(`${answer.fault.code} for ${service}:${operation}`);
      break;
    }
    page += 1;
    tally.read += 1;
    yield document(context, pathOf({ read, input }, page), { input: given, answer });
    if (answer === null) break;
    if (each !== undefined) items.push(...objectsIn(answer[each.list]));
    next = token === undefined ? null : (textIn(answer[token[1]]) ?? '');
    if (next === '') next = null;
  } while (next !== null);
  if (each === undefined) return;
  if (items.length > MOST_EACH) tally.cut.add(`${items.length} of ${service}:${operation}`);
  for (const item of items.slice(0, MOST_EACH))
    for (const follow of each.reads) {
      const own = follow.from(item, input);
      if (own !== null) yield* oneRead(context, { read: follow, input: own }, tally);
    }
}

/** Null where the service says that there is none. */
export async function answerOf(
  { reader, region }: CollectContext,
  { service, operation, input }: { service: string; operation: string; input: JsonObject },
): Promise<JsonObject | null> {
  try {
    return (await reader.read({ service, operation, input, region })) ?? null;
  } catch (error) {
    if (error instanceof CloudError && ABSENT.test(error.fault.code)) return null;
    throw error;
  }
}

const ABSENT =
  /^(NoSuchBucketPolicy|NoSuchLifecycleConfiguration|NoSuchPublicAccessBlockConfiguration|ServerSideEncryptionConfigurationNotFoundError|NoSuchTagSet|NoSuchEntity|NoSuchEntityException|NoSuchBucket|ResourceNotFoundException)$/;

function pathOf({ read: { service, operation }, input }: Asked, page: number): string {
  const values = Object.values(input).filter((value) => typeof value === 'string');
  const name = values
    .join('/')
    .replaceAll(/[^\w./:-]/g, '_')
    .slice(0, 200);
  const unique = sha256(canonicalJson(input)).slice(0, 8);
  return `configuration/${service}/${operation}${name === '' ? '' : `/${name}-${unique}`}/${String(page).padStart(4, '0')}`;
}

/** What configuration was read: refusals are named, and nothing read at all is not readable. */
export function snapshotCoverage(context: CollectContext, { read, refused, cut }: Tally): Collected {
  const { to } = context.window;
  const reasons = [
    ...refused,
    ...[...cut].map((list) => `the first ${MOST_EACH} of ${list} were looked into`),
  ];
  if (read === 0)
    return coverage(context, 'aws.configuration', { status: 'not-readable', detail: reasons.join('; ') });
  return coverage(context, 'aws.configuration', {
    status: reasons.length === 0 ? 'complete' : 'partial',
    detail: reasons.length === 0 ? 'read as it stands' : reasons.join('; '),
    from: to,
    to,
    records: read,
    stretches: [{ from: to, to }],
  });
}
