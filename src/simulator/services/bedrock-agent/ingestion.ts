import type {
  DocumentContent,
  DocumentIdentifier,
  IngestionJob,
  KnowledgeBaseDocumentDetail,
} from '@aws-sdk/client-bedrock-agent';
import type { DataSourceEntry } from '../../world/agent-state.ts';
import type { Call } from '../../world/call.ts';
import { drawAgentId } from '../../world/draw.ts';
import { given } from '../../world/given.ts';
import { listed } from '../../world/listed.ts';
import { present } from '../../world/present.ts';
import { settleIngestion, statusOfIngestion } from '../../world/ingestion.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { knowledgeBaseOf, sourceOf } from './entries.ts';
import type { AgentHandlers } from './handlers.ts';

interface SourceNames {
  readonly knowledgeBaseId?: string | undefined;
  readonly dataSourceId?: string | undefined;
}

/** Taking documents in: as a job over a bucket, or one by one. */
export function ingestionHandlers({ agents, random, s3 }: World): AgentHandlers {
  const source = ({ knowledgeBaseId, dataSourceId }: SourceNames, { region, now }: Call): DataSourceEntry => {
    const entry = sourceOf(knowledgeBaseOf(agents(region), knowledgeBaseId), dataSourceId);
    settleIngestion(entry, now);
    return entry;
  };
  return {
    StartIngestionJob: (input, call) => {
      const entry = source(input, call);
      if ([...entry.jobs.values()].some((job) => isRunning(statusOfIngestion(job, call.now))))
        throw new WireError('ConflictException', 'An ingestion job of this data source is running.', 409);
      const bucket = entry.shown.dataSourceConfiguration?.s3Configuration?.bucketArn?.replace(
        'arn:aws:s3:::',
        '',
      );
      const objects = [...(s3.buckets.get(bucket ?? '')?.objects ?? [])].flatMap(([key, versions]) => {
        const content = versions.at(-1)?.content;
        return content === undefined
          ? []
          : [[`s3://${bucket}/${key}`, Buffer.from(content.bytes).toString('utf8')] as const];
      });
      const ingestionJobId = drawAgentId(random);
      const job = {
        knowledgeBaseId: input.knowledgeBaseId,
        dataSourceId: input.dataSourceId,
        ingestionJobId,
        description: input.description,
        startedAt: new Date(call.now),
        updatedAt: new Date(call.now),
      };
      entry.jobs.set(ingestionJobId, {
        job,
        found: new Map(objects),
        stoppedAt: undefined,
        statistics: undefined,
      });
      return { ingestionJob: shownJob(entry, ingestionJobId, call.now) };
    },
    GetIngestionJob: ({ ingestionJobId, ...names }, call) => ({
      ingestionJob: shownJob(source(names, call), given(ingestionJobId, 'ingestionJobId'), call.now),
    }),
    ListIngestionJobs: ({ knowledgeBaseId, dataSourceId, ...paging }, call) => {
      const entry = source({ knowledgeBaseId, dataSourceId }, call);
      const all = [...entry.jobs.keys()].map((id) => shownJob(entry, id, call.now));
      const page = listed(all, paging, `ListIngestionJobs ${knowledgeBaseId} ${dataSourceId}`);
      return { ingestionJobSummaries: page.items, nextToken: page.nextToken };
    },
    StopIngestionJob: ({ ingestionJobId, ...names }, call) => {
      const entry = source(names, call);
      const id = given(ingestionJobId, 'ingestionJobId');
      const job = present(entry.jobs.get(id), 'ingestion job');
      const status = statusOfIngestion(job, call.now);
      if (!isRunning(status))
        throw new WireError('ConflictException', `The ingestion job can't be stopped: it is ${status}.`, 409);
      job.stoppedAt = call.now;
      return { ingestionJob: shownJob(entry, id, call.now) };
    },
    IngestKnowledgeBaseDocuments: ({ documents = [], ...names }, call) => {
      const entry = source(names, call);
      const details = documents.map(({ content }) => {
        const identifier = identifierOf(given(content, 'content'));
        entry.documents.set(addressOf(identifier), textOf(content));
        return detail(names, identifier, call.now);
      });
      return { documentDetails: details };
    },
    ListKnowledgeBaseDocuments: ({ knowledgeBaseId, dataSourceId, ...paging }, call) => {
      const names = { knowledgeBaseId, dataSourceId };
      const all = [...source(names, call).documents.keys()];
      const page = listed(all, paging, `ListKnowledgeBaseDocuments ${knowledgeBaseId} ${dataSourceId}`);
      const documentDetails = page.items.map((address) => detail(names, identifierFrom(address), call.now));
      return { documentDetails, nextToken: page.nextToken };
    },
    DeleteKnowledgeBaseDocuments: ({ documentIdentifiers = [], ...names }, call) => {
      const entry = source(names, call);
      const documentDetails = documentIdentifiers.map((identifier) => {
        const was = entry.documents.delete(addressOf(identifier));
        return {
          ...detail(names, identifier, call.now),
          status: was ? ('DELETING' as const) : ('NOT_FOUND' as const),
        };
      });
      return { documentDetails };
    },
  };
}

function isRunning(status: IngestionJob['status']): boolean {
  return status === 'STARTING' || status === 'IN_PROGRESS';
}

function shownJob({ jobs }: DataSourceEntry, id: string, now: number): IngestionJob {
  const entry = present(jobs.get(id), 'ingestion job');
  const statistics = entry.statistics ?? {
    numberOfDocumentsScanned: 0,
    numberOfNewDocumentsIndexed: 0,
    numberOfModifiedDocumentsIndexed: 0,
    numberOfDocumentsDeleted: 0,
    numberOfDocumentsFailed: 0,
  };
  return { ...entry.job, status: statusOfIngestion(entry, now), statistics };
}

function identifierOf({ custom, s3 }: DocumentContent): DocumentIdentifier {
  return custom === undefined
    ? { dataSourceType: 'S3', s3: { uri: s3?.s3Location?.uri } }
    : { dataSourceType: 'CUSTOM', custom: { id: custom.customDocumentIdentifier?.id } };
}

function addressOf({ custom, s3 }: DocumentIdentifier): string {
  return s3?.uri ?? `custom:${custom?.id}`;
}

function identifierFrom(address: string): DocumentIdentifier {
  return address.startsWith('custom:')
    ? { dataSourceType: 'CUSTOM', custom: { id: address.slice('custom:'.length) } }
    : { dataSourceType: 'S3', s3: { uri: address } };
}

function textOf(content: DocumentContent | undefined): string {
  return content?.custom?.inlineContent?.textContent?.data ?? '';
}

function detail(
  names: SourceNames,
  identifier: DocumentIdentifier,
  now: number,
): KnowledgeBaseDocumentDetail {
  return {
    knowledgeBaseId: names.knowledgeBaseId,
    dataSourceId: names.dataSourceId,
    status: 'INDEXED',
    identifier,
    updatedAt: new Date(now),
  };
}
