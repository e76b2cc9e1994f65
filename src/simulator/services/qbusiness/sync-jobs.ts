import type { DataSourceSyncJob, DataSourceSyncJobStatus } from '@aws-sdk/client-qbusiness';
import { listed } from '../../world/listed.ts';
import { present } from '../../world/present.ts';
import type { SyncJobEntry } from '../../world/qbusiness-state.ts';
import { settled } from '../../world/settled.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { applicationOf, type QBusinessHandlers } from './handlers.ts';

/** How long a data source's connector runs, in milliseconds. */
const RUNS = 900_000;

interface SourceNames {
  readonly applicationId?: string | undefined;
  readonly indexId?: string | undefined;
  readonly dataSourceId?: string | undefined;
}

/** Runs of the connectors of data sources. */
export function syncJobHandlers({ qbusiness, random }: World): QBusinessHandlers {
  const jobsOf = (names: SourceNames, region: string): SyncJobEntry[] =>
    present(
      applicationOf(qbusiness(region), names.applicationId).sources.get(
        `${names.indexId}/${names.dataSourceId}`,
      ),
      'data source',
    );
  return {
    StartDataSourceSyncJob: (names, { region, now }) => {
      const jobs = jobsOf(names, region);
      if (jobs.some((job) => isRunning(job, now)))
        throw new WireError('ConflictException', 'A sync job of this data source is running.', 409);
      const executionId = random.uuid();
      jobs.push({ executionId, startedAt: now, stoppedAt: undefined });
      return { executionId };
    },
    StopDataSourceSyncJob: (names, { region, now }) => {
      const running = jobsOf(names, region).find((job) => isRunning(job, now));
      if (running === undefined)
        throw new WireError('ConflictException', 'No sync job of this data source is running.', 409);
      running.stoppedAt = now;
      return {};
    },
    ListDataSourceSyncJobs: ({ nextToken, maxResults, statusFilter, ...names }, { region, now }) => {
      const all = jobsOf(names, region)
        .toReversed()
        .map((job) => shownJob(job, now))
        .filter(({ status }) => statusFilter === undefined || statusFilter === status);
      const question = `ListDataSourceSyncJobs ${names.indexId} ${names.dataSourceId} ${statusFilter}`;
      const page = listed(all, { nextToken, maxResults }, question);
      return { history: page.items, nextToken: page.nextToken };
    },
  };
}

function statusOf({ startedAt, stoppedAt }: SyncJobEntry, now: number): DataSourceSyncJobStatus {
  if (stoppedAt !== undefined)
    return settled<DataSourceSyncJobStatus>({ since: stoppedAt, now }, 'STOPPING', 'ABORTED');
  return settled<DataSourceSyncJobStatus>({ since: startedAt, now, takes: RUNS }, 'SYNCING', 'SUCCEEDED');
}

function isRunning(job: SyncJobEntry, now: number): boolean {
  return statusOf(job, now) === 'SYNCING';
}

function shownJob(job: SyncJobEntry, now: number): DataSourceSyncJob {
  const status = statusOf(job, now);
  const ended = status === 'SUCCEEDED' ? job.startedAt + RUNS : job.stoppedAt;
  return {
    executionId: job.executionId,
    startTime: new Date(job.startedAt),
    status,
    ...(ended === undefined || status === 'STOPPING' ? {} : { endTime: new Date(ended) }),
  };
}
