import { CreateServiceSpecificCredentialCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetEventSelectorsCommand, PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import type { Credentials } from '../../src/simulator/scenarios/scenario.ts';
import type { WireRequest } from '../../src/simulator/wire/message.ts';
import { recordsBelow } from '../support/delivered-logs.ts';
import { CLAUDE, MANTLE as CHAT } from '../support/inference-calls.ts';
import { shortTermApiKey, signedRequest, type Unsigned } from '../support/signed-request.ts';
import { lastTrack, testAccount, type Clients, type TestAccount } from '../support/simulated-account.ts';

const MANTLE = 'bedrock-mantle';
const ANTHROPIC = 'aws-external-anthropic';
const PROJECT = 'arn:aws:bedrock-mantle:us-east-1:111122223333:project/default';

interface Opened extends TestAccount {
  readonly responders: Clients;
  readonly admin: Credentials;
  readonly send: (request: WireRequest) => Promise<{ readonly status: number; readonly body: string }>;
}

async function account(): Promise<Opened> {
  const opened = await testAccount();
  return {
    ...opened,
    responders: opened.as(opened.responder),
    admin: opened.intruder['adminSession'] ?? opened.responder,
    send: async (request) => {
      const { status, body } = await opened.dispatch(request);
      return { status, body: Buffer.from(body).toString('utf8') };
    },
  };
}

const signed = ({ admin }: Opened, request: Unsigned, service = MANTLE): WireRequest =>
  signedRequest(request, { credentials: admin, service });

/** As an OpenAI client sends a Bedrock API key, to a loopback address. */
function bearing(token: string, { method, path, body }: Unsigned): WireRequest {
  return {
    method,
    path,
    query: {},
    headers: { host: '127.0.0.1:4566', authorization: `Bearer ${token}`, 'user-agent': 'OpenAI/JS 5.0' },
    body: Buffer.from(JSON.stringify(body ?? {})),
    address: '203.0.113.70',
  };
}

async function deny(opened: Opened, actions: readonly string[], effect = {}): Promise<void> {
  await opened.responders.iam.send(
    new PutRolePolicyCommand({
      RoleName: 'data-platform-admin',
      PolicyName: 'stop-inference',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: actions, Resource: '*', ...effect }],
      }),
    }),
  );
}

describe('the plane of bedrock-mantle', () => {
  it('answers as OpenAI and Anthropic do, and lists its models', async () => {
    const opened = await account();
    const chat = await opened.send(signed(opened, CHAT));
    expect(chat.status).toBe(200);
    expect(JSON.parse(chat.body)).toMatchObject({
      object: 'chat.completion',
      choices: [{ message: { role: 'assistant', content: expect.stringContaining('simulated answer') } }],
    });
    const asked = { model: 'openai.gpt-oss-20b', input: 'Write a poem.' };
    const responses = await opened.send(signed(opened, { ...CHAT, path: '/v1/responses', body: asked }));
    expect(JSON.parse(responses.body)).toMatchObject({ object: 'response', status: 'completed' });
    const messages = await opened.send(
      signed(opened, {
        ...CHAT,
        path: '/anthropic/v1/messages',
        body: {
          model: 'anthropic.claude-haiku-4-5',
          messages: [{ role: 'user', content: [{ text: 'Hi' }] }],
        },
      }),
    );
    expect(JSON.parse(messages.body)).toMatchObject({ type: 'message', stop_reason: 'end_turn' });
    const models = await opened.send(signed(opened, { method: 'GET', path: '/v1/models' }));
    expect(models.body).toContain('openai.gpt-oss-120b');
    expect(lastTrack(opened, 'ListModels')).toMatchObject({
      eventSource: 'bedrock-mantle.amazonaws.com',
      managementEvent: true,
      readOnly: true,
    });
  });

  it('leaves a data event that names model and kind of key, and no invocation record', async () => {
    const opened = await account();
    const before = opened.world.invocations.records.length;
    await opened.send(signed(opened, CHAT));
    expect(opened.world.invocations.records.length).toBe(before);
    expect(lastTrack(opened, 'CreateInference')).toMatchObject({
      eventSource: 'bedrock-mantle.amazonaws.com',
      eventCategory: 'Data',
      managementEvent: false,
      requestParameters: { model: 'openai.gpt-oss-120b', callWithBearerToken: false },
      resources: [{ type: 'AWS::BedrockMantle::Project', ARN: PROJECT }],
      tlsDetails: { clientProvidedHostHeader: 'bedrock-mantle.us-east-1.api.aws' },
    });
    const { MetricDataResults } = await opened.responders.cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(opened.clock.now() - 60_000),
        EndTime: new Date(opened.clock.now() + 60_000),
        MetricDataQueries: [
          {
            Id: 'calls',
            MetricStat: {
              Metric: { Namespace: 'AWS/BedrockMantle', MetricName: 'Inferences' },
              Period: 60,
              Stat: 'Sum',
            },
          },
        ],
      }),
    );
    expect(MetricDataResults?.[0]?.Values).toEqual([1]);
  });

  it('is in the trail only where a selector asks for it', async () => {
    const opened = await account();
    const fetch = (): ReturnType<typeof recordsBelow> => recordsBelow(opened.responders.s3);
    const seen = async (): Promise<number> =>
      (await fetch()).filter((record) => record['eventName'] === 'CreateInference').length;
    await opened.send(signed(opened, CHAT));
    opened.clock.advance(600_000);
    const before = await seen();
    const { AdvancedEventSelectors = [] } = await opened.responders.cloudtrail.send(
      new GetEventSelectorsCommand({ TrailName: 'organization' }),
    );
    await opened.responders.cloudtrail.send(
      new PutEventSelectorsCommand({
        TrailName: 'organization',
        AdvancedEventSelectors: [
          ...AdvancedEventSelectors,
          {
            Name: 'mantle',
            FieldSelectors: [
              { Field: 'eventCategory', Equals: ['Data'] },
              { Field: 'resources.type', Equals: ['AWS::BedrockMantle::Project'] },
            ],
          },
        ],
      }),
    );
    await opened.send(signed(opened, CHAT));
    opened.clock.advance(600_000);
    expect([before, await seen()]).toEqual([0, 1]);
  });

  it('takes API keys of both kinds, and says which', async () => {
    const opened = await account();
    expect((await opened.send(bearing(shortTermApiKey(opened.admin), CHAT))).status).toBe(200);
    expect(lastTrack(opened, 'CreateInference')?.requestParameters).toMatchObject({
      callWithBearerToken: true,
      bearerTokenType: 'SHORT_TERM',
    });
    const { ServiceSpecificCredential } = await opened.responders.iam.send(
      new CreateServiceSpecificCredentialCommand({
        UserName: 'marta.silva',
        ServiceName: 'bedrock.amazonaws.com',
      }),
    );
    const token = ServiceSpecificCredential?.ServiceCredentialSecret ?? '';
    await opened.send(bearing(token, CHAT));
    expect(lastTrack(opened, 'CreateInference')?.requestParameters).toMatchObject({
      bearerTokenType: 'ABSK',
    });
    expect((await opened.send(bearing('ABSKunknown', CHAT))).status).toBe(403);
    await deny(opened, ['bedrock-mantle:CallWithBearerToken']);
    expect((await opened.send(bearing(shortTermApiKey(opened.admin), CHAT))).status).toBe(403);
    expect((await opened.send(signed(opened, CHAT))).status).toBe(200);
  });

  it('refuses what it has not, what it cannot read and who signed wrong', async () => {
    const opened = await account();
    const status = async (request: WireRequest): Promise<number> => (await opened.send(request)).status;
    expect(await status(signed(opened, { ...CHAT, body: { model: 'gpt-9', input: 'x' } }))).toBe(404);
    expect(await status(signed(opened, { ...CHAT, path: '/v1/fine_tuning/jobs' }))).toBe(501);
    expect(await status({ ...signed(opened, CHAT), body: Buffer.from('{') })).toBe(403);
    const wrong = { ...opened.admin, secretAccessKey: 'wrong' };
    expect(await status(signedRequest(CHAT, { credentials: wrong, service: MANTLE }))).toBe(403);
    expect(lastTrack(opened, 'CreateInference')).toMatchObject({ errorCode: 'ResourceNotFoundException' });
  });
});

describe('Claude Platform on AWS', () => {
  it('answers signed calls of a workspace and leaves data events of it', async () => {
    const opened = await account();
    const { status, body } = await opened.send(signed(opened, CLAUDE, ANTHROPIC));
    expect([status, JSON.parse(body).type]).toEqual([200, 'message']);
    expect(lastTrack(opened, 'CreateInference')).toMatchObject({
      eventSource: 'aws-external-anthropic.amazonaws.com',
      eventCategory: 'Data',
      requestParameters: { model: 'claude-sonnet-4-6' },
      resources: [
        {
          type: 'AWS::AWSExternalAnthropic::Workspace',
          ARN: 'arn:aws:aws-external-anthropic:us-east-1:111122223333:workspace/wrkspc_01EXAMPLE',
        },
      ],
    });
    const nowhere = await opened.send(signed(opened, { ...CLAUDE, headers: {} }, ANTHROPIC));
    expect(nowhere.status).toBe(400);
  });
});

describe('stopping inference on every plane', () => {
  it('C09: a Deny on bedrock leaves the other planes open, one on all three closes them', async () => {
    const opened = await account();
    const statuses = async (): Promise<readonly number[]> => [
      (await opened.send(signed(opened, CHAT))).status,
      (await opened.send(signed(opened, CLAUDE, ANTHROPIC))).status,
    ];
    await deny(opened, ['bedrock:*']);
    expect(await statuses()).toEqual([200, 200]);
    await deny(opened, ['bedrock:*', 'bedrock-mantle:*', 'aws-external-anthropic:*']);
    expect(await statuses()).toEqual([403, 403]);
    const track = lastTrack(opened, 'CreateInference');
    expect(track).toMatchObject({ errorCode: 'AccessDenied', eventCategory: 'Data' });
    expect(track?.errorMessage).toContain('explicit deny');
  });
});
