import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Exported logs of Azure OpenAI and Vertex AI, all synthetic, in the shapes and places the providers publish: what a
 * diagnostic setting writes to a storage account, and what a log sink writes to a bucket. Ids, names and addresses are
 * examples.
 */
const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
const ACCOUNT = `/SUBSCRIPTIONS/${SUBSCRIPTION}/RESOURCEGROUPS/EXAMPLE/PROVIDERS/MICROSOFT.COGNITIVESERVICES/ACCOUNTS/EXAMPLE-AI`;
const PROJECT = 'example-project';

export const HOSTILE = '<script>alert(1)</script>\u001b[31m | [x](javascript:1)';

type Entry = Readonly<Record<string, unknown>>;

export function audit(at: string, operationName: string, objectId: string): Entry {
  return {
    Tenant: 'eastus',
    category: 'Audit',
    operationName,
    properties: { objectId },
    resourceId: ACCOUNT,
    time: time(at),
  };
}

export function request(
  at: string,
  id: string,
  {
    status = '200',
    objectId = '',
    responseLength = 1000,
  }: Readonly<Partial<Record<'status' | 'objectId', string>>> & {
    readonly responseLength?: number;
  } = {},
): Entry {
  return {
    Tenant: 'eastus',
    callerIpAddress: '203.0.113.***',
    category: 'RequestResponse',
    correlationId: id,
    durationMs: 900,
    event: 'ShoeboxCallResult',
    location: 'eastus',
    operationName: 'ChatCompletions_Create',
    properties: {
      apiName: 'Azure OpenAI API version 2024-02-01',
      requestLength: 200,
      responseLength,
      objectId,
      modelDeploymentName: 'chat',
      modelName: 'gpt-35-turbo',
      modelVersion: '0301',
    },
    resourceId: ACCOUNT,
    resultSignature: status,
    time: time(at),
  };
}

export function activity(at: string, id: string, operation: string, over: Entry = {}): Entry {
  return {
    time: time(at),
    resourceId: ACCOUNT,
    operationName: `MICROSOFT.COGNITIVESERVICES/ACCOUNTS/${operation}`,
    category: 'Administrative',
    resultType: 'Success',
    resultSignature: 'Succeeded.OK',
    callerIpAddress: '198.51.100.9',
    correlationId: id,
    identity: { claims: { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'ana@example.com' } },
    level: 'Information',
    location: 'global',
    ...over,
  };
}

export function entry(
  at: string,
  insertId: string,
  method: string,
  over: Entry = {},
  envelope: Entry = {},
): Entry {
  return {
    insertId,
    logName: `projects/${PROJECT}/logs/cloudaudit.googleapis.com%2F${/Prediction/.test(method) ? 'data_access' : 'activity'}`,
    timestamp: time(at),
    receiveTimestamp: time(at),
    severity: 'INFO',
    resource: {
      type: 'audited_resource',
      labels: { project_id: PROJECT, service: 'aiplatform.googleapis.com' },
    },
    ...envelope,
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      serviceName: 'aiplatform.googleapis.com',
      methodName: `google.cloud.aiplatform.${method}`,
      resourceName: `projects/${PROJECT}/locations/us-central1/publishers/google/models/gemini-example`,
      authenticationInfo: { principalEmail: `app@${PROJECT}.iam.gserviceaccount.com` },
      authorizationInfo: [
        { permission: 'aiplatform.endpoints.predict', permissionType: 'DATA_READ', granted: true },
      ],
      requestMetadata: { callerIp: '192.0.2.10', callerSuppliedUserAgent: 'python-requests' },
      ...over,
    },
  };
}

/** Writes the logs below a folder; each cloud's as its exports lie. */
export function writeOtherCloudLogs(
  folder: string,
  { azure, google }: { readonly azure: readonly Entry[]; readonly google: readonly Entry[] },
): void {
  for (const record of azure)
    line(
      join(
        folder,
        `azure/insights-logs-${String(record['category']).toLowerCase()}`,
        `resourceId=${ACCOUNT}/y=2026/m=01/d=15/h=10/m=00/PT1H.json`,
      ),
      record,
    );
  for (const one of google)
    line(
      join(
        folder,
        `google/cloudaudit.googleapis.com/${String(one['logName']).split('%2F')[1] ?? ''}`,
        '2026/01/15/10:00:00_10:59:59_S0.json',
      ),
      one,
    );
}

function line(path: string, record: Entry): void {
  mkdirSync(dirname(path), { recursive: true });
  appendFileSync(path, `${JSON.stringify(record)}\n`);
}

/** `10:05` or `10:05:30` on the day of the incident. */
function time(at: string): string {
  return `2026-01-15T${at.length === 5 ? `${at}:00` : at}.0000000Z`;
}
