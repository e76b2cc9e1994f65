import type { Json, JsonObject } from '../../src/base/json.ts';
import { still } from './action-checks.ts';
import type { ActionExample } from './action-example.ts';

const LOG_GROUP = '/example/bedrock/invocations';
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:security';
const RECORDS = 'example-hr-records-111122223333';
const HOME = { regions: ['us-east-1'] };

/** An update writes the defaults of an agent that were left open. */
function withoutDefaults(observed: JsonObject): Json {
  return JSON.parse(JSON.stringify(observed), (key, value: Json) =>
    key === 'agentCollaboration' || key === 'orchestrationType' ? undefined : value,
  ) as Json;
}

/** Actions that set an account right before anything happens. */
export const PREPARATION_EXAMPLES: readonly ActionExample[] = [
  { id: 's3/set-up-bucket', params: { bucket: 'example-security-logs', ...HOME }, kept: still },
  {
    id: 'cloudwatch-logs/set-up-log-group',
    params: { logGroup: LOG_GROUP, days: 731, mask: true },
    kept: still,
  },
  {
    id: 'cloudwatch-logs/deliver-knowledge-logs',
    params: { knowledgeBase: 'KBEXAMPLE1', logGroup: LOG_GROUP },
    kept: still,
  },
  { id: 'cloudwatch/watch-signals', params: { logGroup: LOG_GROUP, topic: TOPIC }, kept: still },
  {
    id: 'cloudwatch/watch-invocations',
    params: { logGroup: LOG_GROUP, topic: TOPIC, models: ['example.model-v1:0'], ...HOME },
    kept: still,
  },
  { id: 'cloudwatch/watch-delivery', params: { topic: TOPIC, ...HOME }, kept: still },
  {
    id: 'iam/set-up-delivery-role',
    params: { role: 'log-delivery', service: 'cloudtrail', logGroup: LOG_GROUP },
    kept: still,
  },
  { id: 'cloudtrail/set-up-trail', params: { trail: 'organization', bucket: RECORDS }, kept: still },
  { id: 'guardduty/enable-protection', params: HOME, kept: still },
  { id: 'accessanalyzer/set-up-analyzer', params: HOME, kept: still },
  {
    id: 'account/set-security-contact',
    params: { name: 'Night watch', title: 'On call', email: 'watch@example.com', phone: '+1-555-0101' },
    kept: still,
  },
  { id: 'budgets/set-up-budget', params: { amount: 500, tell: TOPIC }, kept: still },
  {
    id: 'cost-explorer/watch-anomalies',
    params: { amount: 100, tell: 'security@example.com' },
    kept: still,
  },
  { id: 'bedrock/set-up-guardrail', params: { name: 'example-front-desk', ...HOME }, kept: still },
  {
    id: 'bedrock-agent/attach-guardrail',
    params: { agentId: 'AGEXAMPLE1', guardrail: 'hr-portal' },
    kept: withoutDefaults,
  },
];
