import { gzipSync } from 'node:zlib';
import {
  LimitExceededException,
  ResourceNotFoundException,
  type CreateExportTaskCommandInput,
  type ExportTask,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import { eventsOf } from '../../world/log-events.ts';
import type { Export, LogGroup } from '../../world/logs-state.ts';
import type { Bucket } from '../../world/s3-state.ts';
import type { World } from '../../world/world.ts';
import { serviceMay, writeObject } from '../../world/write-object.ts';
import { because } from '../../wire/wire-error.ts';
import { groupOf, invalid, page, type LogsHandlers } from './handlers.ts';

/** How long an export takes on the account's clock. */
const EXPORT_TAKES = 60_000;
const PENDING_FOR = 5_000;

/** Exports of a log group into a bucket: one at a time. */
export function exportHandlers(world: World): LogsHandlers {
  const { logs, random } = world;
  return {
    CreateExportTask: (input, call) => {
      const state = logs(call.region);
      const group = groupOf(state, input.logGroupName);
      const [from, to] = [given(input.from, 'from'), given(input.to, 'to')];
      if (from > to) throw invalid('The specified time range is invalid.');
      if (state.exports.some((own) => statusOf(own, call.now) !== 'COMPLETED'))
        throw new LimitExceededException(because('Resource limit exceeded.'));
      const bucket = destinationOf(world, given(input.destination, 'destination'), call);
      const task = {
        taskId: random.uuid(),
        logGroupName: group.name,
        from,
        to,
        destination: bucket.name,
        destinationPrefix: input.destinationPrefix ?? 'exportedlogs',
        ...(input.taskName === undefined ? {} : { taskName: input.taskName }),
      };
      write(world, { group, bucket, task, streamPrefix: input.logStreamNamePrefix, now: call.now });
      state.exports.push({ task, startedAt: call.now, doneAt: call.now + EXPORT_TAKES });
      return { taskId: task.taskId };
    },
    DescribeExportTasks: (input, { region, now }) => {
      const { taskId, statusCode } = input;
      const tasks = logs(region).exports.filter(({ task }) => taskId === undefined || task.taskId === taskId);
      if (taskId !== undefined && tasks.length === 0)
        throw new ResourceNotFoundException(because('The specified export task does not exist.'));
      const wanted = tasks
        .map((own) => shown(own, now))
        .filter(({ status }) => statusCode === undefined || status?.code === statusCode);
      const { items, next } = page(wanted, `DescribeExportTasks ${region} ${taskId} ${statusCode}`, input);
      return { exportTasks: [...items], nextToken: next };
    },
  };
}

/** The bucket has to be in the Region of the group, and to let the service write. */
function destinationOf({ s3 }: World, name: string, { region }: Call): Bucket {
  const bucket = s3.buckets.get(name);
  if (bucket === undefined) throw invalid('The given bucket does not exist. Please check the bucket name.');
  if (bucket.region !== region) throw invalid('The bucket is in another Region than the log group.');
  const service = `logs.${region}.amazonaws.com`;
  if (!serviceMay(bucket, service, ['s3:GetBucketAcl']))
    throw invalid(
      'GetBucketAcl call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation.',
    );
  if (!serviceMay(bucket, service, ['s3:PutObject']))
    throw invalid(
      'PutObject call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation.',
    );
  return bucket;
}

interface Writing {
  readonly group: LogGroup;
  readonly bucket: Bucket;
  readonly task: ExportTask;
  readonly streamPrefix: CreateExportTaskCommandInput['logStreamNamePrefix'];
  readonly now: number;
}

/** One gzip file a stream, and the file with which the service tried whether it may write. */
function write(world: World, { group, bucket, task, streamPrefix = '', now }: Writing): void {
  const { destinationPrefix, taskId, from = 0, to = 0 } = task;
  writeObject(world, bucket, {
    key: `${destinationPrefix}/aws-logs-write-test`,
    bytes: Buffer.from('Permission Check Successful'),
    contentType: 'text/plain',
    now,
  });
  for (const { name } of group.streams.values()) {
    if (!name.startsWith(streamPrefix)) continue;
    const lines = eventsOf(group, now, (stream) => stream.name === name)
      .filter(({ event }) => event.timestamp >= from && event.timestamp <= to)
      .map(({ event }) => `${new Date(event.timestamp).toISOString()} ${event.message}\n`);
    if (lines.length === 0) continue;
    writeObject(world, bucket, {
      key: `${destinationPrefix}/${taskId}/${name.replaceAll('/', '-')}/000000.gz`,
      bytes: gzipSync(lines.join('')),
      contentType: 'application/x-gzip',
      now,
    });
  }
}

function statusOf({ startedAt, doneAt }: Export, now: number): 'PENDING' | 'RUNNING' | 'COMPLETED' {
  if (now >= doneAt) return 'COMPLETED';
  return now < startedAt + PENDING_FOR ? 'PENDING' : 'RUNNING';
}

function shown(own: Export, now: number): ExportTask {
  const code = statusOf(own, now);
  return {
    ...own.task,
    status: { code, ...(code === 'COMPLETED' ? { message: 'Completed successfully' } : {}) },
    executionInfo: {
      creationTime: own.startedAt,
      ...(code === 'COMPLETED' ? { completionTime: own.doneAt } : {}),
    },
  };
}
