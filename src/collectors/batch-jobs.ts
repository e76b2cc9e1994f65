import { isObject, type Json, type JsonObject } from '../base/json.ts';
import { counted } from '../base/text.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext, Collected, Collector, Forecast } from '../ports/collector.ts';
import { forecast, refusedForecast, together } from './forecasts.ts';
import { coverage, deniedText, document, firstFew, objectsIn, readOrDenied, textIn } from './given-pieces.ts';
import { type FetchedPlace, fetchPlace, placeForecast, type S3Place, s3Place } from './s3-places.ts';

/**
 * Batch inference jobs of a Region that ran in the window, with what they read and what they wrote: no invocation log
 * holds their prompts and answers (FACTS 2.1). A job writes below its id
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference-results.html).
 */
export const batchJobs: Collector = {
  id: 'bedrock-batch-jobs',
  title: 'Bedrock batch inference jobs, their inputs and answers',
  gives: 'documents',
  holdsContent: true,
  where: 'every-region',
  reads: [
    'bedrock:ListModelInvocationJobs',
    'bedrock:GetModelInvocationJob',
    's3:ListObjectsV2',
    's3:GetObject',
  ],
  async *collect(context) {
    const arns = await jobsInWindow(context);
    if (arns instanceof CloudError)
      return yield coverage(context, 'bedrock.batch', { status: 'not-readable', detail: deniedText(arns) });
    const told: FetchedPlace = { objects: 0, missed: [] };
    for (const jobIdentifier of arns) {
      const job = await readOrDenied(context, {
        service: 'bedrock',
        operation: 'GetModelInvocationJob',
        input: { jobIdentifier },
      });
      if (job instanceof CloudError) {
        told.missed.push(`${jobIdentifier}: ${deniedText(job)}`);
        continue;
      }
      yield document(context, `bedrock/GetModelInvocationJob/${jobIdentifier}`, job);
      for (const place of placesOf(job, jobIdentifier)) yield* fetchPlace(context, place, told);
    }
    yield covered(context, arns.length, told);
  },
  async forecast(context) {
    const arns = await jobsInWindow(context);
    if (arns instanceof CloudError) return refusedForecast(arns);
    return together([
      forecast({ calls: { 'bedrock:ListModelInvocationJobs': 1 } }),
      ...(await Promise.all(arns.slice(0, JOBS_LOOKED_AT).map((arn) => jobForecast(context, arn)))),
      ...(arns.length > JOBS_LOOKED_AT
        ? [
            forecast({
              exact: false,
              notes: [`of ${counted(arns.length, 'job')}, ${JOBS_LOOKED_AT} are reckoned`],
            }),
          ]
        : []),
    ]);
  },
};

const JOBS_LOOKED_AT = 20;

async function jobForecast(context: CollectContext, jobIdentifier: string): Promise<Forecast> {
  const job = await readOrDenied(context, {
    service: 'bedrock',
    operation: 'GetModelInvocationJob',
    input: { jobIdentifier },
  });
  if (job instanceof CloudError) return refusedForecast(job);
  const places = placesOf(job, jobIdentifier);
  return together([
    forecast({ calls: { 'bedrock:GetModelInvocationJob': 1 }, pieces: 1 }),
    ...(await Promise.all(places.map((place) => placeForecast(context, place)))),
  ]);
}

/** Jobs that were there between the window's ends, by their ARNs. */
async function jobsInWindow(context: CollectContext): Promise<readonly string[] | CloudError> {
  const { from, to } = context.window;
  const arns: string[] = [];
  let token: string | null = null;
  do {
    const page: JsonObject | CloudError = await readOrDenied(context, {
      service: 'bedrock',
      operation: 'ListModelInvocationJobs',
      input: token === null ? {} : { nextToken: token },
    });
    if (page instanceof CloudError) return page;
    for (const job of objectsIn(page['invocationJobSummaries'])) {
      const began = textIn(job['submitTime']) ?? '';
      const ended = textIn(job['endTime']);
      if (began <= to && (ended === null || ended >= from)) arns.push(textIn(job['jobArn']) ?? '');
    }
    token = textIn(page['nextToken']);
  } while (token !== null);
  return arns;
}

/** What a job reads, and the folder it writes to. */
function placesOf(job: JsonObject, arn: string): readonly S3Place[] {
  const read = s3Place(uriIn(job['inputDataConfig'], 's3InputDataConfig'));
  const written = s3Place(uriIn(job['outputDataConfig'], 's3OutputDataConfig'));
  const id = arn.split('/').at(-1) ?? '';
  const folder =
    written === null ? [] : [{ ...written, prefix: `${written.prefix.replace(/([^/])$/, '$1/')}${id}/` }];
  return [...(read === null ? [] : [read]), ...folder];
}

function uriIn(config: Json | undefined, member: string): string | null {
  const inner = isObject(config) ? config[member] : undefined;
  return isObject(inner) ? textIn(inner['s3Uri']) : null;
}

function covered(context: CollectContext, jobs: number, { objects, missed }: FetchedPlace): Collected {
  const { from, to } = context.window;
  const seen =
    jobs === 0 ? 'no job ran' : `${counted(jobs, 'job')}, ${counted(objects, 'object')} read or written`;
  return coverage(context, 'bedrock.batch', {
    status: missed.length === 0 ? 'complete' : 'partial',
    detail: missed.length === 0 ? seen : `${seen}; not readable: ${firstFew(missed).join('; ')}`,
    from,
    to,
    records: jobs,
    stretches: [{ from, to }],
  });
}
