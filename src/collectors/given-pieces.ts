import { canonicalJson } from '../base/canonical-json.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { isObject } from '../base/json.ts';
import { CloudError, isDenied } from '../model/cloud-error.ts';
import type { CoverageEntry, CoverageStatus } from '../model/coverage.ts';
import type { SourceId } from '../model/source.ts';
import type { CollectContext, Collected } from '../ports/collector.ts';
import type { ReadRequest } from '../ports/cloud.ts';

/** A read, or why it was refused: what is denied is coverage, and anything else that fails is an error. */
export async function readOrDenied(
  { reader, region }: Pick<CollectContext, 'reader' | 'region'>,
  request: ReadRequest,
): Promise<JsonObject | CloudError> {
  return orDenied(async () => (await reader.read({ region, ...request })) ?? {});
}

/** What a call gave, or the CloudError by which it was denied. @throws CloudError for every other failure */
export async function orDenied<T>(call: () => Promise<T>): Promise<T | CloudError> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof CloudError && isRefused(error)) return error;
    throw error;
  }
}

/** Nobody can mend it now: the identity may not, the service does not have it, or the thing is gone. */
function isRefused({ fault }: CloudError): boolean {
  return isDenied(fault) || UNREADABLE.test(fault.code);
}

const UNREADABLE =
  /^(ForeignAnswer|ForeignAddress|NoAddress|NotImplemented|NoEndpoint|NoSuchBucket|NoSuchKey|ResourceNotFoundException|TrailNotFoundException|UnknownOperationException|OptInRequired|SubscriptionRequiredException)$/;

/** `AccessDenied for s3:GetObject`. */
export function deniedText({ fault }: CloudError): string {
  return `${fault.code} for ${fault.service}:${fault.operation}`;
}

/** A document of what was read, as canonical JSON. */
export function document(
  { account, region }: Pick<CollectContext, 'account' | 'region'>,
  path: string,
  value: Json,
): Extract<Collected, { kind: 'evidence' }> {
  return {
    kind: 'evidence',
    source: `aws://${account}/${region}/${path}`,
    bytes: Buffer.from(canonicalJson(value)),
    modified: null,
    mark: null,
  };
}

type Seen = Partial<Pick<CoverageEntry, 'from' | 'to' | 'records' | 'stretches'>>;

/** Coverage of a source in the collector's Region; of no time at all unless that is given. */
export function coverage(
  { account, region }: Pick<CollectContext, 'account' | 'region'>,
  source: SourceId,
  told: { readonly status: CoverageStatus; readonly detail: string } & Seen,
): Extract<Collected, { kind: 'coverage' }> {
  const nothing = { from: null, to: null, records: 0, stretches: [] };
  return { kind: 'coverage', entry: { source, account, region, ...nothing, ...told } };
}

/** The objects of a list in an answer. */
export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value.filter(isObject) as JsonObject[]) : [];
}

/** A text in an answer, or null. */
export function textIn(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** What was missed, as far as a line of coverage takes it: the first of it and how much more there is. */
export function firstFew(missed: readonly string[]): readonly string[] {
  return missed.length <= 5 ? missed : [...missed.slice(0, 5), `and ${missed.length - 5} more`];
}
