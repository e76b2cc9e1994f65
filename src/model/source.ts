/**
 * The classes of source a question can be answered from. A class of CloudTrail data events is a source of its
 * own because each is switched on by a selector of its own (FACTS 1.3).
 */
export const SOURCES = {
  'cloudtrail.management': 'CloudTrail management events',
  'cloudtrail.data.s3': 'CloudTrail data events of S3 objects',
  'cloudtrail.data.lambda': 'CloudTrail data events of Lambda functions',
  'cloudtrail.data.bedrock':
    'CloudTrail data events of Bedrock agents, knowledge bases, flows and guardrails',
  'cloudtrail.data.mantle': 'CloudTrail data events of the bedrock-mantle plane',
  'cloudtrail.data.anthropic': 'CloudTrail data events of Claude Platform on AWS',
  'cloudtrail.data.agentcore': 'CloudTrail data events of Bedrock AgentCore',
  'cloudtrail.data.sagemaker': 'CloudTrail data events of SageMaker',
  'cloudtrail.data.q': 'CloudTrail data events of Amazon Q',
  'cloudtrail.data.ses': 'CloudTrail data events of SES',
  'cloudtrail.data.other': 'other CloudTrail data events',
  'cloudtrail.insight': 'CloudTrail Insights events',
  'cloudtrail.network': 'CloudTrail network activity events',
  'bedrock.invocations': 'Bedrock model invocation logs',
  'azure.openai.audit': 'Azure OpenAI resource logs of the category Audit',
  'azure.openai.requests': 'Azure OpenAI resource logs of the category RequestResponse',
  'azure.activity': 'Azure Activity log',
  'azure.other': 'other Azure resource logs',
  'google.audit.activity': 'Google Cloud Admin Activity audit logs',
  'google.audit.data': 'Google Cloud Data Access audit logs',
  'google.audit.other': 'other Google Cloud audit logs',
  'bedrock.batch': 'Bedrock batch inference jobs with their inputs and answers',
  'bedrock.insights': 'answers of Logs Insights over model invocation logs',
  's3.versions': 'versions of the objects behind knowledge bases',
  'aws.metrics': 'CloudWatch metrics of Bedrock',
  'aws.configuration': 'configuration read from the account',
  'lambda.code': 'code of Lambda functions and their layers',
  'aws.guardduty': 'GuardDuty findings',
} as const;

export type SourceId = keyof typeof SOURCES;
export const SOURCE_IDS = Object.keys(SOURCES).filter(isSourceId);

export function isSourceId(value: unknown): value is SourceId {
  return typeof value === 'string' && Object.hasOwn(SOURCES, value);
}
