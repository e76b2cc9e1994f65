import { describe, expect, it } from 'vitest';
import type { Json } from '../base/json.ts';
import type { Head } from '../ports/reader.ts';
import { azureRow } from './azure-events.ts';
import { googleRow } from './google-events.ts';
import { utcTime } from './record-members.ts';
import { READERS } from './registry.ts';

// All records are synthetic, in the shapes the providers publish. Ids and addresses are examples.
const ACCOUNT =
  '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/EXAMPLE/PROVIDERS/MICROSOFT.COGNITIVESERVICES/ACCOUNTS/EXAMPLE-AI';

const REQUEST = {
  Tenant: 'eastus',
  callerIpAddress: '203.0.113.***',
  category: 'RequestResponse',
  correlationId: 'c-1',
  durationMs: 1021,
  event: 'ShoeboxCallResult',
  location: 'eastus',
  operationName: 'ChatCompletions_Create',
  properties:
    '{"apiName":"Azure OpenAI API version 2024-02-01","requestLength":128,"responseLength":1411,"objectId":"","modelDeploymentName":"chat","modelName":"gpt-35-turbo","modelVersion":"0301"}',
  resourceId: ACCOUNT,
  resultSignature: '400',
  time: '2026-01-15T10:00:00.4350000Z',
};

const ENTRY = {
  insertId: 'i-1',
  logName: 'projects/example-project/logs/cloudaudit.googleapis.com%2Fdata_access',
  timestamp: '2026-01-15T10:00:00.123456789Z',
  resource: {
    type: 'audited_resource',
    labels: { project_id: 'example-project', service: 'aiplatform.googleapis.com' },
  },
  protoPayload: {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    serviceName: 'aiplatform.googleapis.com',
    methodName: 'google.cloud.aiplatform.v1.PredictionService.GenerateContent',
    resourceName: 'projects/example-project/locations/us-central1/publishers/google/models/gemini-example',
    authenticationInfo: {
      principalEmail: 'app@example-project.iam.gserviceaccount.com',
      serviceAccountKeyName: '//iam.googleapis.com/projects/example-project/serviceAccounts/app/keys/1',
      serviceAccountDelegationInfo: [{ firstPartyPrincipal: { principalEmail: 'ana@example.com' } }],
    },
    authorizationInfo: [
      { permission: 'aiplatform.endpoints.get', granted: true },
      { permission: 'aiplatform.endpoints.predict', permissionType: 'DATA_READ' },
    ],
    requestMetadata: { callerIp: '203.0.113.7', callerSuppliedUserAgent: 'curl/8' },
    request: { contents: [{ parts: [{ text: 'a secret prompt' }] }] },
    status: { code: 7, message: 'denied' },
  },
};

function readerOf(first: Json): string | undefined {
  const head: Head = { path: 'x.json', text: JSON.stringify(first), first, framing: { kind: 'values' } };
  return READERS.find((reader) => reader.recognise(head))?.id;
}

function rowOf(made: ReturnType<typeof azureRow>): Readonly<Record<string, unknown>> {
  expect(made.ok).toBe(true);
  return JSON.parse(made.ok ? (made.rows[0] ?? '{}') : '{}') as Readonly<Record<string, unknown>>;
}

describe('Azure records', () => {
  it('are known in the three shapes they are handed over in, and by content alone', () => {
    expect(readerOf(REQUEST)).toBe('azure-events');
    expect(
      readerOf({
        TimeGenerated: 'x',
        ResourceProvider: 'MICROSOFT.COGNITIVESERVICES',
        OperationName: 'ListKey',
      }),
    ).toBe('azure-events');
    expect(readerOf({ eventTimestamp: 'x', resourceId: ACCOUNT, operationName: { value: 'W' } })).toBe(
      'azure-events',
    );
    expect(readerOf({ time: 'x', category: 'Audit', resourceId: ACCOUNT })).toBeUndefined();
    expect(readerOf({ time: 'x', category: 'Audit', operationName: 'x' })).toBeUndefined();
  });

  it('of a request tell deployment, model, sizes and status, whose properties are an object or its text', () => {
    const expected = {
      eventtime: '2026-01-15T10:00:00.435000Z',
      category: 'RequestResponse',
      operation: 'ChatCompletions_Create',
      principal: null,
      sourceipaddress: '203.0.113.***',
      subscription: '00000000-0000-0000-0000-000000000001',
      location: 'eastus',
      status: '400',
      outcome: 'failed',
      deployment: 'chat',
      modelid: 'gpt-35-turbo',
      request_bytes: 128,
      response_bytes: 1411,
      duration_ms: 1021,
      input_tokens: null,
      requestid: 'c-1',
    };
    expect(rowOf(azureRow(REQUEST))).toMatchObject(expected);
    expect(rowOf(azureRow({ ...REQUEST, properties: JSON.parse(REQUEST.properties) as Json }))).toMatchObject(
      expected,
    );
  });

  it('of the Audit category have no address and no id, and are never taken for one another', () => {
    const row = rowOf(
      azureRow({
        Tenant: 'eastus',
        category: 'Audit',
        operationName: 'ListKey',
        properties: { objectId: 'o-1' },
        resourceId: ACCOUNT,
        time: '2026-01-15T10:00:00.0000000Z',
      }),
    );
    expect(row).toMatchObject({
      principal: 'o-1',
      sourceipaddress: null,
      status: null,
      outcome: null,
      print: null,
    });
  });

  it('of the Activity log tell the caller by claims, and of bodies the settings alone', () => {
    const row = rowOf(
      azureRow({
        time: '2026-01-15T10:00:00Z',
        category: 'Administrative',
        operationName: 'MICROSOFT.COGNITIVESERVICES/ACCOUNTS/RAIPOLICIES/WRITE',
        resourceId: `${ACCOUNT}/RAIPOLICIES/OPEN`,
        resultType: 'Success',
        resultSignature: 'Succeeded.OK',
        callerIpAddress: '198.51.100.9',
        correlationId: 'c-2',
        identity: {
          claims: {
            'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'ana@example.com',
            appid: 'app-1',
          },
        },
        properties: {
          eventCategory: 'Administrative',
          requestbody: JSON.stringify({
            secret: 'not taken over',
            properties: {
              mode: 'Default',
              contentFilters: [
                { name: 'Hate', source: 'Prompt', enabled: false, blocking: false, note: 'left out' },
              ],
            },
          }),
        },
      }),
    );
    expect(row).toMatchObject({ principal: 'ana@example.com', outcome: 'succeeded', status: 'Success' });
    expect(row['settings']).toBe(
      '{"mode":"Default","contentfilters":[{"name":"Hate","source":"Prompt","enabled":false,"blocking":false}]}',
    );
  });

  it('as rows of Log Analytics are read alike, where objects and numbers are text', () => {
    const requests = rowOf(
      azureRow({
        TimeGenerated: '2026-01-15T10:00:00.435Z',
        ResourceProvider: 'MICROSOFT.COGNITIVESERVICES',
        ResourceId: ACCOUNT,
        Category: 'RequestResponse',
        OperationName: 'ChatCompletions_Create',
        CallerIPAddress: '203.0.113.***',
        ResultSignature: '200',
        DurationMs: '900',
        CorrelationId: 'c-1',
        properties_s: REQUEST.properties,
      }),
    );
    expect(requests).toMatchObject({
      deployment: 'chat',
      duration_ms: 900,
      outcome: 'succeeded',
      principal: null,
    });
    const changes = rowOf(
      azureRow({
        TimeGenerated: '2026-01-15T10:00:00Z',
        ResourceProviderValue: 'MICROSOFT.COGNITIVESERVICES',
        _ResourceId: ACCOUNT.toLowerCase(),
        CategoryValue: 'Administrative',
        OperationNameValue: 'MICROSOFT.COGNITIVESERVICES/ACCOUNTS/LISTKEYS/ACTION',
        ActivityStatusValue: 'Success',
        CallerIpAddress: '198.51.100.9',
        Claims: '{"appid":"app-1"}',
      }),
    );
    expect(changes).toMatchObject({
      category: 'Administrative',
      principal: 'app-1',
      outcome: 'succeeded',
      subscription: '00000000-0000-0000-0000-000000000001',
    });
  });

  it('as its API gives them are read alike', () => {
    const row = rowOf(
      azureRow({
        eventTimestamp: '2026-01-15T10:00:00.12Z',
        resourceId: ACCOUNT,
        operationName: {
          value: 'Microsoft.CognitiveServices/accounts/listKeys/action',
          localizedValue: 'List Keys',
        },
        category: { value: 'Administrative' },
        caller: 'ana@example.com',
        httpRequest: { clientIpAddress: '198.51.100.9' },
        status: { value: 'Failed' },
        subStatus: { value: 'Forbidden' },
        correlationId: 'c-3',
      }),
    );
    expect(row).toMatchObject({
      operation: 'Microsoft.CognitiveServices/accounts/listKeys/action',
      category: 'Administrative',
      principal: 'ana@example.com',
      sourceipaddress: '198.51.100.9',
      status: 'Failed',
      outcome: 'failed',
    });
  });
});

describe('Google Cloud audit log entries', () => {
  it('tell who asked for which permission, by which key and on whose behalf, and nothing that was said', () => {
    expect(readerOf(ENTRY)).toBe('google-events');
    const row = rowOf(googleRow(ENTRY));
    expect(row).toMatchObject({
      eventtime: '2026-01-15T10:00:00.123456Z',
      category: 'data_access',
      service: 'aiplatform.googleapis.com',
      principal: 'app@example-project.iam.gserviceaccount.com',
      access_key: '//iam.googleapis.com/projects/example-project/serviceAccounts/app/keys/1',
      delegated_by: 'ana@example.com',
      sourceipaddress: '203.0.113.7',
      project: 'example-project',
      location: 'us-central1',
      modelid: 'gemini-example',
      permission: 'aiplatform.endpoints.predict',
      granted: 'false',
      status_code: 7,
      status: 'PERMISSION_DENIED',
      outcome: 'failed',
      stage: null,
      eventid: 'i-1',
    });
    expect(JSON.stringify(row)).not.toContain('secret');
  });

  it('of a long operation say which end they are', () => {
    const started = rowOf(
      googleRow({ ...ENTRY, operation: { id: 'op', first: true }, protoPayload: { methodName: 'm' } }),
    );
    expect(started).toMatchObject({ stage: 'first', outcome: 'started', status: 'OK', granted: null });
    const both = rowOf(googleRow({ ...ENTRY, operation: { id: 'op', first: true, last: true } }));
    expect(both).toMatchObject({ stage: null });
  });

  it('tell changes of policy as settings', () => {
    const delta = {
      action: 'ADD',
      role: 'roles/owner',
      member: 'user:eve@example.net',
      condition: 'left out',
    };
    const row = rowOf(
      googleRow({
        ...ENTRY,
        protoPayload: {
          methodName: 'SetIamPolicy',
          serviceData: { policyDelta: { bindingDeltas: [delta] } },
        },
      }),
    );
    expect(row['settings']).toBe(
      '{"bindings":[{"action":"ADD","role":"roles/owner","member":"user:eve@example.net"}]}',
    );
  });
});

describe('times', () => {
  it.each([
    ['2026-01-15T10:00:00Z', '2026-01-15T10:00:00Z'],
    ['2026-01-15T10:00:00.4350000Z', '2026-01-15T10:00:00.435000Z'],
    ['2026-01-15T12:00:00.5+02:00', '2026-01-15T10:00:00.5Z'],
    ['2026-01-15 10:00:00', '2026-01-15T10:00:00Z'],
    ['15.1.2026', null],
    ['2026-13-15T10:00:00Z', null],
    [null, null],
  ])('%s is %s', (told, utc) => {
    expect(utcTime(told)).toBe(utc);
  });
});
