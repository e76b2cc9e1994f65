import type { JsonObject } from '../base/json.ts';

/** A read of configuration, and the reads that each thing it lists leads to. */
export interface SnapshotRead {
  readonly service: string;
  readonly operation: string;
  readonly input?: JsonObject;
  /** The names of the token to give and of the one that comes back; left out where all comes in one answer. */
  readonly token?: readonly [given: string, came: string];
  readonly each?: {
    /** The list in the answer. */
    readonly list: string;
    readonly reads: readonly SnapshotFollow[];
  };
}

export interface SnapshotFollow extends Omit<SnapshotRead, 'input'> {
  /** The input for one thing of the list, or null where it asks for none. `given` is what the list was asked with. */
  readonly from: (item: JsonObject, given: JsonObject) => JsonObject | null;
}

const NEXT: readonly [string, string] = ['nextToken', 'nextToken'];
const MARKER: readonly [string, string] = ['Marker', 'Marker'];

const by =
  (field: string, name: string): SnapshotFollow['from'] =>
  (item) => ({ [name]: item[field] ?? null });

/** A list's item, and what the list itself was asked with: children of children. */
const within =
  (field: string, name: string): SnapshotFollow['from'] =>
  (item, given) => ({ ...given, [name]: item[field] ?? null });

/** The numbered versions of a flow or prompt: the draft is what it shows when no version is named. */
const numbered =
  (name: string): SnapshotFollow['from'] =>
  ({ version = null }, given) =>
    version === null || version === 'DRAFT' ? null : { ...given, [name]: version };

const BUCKET_READS = [
  'GetBucketLocation',
  'GetBucketPolicy',
  'GetBucketAcl',
  'GetBucketVersioning',
  'GetBucketEncryption',
  'GetBucketLogging',
  'GetBucketLifecycleConfiguration',
  'GetBucketNotificationConfiguration',
  'GetPublicAccessBlock',
] as const;

/** Once in an account (evidence E3 and E5 of FACTS section 5). */
export const ACCOUNT_SNAPSHOT: readonly SnapshotRead[] = [
  { service: 'iam', operation: 'GetAccountAuthorizationDetails', token: MARKER },
  { service: 'iam', operation: 'GetAccountSummary' },
  {
    service: 'iam',
    operation: 'ListUsers',
    token: MARKER,
    each: {
      list: 'Users',
      reads: [
        {
          service: 'iam',
          operation: 'ListServiceSpecificCredentials',
          from: by('UserName', 'UserName'),
        },
        {
          service: 'iam',
          operation: 'ListAccessKeys',
          from: by('UserName', 'UserName'),
          each: {
            list: 'AccessKeyMetadata',
            reads: [
              { service: 'iam', operation: 'GetAccessKeyLastUsed', from: by('AccessKeyId', 'AccessKeyId') },
            ],
          },
        },
      ],
    },
  },
  {
    service: 's3',
    operation: 'ListBuckets',
    token: ['ContinuationToken', 'ContinuationToken'],
    each: {
      list: 'Buckets',
      reads: BUCKET_READS.map((operation) => ({ service: 's3', operation, from: by('Name', 'Bucket') })),
    },
  },
];

/** In every Region (E4). */
export const REGION_SNAPSHOT: readonly SnapshotRead[] = [
  {
    service: 'bedrock',
    operation: 'ListGuardrails',
    token: NEXT,
    each: {
      list: 'guardrails',
      reads: [
        {
          service: 'bedrock',
          operation: 'ListGuardrails',
          token: NEXT,
          from: by('id', 'guardrailIdentifier'),
          each: {
            list: 'guardrails',
            reads: [
              { service: 'bedrock', operation: 'GetGuardrail', from: within('version', 'guardrailVersion') },
            ],
          },
        },
      ],
    },
  },
  { service: 'bedrock', operation: 'ListCustomModels', token: NEXT },
  { service: 'bedrock', operation: 'ListInferenceProfiles', token: NEXT },
  { service: 'bedrock', operation: 'ListEnforcedGuardrailsConfiguration', token: NEXT },
  {
    service: 'bedrock-agent',
    operation: 'ListAgents',
    token: NEXT,
    each: {
      list: 'agentSummaries',
      reads: [
        { service: 'bedrock-agent', operation: 'GetAgent', from: by('agentId', 'agentId') },
        {
          service: 'bedrock-agent',
          operation: 'ListAgentAliases',
          token: NEXT,
          from: by('agentId', 'agentId'),
        },
        {
          service: 'bedrock-agent',
          operation: 'ListAgentActionGroups',
          token: NEXT,
          from: ({ agentId = null }) => ({ agentId, agentVersion: 'DRAFT' }),
          each: {
            list: 'actionGroupSummaries',
            reads: [
              {
                service: 'bedrock-agent',
                operation: 'GetAgentActionGroup',
                from: within('actionGroupId', 'actionGroupId'),
              },
            ],
          },
        },
        {
          service: 'bedrock-agent',
          operation: 'ListAgentKnowledgeBases',
          token: NEXT,
          from: ({ agentId = null }) => ({ agentId, agentVersion: 'DRAFT' }),
        },
      ],
    },
  },
  {
    service: 'bedrock-agent',
    operation: 'ListKnowledgeBases',
    token: NEXT,
    each: {
      list: 'knowledgeBaseSummaries',
      reads: [
        {
          service: 'bedrock-agent',
          operation: 'GetKnowledgeBase',
          from: by('knowledgeBaseId', 'knowledgeBaseId'),
        },
        {
          service: 'bedrock-agent',
          operation: 'ListDataSources',
          token: NEXT,
          from: by('knowledgeBaseId', 'knowledgeBaseId'),
          each: {
            list: 'dataSourceSummaries',
            reads: [
              {
                service: 'bedrock-agent',
                operation: 'GetDataSource',
                from: within('dataSourceId', 'dataSourceId'),
              },
            ],
          },
        },
      ],
    },
  },
  {
    service: 'bedrock-agent',
    operation: 'ListFlows',
    token: NEXT,
    each: {
      list: 'flowSummaries',
      reads: [
        { service: 'bedrock-agent', operation: 'GetFlow', from: by('id', 'flowIdentifier') },
        {
          service: 'bedrock-agent',
          operation: 'ListFlowAliases',
          token: NEXT,
          from: by('id', 'flowIdentifier'),
        },
        {
          service: 'bedrock-agent',
          operation: 'ListFlowVersions',
          token: NEXT,
          from: by('id', 'flowIdentifier'),
          each: {
            list: 'flowVersionSummaries',
            reads: [
              {
                service: 'bedrock-agent',
                operation: 'GetFlowVersion',
                from: numbered('flowVersion'),
              },
            ],
          },
        },
      ],
    },
  },
  {
    service: 'bedrock-agent',
    operation: 'ListPrompts',
    token: NEXT,
    each: {
      list: 'promptSummaries',
      reads: [
        { service: 'bedrock-agent', operation: 'GetPrompt', from: by('id', 'promptIdentifier') },
        {
          service: 'bedrock-agent',
          operation: 'ListPrompts',
          token: NEXT,
          from: by('id', 'promptIdentifier'),
          each: {
            list: 'promptSummaries',
            reads: [{ service: 'bedrock-agent', operation: 'GetPrompt', from: numbered('promptVersion') }],
          },
        },
      ],
    },
  },
  {
    service: 'lambda',
    operation: 'ListFunctions',
    token: ['Marker', 'NextMarker'],
    each: {
      list: 'Functions',
      reads: [
        {
          service: 'lambda',
          operation: 'GetFunctionConfiguration',
          from: by('FunctionName', 'FunctionName'),
        },
        { service: 'lambda', operation: 'GetPolicy', from: by('FunctionName', 'FunctionName') },
      ],
    },
  },
  { service: 'cloudwatch-logs', operation: 'DescribeLogGroups', token: NEXT },
  { service: 'cloudwatch', operation: 'DescribeAlarms', token: ['NextToken', 'NextToken'] },
];

/** Every operation that the reads name, as `client:Operation`. */
export function operationsOf(
  reads: readonly Pick<SnapshotRead, 'service' | 'operation' | 'each'>[],
): readonly string[] {
  const names = reads.flatMap(({ service, operation, each }) => [
    `${service}:${operation}`,
    ...operationsOf(each?.reads ?? []),
  ]);
  return [...new Set(names)];
}
