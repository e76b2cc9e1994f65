import type { Cast } from './cast.ts';
import { cloudTrailRecord } from './cloudtrail-record.ts';
import { objectResources, s3WriteAdditional } from './delivery-routines.ts';
import type { Moment } from './model-call.ts';
import { HOME_REGION, WORKLOAD } from './names.ts';
import type { Random } from './random.ts';
import { documentKey } from './runtime-routines.ts';

const UPLOADS = 12;

/** The daily, proper renewal of the knowledge base: the sync role writes documents, then has them taken in. */
export function scheduledIngestion(random: Random, cast: Cast, at: number): readonly Moment[] {
  const uploads = Array.from({ length: UPLOADS }, (_, index) => upload(random, cast, at + index * 4_000));
  return [...uploads, ingestion(random, cast, at + UPLOADS * 4_000)];
}

function upload(random: Random, cast: Cast, time: number): Moment {
  const bucketName = WORKLOAD.knowledgeBaseBucket;
  const request = {
    bucketName,
    Host: `${bucketName}.s3.us-east-1.amazonaws.com`,
    key: documentKey(random, bucketName),
  };
  const event = cloudTrailRecord(random, cast.session(cast.roles.documentSync, time), {
    time,
    region: HOME_REGION,
    service: 's3',
    name: 'PutObject',
    data: true,
    request,
    additional: s3WriteAdditional(random),
    resources: objectResources({ request }),
  });
  return { event, time };
}

function ingestion(random: Random, cast: Cast, time: number): Moment {
  const { knowledgeBaseId, dataSourceId } = WORKLOAD;
  const event = cloudTrailRecord(random, cast.session(cast.roles.documentSync, time), {
    time,
    region: HOME_REGION,
    service: 'bedrock',
    name: 'StartIngestionJob',
    request: { knowledgeBaseId, dataSourceId },
    response: {
      ingestionJob: { knowledgeBaseId, dataSourceId, ingestionJobId: 'IJEXAMPLE0', status: 'STARTING' },
    },
  });
  return { event, time };
}
