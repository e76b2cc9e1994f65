import { APP, at, HAIKU, invoked, recorded, SONNET, times } from './overview-traffic.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** An invocation record whose answer is this body. */
function answered(body: JsonRecord, given: Parameters<typeof invoked>[1] = {}): JsonRecord {
  const record = invoked(at(9), given);
  return { ...record, output: { ...(record['output'] as JsonRecord), outputBodyJson: body } };
}

/** An answer under a guardrail. */
export function assessed(assessment: JsonRecord, intervened = true): JsonRecord {
  return answered({
    output: { message: { content: [{ text: 'On its way.' }] } },
    stopReason: intervened ? 'guardrail_intervened' : 'end_turn',
    metrics: { latencyMs: 900 },
    trace: { guardrail: { inputAssessment: { gr1: assessment } } },
  });
}

/** 16 records: what each adds to which measure stands beside it. */
export const INVOCATIONS: readonly JsonRecord[] = [
  // 8 plain calls, 900 ms each, 100 tokens in and 50 out.
  ...times(8, (index) => invoked(at(9, index), { request: `logged-${index}` })),
  // A slow one on the other model, in another Region, cut off at the token limit.
  {
    ...answered(
      {
        output: { message: { content: [{ text: 'Long' }] } },
        stopReason: 'max_tokens',
        metrics: { latencyMs: 12_000 },
      },
      { model: SONNET, tokens: [1000, 500] },
    ),
    region: 'eu-west-1',
  },
  // One that failed: no answer, no tokens.
  { ...invoked(at(9, 30), { tokens: null }), errorCode: 'ModelErrorException', output: {} },
  // Six under a guardrail, of which five met it.
  assessed({
    contentPolicy: { filters: [{ type: 'PROMPT_ATTACK', confidence: 'HIGH', action: 'BLOCKED' }] },
  }),
  assessed({ contentPolicy: { filters: [{ type: 'HATE', confidence: 'HIGH', action: 'BLOCKED' }] } }),
  assessed({ topicPolicy: { topics: [{ name: 'advice', type: 'DENY', action: 'BLOCKED' }] } }),
  assessed({
    sensitiveInformationPolicy: { piiEntities: [{ type: 'EMAIL', match: '{EMAIL}', action: 'ANONYMIZED' }] },
  }),
  assessed({
    contextualGroundingPolicy: {
      filters: [{ type: 'GROUNDING', threshold: 0.7, score: 0.2, action: 'BLOCKED' }],
    },
  }),
  assessed(
    {
      contextualGroundingPolicy: {
        filters: [{ type: 'GROUNDING', threshold: 0.7, score: 0.9, action: 'NONE' }],
      },
    },
    false,
  ),
];

const IAM = { eventSource: 'iam.amazonaws.com' };
const WRITE = { readOnly: false };
const SIGN_IN = { eventSource: 'signin.amazonaws.com', ...WRITE };
export const EVENTS: readonly JsonRecord[] = [
  // 3 model calls of the application, of which 2 were logged.
  ...times(3, (index) =>
    recorded(at(10, index), 'Converse', {
      requestID: index < 2 ? `logged-${index}` : 'not-logged',
      userIdentity: {
        type: 'AssumedRole',
        arn: APP,
        accountId: '111122223333',
        accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      },
      sourceIPAddress: '192.0.2.10',
      requestParameters: { modelId: HAIKU },
      ...(index === 2 ? { additionalEventData: { inferenceRegion: 'us-west-2' } } : {}),
    }),
  ),
  // 2 sign-ins, one of which failed.
  recorded(at(10, 10), 'ConsoleLogin', { ...SIGN_IN, responseElements: { ConsoleLogin: 'Success' } }),
  recorded(at(10, 11), 'ConsoleLogin', {
    ...SIGN_IN,
    responseElements: { ConsoleLogin: 'Failure' },
    errorMessage: 'Failed authentication',
  }),
  // 3 denied, in the words of 3 services.
  recorded(at(10, 20), 'ListUsers', { ...IAM, errorCode: 'AccessDenied' }),
  recorded(at(10, 21), 'RunInstances', {
    eventSource: 'ec2.amazonaws.com',
    errorCode: 'Client.UnauthorizedOperation',
  }),
  recorded(at(10, 22), 'PutKeyPolicy', { eventSource: 'kms.amazonaws.com', errorCode: 'NotAuthorized' }),
  // 2 over a limit, and one request for more.
  ...times(2, (index) => recorded(at(10, 30 + index), 'ListAgents', { errorCode: 'ThrottlingException' })),
  recorded(at(10, 32), 'RequestServiceQuotaIncrease', {
    eventSource: 'servicequotas.amazonaws.com',
    ...WRITE,
  }),
  // 2 batch jobs, the later one refused for a value.
  recorded(at(11), 'CreateModelInvocationJob', WRITE),
  recorded(at(11, 1), 'CreateModelInvocationJob', { ...WRITE, errorCode: 'ValidationException' }),
  // A commitment, 2 jobs that train or import, an endpoint of an imported model.
  recorded(at(11, 10), 'CreateProvisionedModelThroughput', WRITE),
  recorded(at(11, 11), 'CreateModelCustomizationJob', WRITE),
  recorded(at(11, 12), 'CreateModelImportJob', WRITE),
  recorded(at(11, 13), 'CreateCustomModelDeployment', WRITE),
  // 2 changes of guardrails and one of an agent.
  recorded(at(11, 20), 'UpdateGuardrail', WRITE),
  recorded(at(11, 21), 'DeleteGuardrail', WRITE),
  recorded(at(11, 22), 'UpdateAgent', WRITE),
  // One that was refused, which changed nothing.
  recorded(at(11, 23), 'DeleteGuardrail', { ...WRITE, errorCode: 'AccessDenied' }),
  // 2 changes of logging, and a change of retention.
  recorded(at(12), 'StopLogging', { eventSource: 'cloudtrail.amazonaws.com', ...WRITE }),
  recorded(at(12, 1), 'DeleteModelInvocationLoggingConfiguration', WRITE),
  recorded(at(12, 2), 'PutRetentionPolicy', { eventSource: 'logs.amazonaws.com', ...WRITE }),
];
