import { roleArnOf } from '../story/cast.ts';
import { HOME_REGION, arn } from '../story/names.ts';
import type { AgentCoreState, GatewayEntry, RuntimeEntry } from '../world/agentcore-state.ts';
import { byRegion } from '../world/by-region.ts';
import type { QApplicationEntry, QBusinessState } from '../world/qbusiness-state.ts';
import type { SecretsState } from '../world/secrets-state.ts';

const DAY = 86_400_000;
const APPLICATION = '0example-0000-4000-8000-application1';
const PLUGIN = '0example-0000-4000-8000-000000plugin';
const SOURCE = '0example-0000-4000-8000-000000source';
const INDEX = '0example-0000-4000-8000-0000000index';
/** Who else may search the application's documents. */
const PARTNER = 'PartnerSearch';
const GATEWAY = 'support-tools-example001';
const RUNTIME = 'support_agent-example001';
/** A session identifier has at least 33 characters. */
const SESSION = 'support-session-example-0000000000001';

/** Q Business of the story: one assistant for employees, in the home Region. Nothing of it was touched. */
export function qBusinessStates(start: number): (region: string) => QBusinessState {
  return byRegion((region) => ({
    applications: new Map(region === HOME_REGION ? [[APPLICATION, employeeAssistant(start)]] : []),
  }));
}

function employeeAssistant(start: number): QApplicationEntry {
  const made = new Date(start - 150 * DAY);
  const times = { createdAt: made, updatedAt: made };
  const plugin = {
    applicationId: APPLICATION,
    pluginId: PLUGIN,
    displayName: 'tickets',
    type: 'JIRA_CLOUD',
    serverUrl: 'https://tickets.example.com',
    buildStatus: 'READY',
    pluginArn: arn('qbusiness', HOME_REGION, `application/${APPLICATION}/plugin/${PLUGIN}`),
    state: 'ENABLED',
    ...times,
  } as const;
  return {
    shown: { applicationId: APPLICATION, displayName: 'employee-assistant', status: 'ACTIVE', ...times },
    plugins: new Map([[PLUGIN, plugin]]),
    // The nightly run, which is over.
    sources: new Map([
      [
        `${INDEX}/${SOURCE}`,
        [
          {
            executionId: '0example-0000-4000-8000-00000000sync',
            startedAt: start - DAY / 2,
            stoppedAt: undefined,
          },
        ],
      ],
    ]),
    permissions: new Map([
      [
        PARTNER,
        {
          applicationId: APPLICATION,
          statementId: PARTNER,
          actions: ['qbusiness:SearchRelevantContent'],
          principal: 'arn:aws:iam::444455556666:role/example-partner-search',
          conditions: [
            {
              conditionOperator: 'StringEquals',
              conditionKey: 'qbusiness:DataAccessorApp',
              conditionValues: ['example'],
            },
          ],
        },
      ],
    ]),
    controls: {
      responseScope: 'ENTERPRISE_CONTENT_ONLY',
      orchestrationConfiguration: { control: 'ENABLED' },
      creatorModeConfiguration: { creatorModeControl: 'ENABLED' },
      blockedPhrases: { blockedPhrases: ['payroll'] },
      topicConfigurations: [],
    },
  };
}

/** AgentCore of the story: the successor of the support agent, on trial in the home Region. Nothing of it was touched. */
export function agentCoreStates(start: number): (region: string) => AgentCoreState {
  return byRegion((region) =>
    region === HOME_REGION
      ? {
          gateways: new Map([[GATEWAY, toolGateway(start)]]),
          runtimes: new Map([[RUNTIME, agentRuntime(start)]]),
          policies: new Map(),
        }
      : { gateways: new Map(), runtimes: new Map(), policies: new Map() },
  );
}

function toolGateway(start: number): GatewayEntry {
  const times = { createdAt: new Date(start - 30 * DAY), updatedAt: new Date(start - 30 * DAY) };
  return {
    shown: {
      gatewayArn: arn('bedrock-agentcore', HOME_REGION, `gateway/${GATEWAY}`),
      gatewayId: GATEWAY,
      gatewayUrl: `https://${GATEWAY}.gateway.bedrock-agentcore.${HOME_REGION}.amazonaws.com/mcp`,
      status: 'READY',
      name: 'support-tools',
      description: 'Tools of the support agent',
      roleArn: roleArnOf('agent'),
      protocolType: 'MCP',
      authorizerType: 'AWS_IAM',
      policyEngineConfiguration: {
        arn: arn('bedrock-agentcore', HOME_REGION, 'policy-engine/support-example001'),
        mode: 'LOG_ONLY',
      },
      ...times,
    },
    targets: new Map([
      ['TGEXAMPLE1', { targetId: 'TGEXAMPLE1', name: 'notify-customer', status: 'READY', ...times }],
    ]),
    rateLimits: new Map(),
  };
}

function agentRuntime(start: number): RuntimeEntry {
  return {
    shown: {
      agentRuntimeArn: arn('bedrock-agentcore', HOME_REGION, `runtime/${RUNTIME}`),
      agentRuntimeId: RUNTIME,
      agentRuntimeVersion: '2',
      agentRuntimeName: 'support_agent',
      description: 'The support agent, on trial',
      lastUpdatedAt: new Date(start - 10 * DAY),
      status: 'READY',
    },
    versions: ['1', '2'],
    endpoints: new Map([
      [
        'DEFAULT',
        {
          name: 'DEFAULT',
          createdAt: start - 30 * DAY,
          description: undefined,
          liveVersion: '2',
          targetVersion: '2',
          changedAt: start - 10 * DAY,
        },
      ],
    ]),
    sessions: new Set([SESSION]),
  };
}

/** Secrets of the story: the intruder was refused even their list. */
export function secretStates(start: number): (region: string) => SecretsState {
  return byRegion((region) => {
    const name = 'support-assistant/ticket-system';
    const ARN = arn('secretsmanager', region, `secret:${name}-Exampl`);
    const CreatedDate = new Date(start - 150 * DAY);
    return new Map(
      region === HOME_REGION
        ? [
            [
              ARN,
              {
                ARN,
                Name: name,
                Description: 'Token of the ticket system',
                CreatedDate,
                LastChangedDate: CreatedDate,
              },
            ],
          ]
        : [],
    );
  });
}
