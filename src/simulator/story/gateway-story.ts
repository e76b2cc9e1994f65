import type { JsonObject } from '../../base/json.ts';
import { roleArnOf } from './cast.ts';
import type { Caller } from './cloudtrail-record.ts';
import { pipelineRun } from './delivery-routines.ts';
import { ACCOUNT, FOREIGN_ACCOUNT, HOME_REGION, arn } from './names.ts';
import type { PlantedStory } from './planted-story.ts';
import type { Act, Stage } from './stage.ts';

const AGENTCORE = 'bedrock-agentcore';
const GATEWAY = 'support-tools-example001';
const RUNTIME = 'support_agent-example001';
const WORKLOAD_NAME = 'support-agent';

type Data = Pick<Act, 'at' | 'by' | 'name' | 'request'> &
  Partial<Pick<Act, 'signals' | 'response' | 'additional' | 'readOnly'>>;

/**
 * AgentCore: with a leaked key of a CI user the gateway is opened to anybody and given a foreign target, the runtime a
 * foreign image, tokens are taken from the vault, and strangers sweep and call the tools.
 */
export const GATEWAY_STORY: PlantedStory = {
  id: 'open-gateway',
  summary:
    "the support agent's gateway of AgentCore is opened to anybody, its runtime runs a foreign image, and its vault gives out keys",
  ordinary: (stage) => {
    agentWorks(stage);
    deployRuntime(stage);
  },
  incident: (stage) => {
    openGateway(stage);
    replaceRuntime(stage);
    takeTokens(stage);
    callTools(stage);
    runCode(stage);
  },
};

function agent(stage: Stage, at: number): Caller {
  return stage.cast.session(stage.cast.roles.agent, stage.minute(at), {
    name: 'BedrockAgentCore-support',
    invokedBy: 'bedrock-agentcore.amazonaws.com',
  });
}

function resource(type: string, path: string): readonly JsonObject[] {
  return [
    { accountId: ACCOUNT, type: `AWS::BedrockAgentCore::${type}`, ARN: arn(AGENTCORE, HOME_REGION, path) },
  ];
}

function onGateway(stage: Stage, act: Data): void {
  const resources = resource('Gateway', `gateway/${GATEWAY}`);
  stage.call({ readOnly: false, ...act, service: AGENTCORE, data: true, resources });
}

function onVault(stage: Stage, act: Data): void {
  const resources = resource(
    'WorkloadIdentity',
    `workload-identity-directory/default/workload-identity/${WORKLOAD_NAME}`,
  );
  stage.call({ readOnly: true, ...act, service: AGENTCORE, data: true, resources });
}

/** A call of the Model Context Protocol, as the gateway's event keeps it. */
function mcp(method: string, tool?: string): JsonObject {
  return {
    body: {
      jsonrpc: '2.0',
      method,
      ...(tool === undefined ? {} : { params: { name: tool, arguments: 'HIDDEN_DUE_TO_SECURITY_REASONS' } }),
    },
  };
}

function agentWorks(stage: Stage): void {
  for (let at = -170; at < 178; at += 6) {
    const by = agent(stage, at);
    onVault(stage, { at, by, name: 'GetWorkloadAccessToken', request: { workloadName: WORKLOAD_NAME } });
    onGateway(stage, {
      at: at + 0.1,
      by,
      name: 'InvokeGateway',
      request: mcp('tools/call', 'notify-customer___send'),
      response: { statusCode: 200 },
      additional: { targetId: 'TGEXAMPLE1' },
    });
  }
}

function deployRuntime(stage: Stage): void {
  stage.call({
    at: -90,
    by: pipelineRun(stage.cast, stage.minute(-90), 4018),
    service: AGENTCORE,
    name: 'UpdateAgentRuntime',
    request: runtime(ACCOUNT, 'support-agent:3'),
  });
}

function runtime(account: string, image: string): JsonObject {
  return {
    agentRuntimeId: RUNTIME,
    agentRuntimeArtifact: {
      containerConfiguration: { containerUri: `${account}.dkr.ecr.${HOME_REGION}.amazonaws.com/${image}` },
    },
    roleArn: roleArnOf('agent'),
    networkConfiguration: { networkMode: 'PUBLIC' },
  };
}

function openGateway(stage: Stage): void {
  const by = stage.intruder.leakedKey;
  stage.call({
    at: 8,
    by,
    signals: ['G7'],
    service: AGENTCORE,
    name: 'UpdateGateway',
    request: {
      gatewayIdentifier: GATEWAY,
      name: 'support-tools',
      roleArn: roleArnOf('agent'),
      protocolType: 'MCP',
      authorizerType: 'NONE',
    },
  });
  stage.call({
    at: 12,
    by,
    signals: ['G7'],
    service: AGENTCORE,
    name: 'CreateGatewayTarget',
    request: {
      gatewayIdentifier: GATEWAY,
      name: 'search',
      targetConfiguration: { mcp: { mcpServer: { endpoint: 'https://mcp.example.net/' } } },
    },
  });
}

function replaceRuntime(stage: Stage): void {
  stage.call({
    at: 20,
    by: stage.intruder.leakedKey,
    signals: ['M9'],
    service: AGENTCORE,
    name: 'UpdateAgentRuntime',
    request: runtime(FOREIGN_ACCOUNT, 'agent:latest'),
  });
}

function takeTokens(stage: Stage): void {
  const by = stage.intruder.leakedKey;
  onVault(stage, {
    at: 26,
    by,
    signals: ['AC-identity'],
    name: 'GetWorkloadAccessToken',
    request: { workloadName: WORKLOAD_NAME },
  });
  onVault(stage, {
    at: 26.2,
    by,
    signals: ['AC-identity'],
    name: 'GetResourceApiKey',
    request: {
      resourceCredentialProviderName: 'ticket-system',
      workloadIdentityToken: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    },
  });
}

/** Whoever has no credentials of AWS shows as an account of that name. */
const STRANGER: Caller = {
  identity: { type: 'AWSAccount', principalId: '', accountId: 'anonymous' },
  address: '203.0.113.87',
  userAgent: 'python-httpx/0.27.0',
};

function callTools(stage: Stage): void {
  onGateway(stage, {
    at: 34,
    by: STRANGER,
    signals: ['G6'],
    name: 'InvokeGateway',
    request: mcp('tools/list'),
    response: { statusCode: 200 },
  });
  for (let index = 0; index < 24; index += 1)
    onGateway(stage, {
      at: 35 + index * 0.2,
      by: STRANGER,
      signals: ['G6'],
      name: 'InvokeGateway',
      request: mcp('tools/call', index % 2 === 0 ? 'search___admin' : 'notify-customer___send'),
      response:
        index % 2 === 0 ? { statusCode: 400, body: { error: { code: -32_602 } } } : { statusCode: 200 },
      additional: { targetId: 'TGEXAMPLE1' },
    });
}

function runCode(stage: Stage): void {
  const by = stage.intruder.leakedKey;
  stage.call({
    at: 44,
    by,
    signals: ['G10'],
    service: AGENTCORE,
    name: 'CreateCodeInterpreter',
    request: {
      name: 'helper',
      networkConfiguration: { networkMode: 'PUBLIC' },
      executionRoleArn: roleArnOf('agent'),
    },
  });
  stage.call({
    at: 46,
    by,
    signals: ['G10'],
    service: AGENTCORE,
    name: 'StartCodeInterpreterSession',
    data: true,
    request: { codeInterpreterIdentifier: 'helper-example01', sessionTimeoutSeconds: 28_800 },
    resources: resource('CodeInterpreter', 'code-interpreter-custom/helper-example01'),
  });
}
