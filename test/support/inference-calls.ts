import { BedrockRuntimeClient, type BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime';
import * as runtime from '@aws-sdk/client-bedrock-runtime';
import * as agents from '@aws-sdk/client-bedrock-agent-runtime';
import type { Credentials } from '../../src/simulator/scenarios/scenario.ts';
import { inProcess } from '../../src/simulator/wire/in-process.ts';
import type { WireRequest } from '../../src/simulator/wire/message.ts';
import type { Calls } from './containment.ts';
import { signedRequest, type Unsigned } from './signed-request.ts';
import type { ClientSettings, TestAccount } from './simulated-account.ts';

export const MODEL = 'anthropic.claude-3-haiku-20240307-v1:0';
const PROFILE = `us.${MODEL}`;
const agent = { agentId: 'AGEXAMPLE1', agentAliasId: 'ALEXAMPLE1' };
const knowledgeBaseId = 'KBEXAMPLE1';

/** Every way to a model on Bedrock's own plane. */
export function modelCalls(settings: BedrockRuntimeClientConfig, model: string = MODEL): Calls {
  const client = new BedrockRuntimeClient(settings);
  const messages: runtime.Message[] = [{ role: 'user', content: [{ text: 'Write a poem.' }] }];
  const body = JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 50,
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Write a poem.' }] }],
  });
  return {
    InvokeModel: () => client.send(new runtime.InvokeModelCommand({ modelId: model, body })),
    InvokeModelWithResponseStream: () =>
      client.send(new runtime.InvokeModelWithResponseStreamCommand({ modelId: model, body })),
    Converse: () => client.send(new runtime.ConverseCommand({ modelId: model, messages })),
    ConverseStream: () => client.send(new runtime.ConverseStreamCommand({ modelId: model, messages })),
  };
}

/** The same through a cross-region profile. */
export function profileCalls(settings: BedrockRuntimeClientConfig): Calls {
  const { Converse } = modelCalls(settings, PROFILE);
  return Converse === undefined ? {} : { 'Converse through a profile': Converse };
}

/** Every way to a model that goes through something built on Bedrock. */
export function builtCalls(settings: ClientSettings): Calls {
  const client = new agents.BedrockAgentRuntimeClient(settings);
  const retrievalQuery = { text: 'returns' };
  return {
    InvokeAgent: () =>
      client.send(new agents.InvokeAgentCommand({ ...agent, sessionId: 's', inputText: 'Hello' })),
    Retrieve: () => client.send(new agents.RetrieveCommand({ knowledgeBaseId, retrievalQuery })),
    RetrieveAndGenerate: () =>
      client.send(
        new agents.RetrieveAndGenerateCommand({
          input: retrievalQuery,
          retrieveAndGenerateConfiguration: {
            type: 'KNOWLEDGE_BASE',
            knowledgeBaseConfiguration: { knowledgeBaseId, modelArn: MODEL },
          },
        }),
      ),
  };
}

/** A chat at bedrock-mantle. */
export const MANTLE: Unsigned = {
  method: 'POST',
  path: '/v1/chat/completions',
  body: { model: 'openai.gpt-oss-120b', messages: [{ role: 'user', content: 'Write a poem.' }] },
};
/** A message at Claude Platform. */
export const CLAUDE: Unsigned = {
  method: 'POST',
  path: '/v1/messages',
  headers: { 'anthropic-workspace-id': 'wrkspc_01EXAMPLE' },
  body: {
    model: 'claude-sonnet-4-6',
    max_tokens: 64,
    messages: [{ role: 'user', content: 'Write a poem.' }],
  },
};

/** The two planes of inference that have no client in the SDK, by requests signed by hand. */
export function planeCalls({ dispatch }: TestAccount, credentials: Credentials): Calls {
  const at = (request: Unsigned, service: string) => () =>
    sent(dispatch, signedRequest(request, { credentials, service }));
  return {
    'bedrock-mantle': at(MANTLE, 'bedrock-mantle'),
    'Claude Platform': at(CLAUDE, 'aws-external-anthropic'),
  };
}

/** bedrock-mantle with a Bedrock API key, as an OpenAI client sends it. */
export function mantleBearing({ dispatch }: TestAccount, token: string): Promise<unknown> {
  return sent(dispatch, {
    method: MANTLE.method,
    path: MANTLE.path,
    query: {},
    headers: { host: '127.0.0.1:4566', authorization: `Bearer ${token}`, 'user-agent': 'OpenAI/JS 5.0' },
    body: Buffer.from(JSON.stringify(MANTLE.body)),
    address: '203.0.113.70',
  });
}

/** What a client of Bedrock is made with that holds an API key instead of credentials. */
export function bearing({ dispatch }: TestAccount, token: string) {
  return {
    region: 'us-east-1',
    token: { token },
    authSchemePreference: ['httpBearerAuth'],
    maxAttempts: 1,
    requestHandler: inProcess(dispatch, '203.0.113.70'),
  };
}

async function sent(dispatch: TestAccount['dispatch'], request: WireRequest): Promise<unknown> {
  const { status } = await dispatch(request);
  if (status === 200) return status;
  throw Object.assign(new Error('refused'), { name: `status ${status}` });
}
