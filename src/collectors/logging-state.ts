import { canonicalJson } from '../base/canonical-json.ts';
import { isObject, type JsonObject } from '../base/json.ts';
import { CloudError, isDenied } from '../model/cloud-error.ts';
import type { CoverageEntry, CoverageStatus } from '../model/coverage.ts';
import type { SourceId } from '../model/source.ts';
import type { CollectContext, Collected, Collector } from '../ports/collector.ts';
import { selectedDataSources, DATA_SOURCES } from './event-selectors.ts';

/**
 * Which logs the account keeps in a Region: trails with their status and selectors, and model invocation logging. It
 * says of each class of data events whether anything records it at all.
 */
export const loggingState: Collector = {
  id: 'logging-state',
  title: 'Which logs are kept (trails, selectors, model invocation logging)',
  gives: 'documents',
  where: 'every-region',
  reads: [
    'cloudtrail:DescribeTrails',
    'cloudtrail:GetTrailStatus',
    'cloudtrail:GetEventSelectors',
    'bedrock:GetModelInvocationLoggingConfiguration',
  ],
  async *collect(context) {
    yield* trailState(context);
    yield* invocationLogging(context);
  },
};

async function* trailState(context: CollectContext): AsyncGenerator<Collected> {
  const described = await readOrDenied(context, 'cloudtrail', 'DescribeTrails', {});
  if (described instanceof CloudError) {
    for (const source of DATA_SOURCES) yield coverage(context, source, 'not-readable', deniedText(described));
    return;
  }
  const trails = ((described['trailList'] ?? []) as readonly JsonObject[]).filter(isObject);
  const selected = new Set<SourceId>();
  let unread: CloudError | null = null;
  for (const trail of trails) {
    const name = String(trail['TrailARN'] ?? trail['Name']);
    const status = await readOrDenied(context, 'cloudtrail', 'GetTrailStatus', { Name: name });
    const selectors = await readOrDenied(context, 'cloudtrail', 'GetEventSelectors', { TrailName: name });
    yield document(context, `cloudtrail/trail/${name}`, {
      trail,
      status: status instanceof CloudError ? null : status,
      selectors: selectors instanceof CloudError ? null : selectors,
    });
    if (selectors instanceof CloudError) unread = selectors;
    else for (const source of selectedDataSources(selectors)) selected.add(source);
  }
  for (const source of DATA_SOURCES) {
    if (selected.has(source)) continue;
    yield unread === null
      ? coverage(context, source, 'not-enabled', 'no trail that reaches this Region selects these events now')
      : coverage(context, source, 'not-readable', deniedText(unread));
  }
}

async function* invocationLogging(context: CollectContext): AsyncGenerator<Collected> {
  const read = await readOrDenied(context, 'bedrock', 'GetModelInvocationLoggingConfiguration', {});
  if (read instanceof CloudError) {
    yield coverage(context, 'bedrock.invocations', 'not-readable', deniedText(read));
    return;
  }
  yield document(context, 'bedrock/model-invocation-logging', read);
  if (read['loggingConfig'] === undefined || read['loggingConfig'] === null)
    yield coverage(
      context,
      'bedrock.invocations',
      'not-enabled',
      'model invocation logging is off in this Region now',
    );
}

async function readOrDenied(
  { reader, region }: CollectContext,
  service: string,
  ...[operation, input]: readonly [operation: string, input: JsonObject]
): Promise<JsonObject | CloudError> {
  try {
    return (await reader.read({ service, operation, input, region })) ?? {};
  } catch (error) {
    if (error instanceof CloudError && (isDenied(error.fault) || error.fault.code === 'NotImplemented'))
      return error;
    throw error;
  }
}

function deniedText({ fault }: CloudError): string {
  return `${fault.code} for ${fault.service}:${fault.operation}`;
}

function document({ account, region }: CollectContext, path: string, value: JsonObject): Collected {
  return {
    kind: 'evidence',
    source: `aws://${account}/${region}/${path}`,
    bytes: Buffer.from(canonicalJson(value)),
    modified: null,
    mark: null,
  };
}

function coverage(
  { account, region }: CollectContext,
  source: SourceId,
  ...[status, detail]: readonly [status: CoverageStatus, detail: string]
): { readonly kind: 'coverage'; readonly entry: CoverageEntry } {
  return {
    kind: 'coverage',
    entry: { source, account, region, from: null, to: null, status, detail, records: 0, stretches: [] },
  };
}
