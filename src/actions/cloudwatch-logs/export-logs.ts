import type { JsonObject } from '../../base/json.ts';
import { defineAction } from '../../ports/action.ts';
import { objectOf, textOf } from '../answers.ts';
import { noLogGroup, readLogGroup } from '../log-groups.ts';
import { allItems, NEXT_TOKEN_PAGES } from '../pages.ts';

interface Params {
  readonly logGroup: string;
  readonly bucket: string;
  readonly prefix?: string;
  readonly from?: string;
  readonly to?: string;
  readonly region?: string;
}

interface Observed {
  readonly exists: boolean;
  readonly storedBytes: number | null;
  /** What is asked for, in milliseconds. */
  readonly from: number;
  readonly to: number;
  /** COMPLETED, RUNNING or PENDING: an export of just this; null = there is none. */
  readonly status: string | null;
  /** Another export that goes on: only one may. */
  readonly busy: string | null;
}

const ACTIVE = ['PENDING', 'PENDING_CANCEL', 'RUNNING'];
const GOOD = ['COMPLETED', 'PENDING', 'RUNNING'];

/** C20: a copy of a log group in a bucket, before it expires or is deleted. */
export const exportLogs = defineAction<Params, Observed>({
  catalogue: 'C20',
  kind: 'preservation',
  title: 'Export a log group',
  summary: 'Has CloudWatch Logs write a log group’s events of a time into a bucket of the same Region.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['logGroup', 'bucket'],
    properties: {
      logGroup: { type: 'string', minLength: 1, maxLength: 512, description: 'Name of the log group.' },
      bucket: {
        type: 'string',
        minLength: 3,
        description: 'Bucket to write to; its policy has to let logs.REGION.amazonaws.com write.',
      },
      prefix: { type: 'string', minLength: 1, description: 'Prefix of the keys; exportedlogs unless given.' },
      from: {
        type: 'string',
        format: 'date-time',
        description: 'From when, ISO 8601; from the group’s beginning unless given.',
      },
      to: {
        type: 'string',
        format: 'date-time',
        description: 'Until when, ISO 8601; until the plan is made unless given.',
      },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['cloudwatch-logs:DescribeLogGroups', 'cloudwatch-logs:DescribeExportTasks'],
  changes: ['cloudwatch-logs:CreateExportTask'],
  undone: 'None: what was exported stays in the bucket.',
  keepFirst: [],
  mistakes: [
    'One export runs at a time in an account and Region.',
    'What came in during the last 12 hours may not be in it yet: export again later.',
    'A task is cut off after 24 hours: export less at once. Where it cannot be done, FilterLogEvents reads page by page.',
    'Buckets encrypted with DSSE-KMS are not supported.',
    'It is read back as started: see that it is COMPLETED (describe-export-tasks) before the group is let go.',
  ],
  observe: async (params, reader, context) => {
    const { logGroup } = params;
    const ask = { service: 'cloudwatch-logs', region: params.region ?? context.region };
    const group = await readLogGroup({ logGroup, region: ask.region }, reader);
    const tasks = await allItems(
      { ...ask, operation: 'DescribeExportTasks' },
      { items: 'exportTasks', ...NEXT_TOKEN_PAGES },
      reader,
    );
    const [created, stored] = [group?.['creationTime'], group?.['storedBytes']];
    const from = params.from === undefined ? Number(created ?? 0) : Date.parse(params.from);
    const to = Date.parse(params.to ?? context.now);
    const wanted = { ...destination(params), logGroupName: logGroup, from, to };
    const own = tasks.find((task) => isExport(task, wanted) && GOOD.includes(statusOf(task)));
    const other = tasks.find((task) => task !== own && ACTIVE.includes(statusOf(task)));
    return {
      exists: group !== null,
      storedBytes: typeof stored === 'number' ? stored : null,
      from,
      to,
      status: own === undefined ? null : statusOf(own),
      busy: textOf(other ?? null, 'logGroupName'),
    };
  },
  target: ({ logGroup, bucket }) => `log group ${logGroup}, into ${bucket}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ logGroup }, { exists, from, to, status, busy }) => {
    if (!exists) return noLogGroup(logGroup);
    if (from >= to)
      return { why: 'the time ends before it begins', instead: 'give from and to the other way round' };
    if (status !== null || busy === null) return null;
    return {
      why: `an export of ${busy} is running, and one may run at a time`,
      instead: 'wait until it is COMPLETED (describe-export-tasks), and plan again',
    };
  },
  blast: ({ logGroup, bucket }, { storedBytes }) => [
    `whoever reads ${bucket} can read what ${logGroup} holds: ${storedBytes ?? 'an unknown number of'} bytes, prompts and personal data included`,
    'no other export can run in this Region until it is done',
  ],
  plan: (params, { from, to, status }, context) =>
    status !== null
      ? []
      : [
          {
            service: 'cloudwatch-logs',
            operation: 'CreateExportTask',
            region: params.region ?? context.region,
            input: { logGroupName: params.logGroup, from, to, ...destination(params) },
            purpose: 'copy the events into the bucket',
            reversibility: { kind: 'irreversible', why: 'what was exported stays in the bucket' },
          },
        ],
  undo: () => ({ kind: 'none', why: 'an export changes nothing but the bucket, where the copy is evidence' }),
  contained: () => null,
});

function destination({ bucket, prefix = 'exportedlogs' }: Params): JsonObject {
  return { destination: bucket, destinationPrefix: prefix };
}

function isExport(task: JsonObject, wanted: JsonObject): boolean {
  return Object.entries(wanted).every(([name, value]) => task[name] === value);
}

function statusOf(task: JsonObject): string {
  return textOf(objectOf(task, 'status'), 'code') ?? '';
}
