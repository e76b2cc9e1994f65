import type { IngestionJobStatus } from '@aws-sdk/client-bedrock-agent';
import type { DataSourceEntry, IngestionEntry } from './agent-state.ts';
import { settled } from './settled.ts';

const STARTS = 10_000;
const RUNS = 10 * 60_000;

/** How far a job is: it starts for seconds, runs for ten minutes, and is stopped in half a minute. */
export function statusOfIngestion({ job, stoppedAt }: IngestionEntry, now: number): IngestionJobStatus {
  if (stoppedAt !== undefined) return settled({ since: stoppedAt, now }, 'STOPPING', 'STOPPED');
  const age = now - (job.startedAt?.getTime() ?? 0);
  if (age < STARTS) return 'STARTING';
  return age < RUNS ? 'IN_PROGRESS' : 'COMPLETE';
}

/** Puts into the index what the jobs that have come to their end found: a sync also takes out what is gone. */
export function settleIngestion(entry: DataSourceEntry, now: number): void {
  for (const job of entry.jobs.values()) {
    if (job.statistics !== undefined || statusOfIngestion(job, now) !== 'COMPLETE') continue;
    const { documents } = entry;
    const gone = [...documents.keys()].filter(
      (address) => address.startsWith('s3://') && !job.found.has(address),
    );
    const modified = [...job.found].filter(
      ([address, text]) => documents.has(address) && documents.get(address) !== text,
    );
    job.statistics = {
      numberOfDocumentsScanned: job.found.size,
      numberOfNewDocumentsIndexed: [...job.found.keys()].filter((address) => !documents.has(address)).length,
      numberOfModifiedDocumentsIndexed: modified.length,
      numberOfDocumentsDeleted: gone.length,
      numberOfDocumentsFailed: 0,
    };
    for (const address of gone) documents.delete(address);
    for (const [address, text] of job.found) documents.set(address, text);
  }
}
