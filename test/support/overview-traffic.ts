import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ACCOUNT = '111122223333';
const DAY = '2026-03-02';

type JsonRecord = Readonly<Record<string, unknown>>;

export const APP = `arn:aws:sts::${ACCOUNT}:assumed-role/app/session-1`;
export const HAIKU = 'anthropic.claude-3-haiku-20240307-v1:0';
export const SONNET = 'anthropic.claude-3-5-sonnet-20241022-v2:0';

export function at(hour: number, minute = 0, day = DAY): string {
  return `${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`;
}

/** An invocation record; `tokens` null = the log has no count. */
export function invoked(
  time: string,
  given: {
    readonly arn?: string;
    readonly model?: string;
    readonly tokens?: readonly [number, number] | null;
    readonly prompt?: string | null;
    readonly guardrail?: 'blocked' | 'masked' | 'clean' | null;
    readonly request?: string;
  } = {},
): JsonRecord {
  const {
    arn = APP,
    model = HAIKU,
    tokens = [100, 50],
    prompt = 'Where is my order?',
    guardrail = null,
  } = given;
  number += 1;
  return {
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: time,
    accountId: ACCOUNT,
    region: 'us-east-1',
    requestId: given.request ?? `request-${number}`,
    operation: 'Converse',
    modelId: model,
    identity: { arn },
    input: {
      inputContentType: 'application/json',
      ...(prompt === null
        ? {}
        : { inputBodyJson: { messages: [{ role: 'user', content: [{ text: prompt }] }] } }),
      ...(tokens === null ? {} : { inputTokenCount: tokens[0] }),
    },
    output: {
      outputContentType: 'application/json',
      outputBodyJson: {
        output: { message: { content: [{ text: 'On its way.' }] } },
        stopReason: guardrail === 'blocked' ? 'guardrail_intervened' : 'end_turn',
        metrics: { latencyMs: 900 },
        ...traceOf(guardrail),
      },
      ...(tokens === null ? {} : { outputTokenCount: tokens[1] }),
    },
  };
}

let number = 0;

function traceOf(guardrail: 'blocked' | 'masked' | 'clean' | null): JsonRecord {
  if (guardrail === null) return {};
  const assessment =
    guardrail === 'clean'
      ? { invocationMetrics: { guardrailProcessingLatency: 12 } }
      : guardrail === 'blocked'
        ? { contentPolicy: { filters: [{ type: 'PROMPT_ATTACK', confidence: 'HIGH', action: 'BLOCKED' }] } }
        : {
            sensitiveInformationPolicy: {
              piiEntities: [{ type: 'EMAIL', match: '{EMAIL}', action: 'ANONYMIZED' }],
            },
          };
  return { trace: { guardrail: { inputAssessment: { gr1: assessment } } } };
}

/** A CloudTrail management event. */
export function recorded(time: string, name: string, more: JsonRecord = {}): JsonRecord {
  number += 1;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::${ACCOUNT}:user/build-bot`,
      accountId: ACCOUNT,
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      userName: 'build-bot',
    },
    eventTime: time,
    eventSource: 'bedrock.amazonaws.com',
    eventName: name,
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.23',
    userAgent: 'aws-cli/2.15.0',
    requestID: `request-${number}`,
    eventID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    ...more,
  };
}

export function times<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** Writes what there is of each kind; an empty list leaves its file out. */
export function writeTraffic(
  folder: string,
  {
    events = [],
    invocations = [],
  }: { readonly events?: readonly JsonRecord[]; readonly invocations?: readonly JsonRecord[] },
): void {
  mkdirSync(folder, { recursive: true });
  if (events.length > 0) writeFileSync(join(folder, 'trail.json'), JSON.stringify({ Records: events }));
  if (invocations.length > 0)
    writeFileSync(
      join(folder, 'invocations.json'),
      invocations.map((record) => JSON.stringify(record)).join('\n'),
    );
}
