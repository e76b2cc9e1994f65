import type { Random } from './random.ts';

/** The account of the story, and two others it meets. All three are AWS's documentation ids. */
export const ACCOUNT = '111122223333';
export const TOOLING_ACCOUNT = '123456789012';
export const FOREIGN_ACCOUNT = '444455556666';

/** Where the organization works, its home Region first. */
export const HOME_REGION = 'us-east-1';
export const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1'] as const;

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LOWER_HEX = '0123456789abcdef';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** An access key id in AWS's shape that can't be mistaken for a real one: it ends with EXAMPLE. */
export function accessKeyId(random: Random, prefix: 'AKIA' | 'ASIA'): string {
  return `${prefix}${random.text(UPPER, 9)}EXAMPLE`;
}

/** A user or role id (21 characters) that ends with EXAMPLE. */
export function principalId(random: Random, prefix: 'AIDA' | 'AROA' | 'ACCA'): string {
  return `${prefix}${random.text(UPPER, 10)}EXAMPLE`;
}

/** An EC2-style id, such as `i-0a1b…` or `sg-0a1b…`. */
export function resourceId(random: Random, prefix: string): string {
  return `${prefix}-0${random.text(LOWER_HEX, 16)}`;
}

/** An S3 request id: 16 upper-case letters and digits. */
export function s3RequestId(random: Random): string {
  return random.text('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 16);
}

/** Base64 noise of the length asked for. */
export function base64Text(random: Random, length: number): string {
  return random.text(BASE64, length);
}

/** One address of a documentation network, for instance of 192.0.2.0/24 with `192.0.2`. */
export function addressIn(random: Random, network: string): string {
  return `${network}.${random.between(10, 250)}`;
}

/** The ARN of a resource in the story's account; `iam` and `s3` ARNs carry no Region. */
export function arn(service: string, region: string, resource: string): string {
  if (service === 's3') return `arn:aws:s3:::${resource}`;
  return `arn:aws:${service}:${service === 'iam' ? '' : region}:${ACCOUNT}:${resource}`;
}

/** A time as CloudTrail writes it: ISO 8601 in UTC, whole seconds. */
export function seconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** `20260115T0905Z` (to the minute), as the names of log files carry it. */
export function compactMinute(time: number): string {
  const iso = new Date(time).toISOString();
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 10)}T${iso.slice(11, 13)}${iso.slice(14, 16)}Z`;
}

/** The names of the workload the story is about: a support assistant built on Bedrock. */
export const WORKLOAD = {
  knowledgeBaseBucket: `example-support-kb-${ACCOUNT}`,
  privateBucket: `example-hr-records-${ACCOUNT}`,
  artefactBucket: `example-release-artefacts-${ACCOUNT}`,
  trailBucket: `example-cloudtrail-${ACCOUNT}`,
  invocationLogBucket: `example-bedrock-logs-${ACCOUNT}`,
  invocationLogGroup: '/example/bedrock/invocations',
  knowledgeBaseId: 'KBEXAMPLE1',
  dataSourceId: 'DSEXAMPLE1',
  agentId: 'AGEXAMPLE1',
  agentAliasId: 'ALEXAMPLE1',
  actionGroupId: 'ACEXAMPLE1',
  guardrailId: 'grexample001',
  guardrailVersion: '3',
  function: 'support-assistant',
  actionFunction: 'support-assistant-notify',
  model: 'anthropic.claude-3-5-sonnet-20241022-v2:0',
  smallModel: 'anthropic.claude-3-haiku-20240307-v1:0',
  embeddingModel: 'amazon.titan-embed-text-v2:0',
} as const;
