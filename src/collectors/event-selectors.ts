import { isObject, type JsonObject } from '../base/json.ts';
import type { SourceId } from '../model/source.ts';

/** The class of data events that a `resources.type` belongs to (FACTS 1.3). */
const CLASSES: readonly (readonly [prefix: string, source: SourceId])[] = [
  ['AWS::S3::Object', 'cloudtrail.data.s3'],
  ['AWS::Lambda::Function', 'cloudtrail.data.lambda'],
  ['AWS::Bedrock::', 'cloudtrail.data.bedrock'],
  ['AWS::BedrockMantle::', 'cloudtrail.data.mantle'],
  ['AWS::AWSExternalAnthropic::', 'cloudtrail.data.anthropic'],
  ['AWS::BedrockAgentCore::', 'cloudtrail.data.agentcore'],
  ['AWS::SageMaker::', 'cloudtrail.data.sagemaker'],
  ['AWS::QBusiness::', 'cloudtrail.data.q'],
  ['AWS::QApps::', 'cloudtrail.data.q'],
  ['AWS::SES::', 'cloudtrail.data.ses'],
];

export const DATA_SOURCES: readonly SourceId[] = [...new Set(CLASSES.map(([, source]) => source))];

/** The classes of data events that a trail's selectors ask for, from the answer of GetEventSelectors. */
export function selectedDataSources(answer: JsonObject): readonly SourceId[] {
  const types = [...basicTypes(answer), ...advancedTypes(answer)];
  return DATA_SOURCES.filter((source) =>
    CLASSES.some(([prefix, own]) => own === source && types.some((type) => type.startsWith(prefix))),
  );
}

function basicTypes(answer: JsonObject): readonly string[] {
  return objects(answer['EventSelectors']).flatMap((selector) =>
    objects(selector['DataResources']).map(({ Type }) => String(Type)),
  );
}

function advancedTypes(answer: JsonObject): readonly string[] {
  return objects(answer['AdvancedEventSelectors']).flatMap((selector) =>
    objects(selector['FieldSelectors'])
      .filter(({ Field }) => Field === 'resources.type')
      .flatMap(({ Equals }) => (Array.isArray(Equals) ? Equals.map(String) : [])),
  );
}

function objects(value: JsonObject[string] | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value.filter(isObject) as JsonObject[]) : [];
}
