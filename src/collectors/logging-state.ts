import { isObject, type JsonObject } from '../base/json.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { SourceId } from '../model/source.ts';
import type { CollectContext, Collected, Collector } from '../ports/collector.ts';
import { selectedDataSources, DATA_SOURCES } from './event-selectors.ts';
import { forecast, refusedForecast } from './forecasts.ts';
import { coverage, deniedText, document, objectsIn, readOrDenied } from './given-pieces.ts';
import { configuredLogging } from './invocation-places.ts';

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
  async forecast(context) {
    const described = await readOrDenied(context, { service: 'cloudtrail', operation: 'DescribeTrails' });
    if (described instanceof CloudError) return refusedForecast(described);
    const trails = objectsIn(described['trailList']).length;
    return forecast({
      calls: {
        'cloudtrail:DescribeTrails': 1,
        'cloudtrail:GetTrailStatus': trails,
        'cloudtrail:GetEventSelectors': trails,
        'bedrock:GetModelInvocationLoggingConfiguration': 1,
      },
      pieces: trails + 1,
      bytes: null,
      notes: trails === 0 ? ['no trail reaches it'] : [],
    });
  },
};

async function* trailState(context: CollectContext): AsyncGenerator<Collected> {
  const described = await readOrDenied(context, { service: 'cloudtrail', operation: 'DescribeTrails' });
  if (described instanceof CloudError) {
    for (const source of DATA_SOURCES)
      yield coverage(context, source, { status: 'not-readable', detail: deniedText(described) });
    return;
  }
  const trails = ((described['trailList'] ?? []) as readonly JsonObject[]).filter(isObject);
  const selected = new Set<SourceId>();
  let unread: CloudError | null = null;
  for (const trail of trails) {
    const name = String(trail['TrailARN'] ?? trail['Name']);
    const status = await readOrDenied(context, {
      service: 'cloudtrail',
      operation: 'GetTrailStatus',
      input: { Name: name },
    });
    const selectors = await readOrDenied(context, {
      service: 'cloudtrail',
      operation: 'GetEventSelectors',
      input: { TrailName: name },
    });
    if (status instanceof CloudError)
      yield coverage(context, 'aws.configuration', {
        status: 'not-readable',
        detail: `whether the trail ${name.split('/').at(-1)} is logging: ${deniedText(status)}`,
      });
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
      ? coverage(context, source, {
          status: 'not-enabled',
          detail: 'no trail that reaches this Region selects these events now',
        })
      : coverage(context, source, { status: 'not-readable', detail: deniedText(unread) });
  }
}

async function* invocationLogging(context: CollectContext): AsyncGenerator<Collected> {
  const read = await readOrDenied(context, {
    service: 'bedrock',
    operation: 'GetModelInvocationLoggingConfiguration',
  });
  if (read instanceof CloudError) {
    yield coverage(context, 'bedrock.invocations', { status: 'not-readable', detail: deniedText(read) });
    return;
  }
  yield document(context, 'bedrock/model-invocation-logging', read);
  if (configuredLogging(read) === null)
    yield coverage(context, 'bedrock.invocations', {
      status: 'not-enabled',
      detail: 'model invocation logging is off in this Region now',
    });
}
