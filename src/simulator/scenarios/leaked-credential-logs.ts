import type { Moment } from '../story/model-call.ts';
import { ACCOUNT, HOME_REGION, WORKLOAD, arn } from '../story/names.ts';
import { byRegion } from '../world/by-region.ts';
import { appendLogEvents, type LogLine } from '../world/log-events.ts';
import { emptyLogs, newLogGroup, type LogGroup, type LogsState } from '../world/logs-state.ts';
import type { History } from './history.ts';
import { EVIDENCE_KEY } from './leaked-credential-kms.ts';

const DAY = 86_400_000;
const SECOND = 1000;
/** How long Bedrock takes to deliver a record. */
const DELIVERY = 4 * SECOND;

export interface LogOrigins {
  /** What is over, and what is to come: functions report whatever becomes of their calls. */
  readonly moments: readonly Moment[];
  readonly toCome: readonly Moment[];
  readonly happened: History;
  readonly start: number;
}

/**
 * The logs of the story. In the home Region: the invocation log as far as it was kept, its retention as the intruder
 * left it, and the logs of the two functions; elsewhere none.
 */
export function logStates(origins: LogOrigins): (region: string) => LogsState {
  return byRegion((region) => {
    const state = emptyLogs();
    if (region === HOME_REGION) for (const group of homeGroups(origins)) state.groups.set(group.name, group);
    return state;
  });
}

function homeGroups({ moments, toCome, happened, start }: LogOrigins): readonly LogGroup[] {
  const at = (name: string, days: number): LogGroup =>
    newLogGroup({ name, region: HOME_REGION, accountId: ACCOUNT, createdAt: start - days * DAY });
  const invocations = at(WORKLOAD.invocationLogGroup, 200);
  invocations.retentionInDays = retentionOf(invocations.name, happened) ?? 365;
  invocations.kmsKeyId = EVIDENCE_KEY;
  appendLogEvents(invocations, {
    stream: 'aws/bedrock/modelinvocations',
    lines: invocationLines(moments),
    now: start,
  });
  const [assistant, notify] = [WORKLOAD.function, WORKLOAD.actionFunction].map((name) => {
    const group = at(`/aws/lambda/${name}`, 400);
    group.retentionInDays = 90;
    return group;
  });
  if (assistant === undefined || notify === undefined) return [invocations];
  appendLogEvents(assistant, {
    stream: streamName(start, 'a1b2c3d4e5f60718293a4b5c6d7e8f90'),
    lines: assistantLines([...moments, ...toCome]),
    now: start,
  });
  appendLogEvents(notify, {
    stream: streamName(start, '0f1e2d3c4b5a69788796a5b4c3d2e1f0'),
    lines: notifyLines(happened),
    now: start,
  });
  return [invocations, assistant, notify];
}

/** The last word of the story on how long a group is kept. */
function retentionOf(group: string, happened: History): number | undefined {
  const last = happened
    .all('PutRetentionPolicy')
    .findLast(({ event }) => event.requestParameters?.['logGroupName'] === group);
  const days = last?.event.requestParameters?.['retentionInDays'];
  return typeof days === 'number' ? days : undefined;
}

function invocationLines(moments: readonly Moment[]): readonly LogLine[] {
  return moments
    .filter(({ event, invocation }) => invocation !== undefined && event.awsRegion === HOME_REGION)
    .map(({ time, invocation }) => ({
      timestamp: time,
      message: JSON.stringify(invocation?.record),
      ingestedAt: time + DELIVERY,
    }));
}

/** One report for each model call that the assistant's own role made. */
function assistantLines(moments: readonly Moment[]): readonly LogLine[] {
  return moments
    .filter(({ event }) => event.eventSource === 'bedrock.amazonaws.com' && event.awsRegion === HOME_REGION)
    .filter(({ event }) => JSON.stringify(event.userIdentity).includes('role/support-assistant-exec'))
    .map(({ time, event }) => ({
      timestamp: time,
      message: `REPORT RequestId: ${event.requestID}\tDuration: 812.40 ms\tBilled Duration: 813 ms\tMemory Size: 512 MB\tMax Memory Used: 143 MB\n`,
      ingestedAt: time + SECOND,
    }));
}

/** The calls that the intruder made of the function that sends mail. */
function notifyLines(happened: History): readonly LogLine[] {
  const functionArn = arn('lambda', HOME_REGION, `function:${WORKLOAD.actionFunction}`);
  return happened
    .all('Invoke')
    .filter(({ event }) => event.requestParameters?.['functionName'] === functionArn)
    .flatMap(({ time, event }) =>
      [
        `START RequestId: ${event.requestID} Version: $LATEST\n`,
        `${JSON.stringify({ level: 'INFO', requestId: event.requestID, message: 'mail sent', from: 'support@example.com' })}\n`,
        `END RequestId: ${event.requestID}\n`,
      ].map((message, index) => ({ timestamp: time + index, message, ingestedAt: time + SECOND })),
    );
}

/** `2026/01/15/[$LATEST]…`, as Lambda names its streams. */
function streamName(start: number, instance: string): string {
  return `${new Date(start).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${instance}`;
}
