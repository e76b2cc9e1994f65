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

/** The class of data events on resources of this type. */
export function dataSourceOf(type: string): SourceId {
  return CLASSES.find(([prefix]) => type.startsWith(prefix))?.[1] ?? 'cloudtrail.data.other';
}

/** The classes of data events that a trail's selectors ask for, from the answer of GetEventSelectors. */
export function selectedDataSources(answer: JsonObject): readonly SourceId[] {
  const types = [...basicTypes(answer), ...advancedTypes(answer)];
  return DATA_SOURCES.filter((source) =>
    CLASSES.some(([prefix, own]) => own === source && types.some((type) => type.startsWith(prefix))),
  );
}

/** How much of a class of events a trail's selectors take. */
export type Selection =
  { readonly kind: 'whole' } | { readonly kind: 'part'; readonly why: string } | { readonly kind: 'none' };

/** Classes of one type alone: its selector takes the whole class. */
const ONE_TYPE: ReadonlySet<SourceId> = new Set<SourceId>(['cloudtrail.data.s3', 'cloudtrail.data.lambda']);

/** How much of a class of data events is selected. What narrows a selector makes it a part. */
export function dataSelection(answer: JsonObject, source: SourceId): Selection {
  const isOwn = (type: string): boolean =>
    CLASSES.some(([prefix, own]) => own === source && type.startsWith(prefix));
  const types = [...new Set([...basicTypes(answer), ...advancedTypes(answer)].filter(isOwn))];
  if (types.length === 0) return { kind: 'none' };
  if (!ONE_TYPE.has(source)) return { kind: 'part', why: `selected are the events of ${types.join(', ')}` };
  const whole =
    objects(answer['AdvancedEventSelectors']).some(
      (selector) => isBroad(selector, ['eventCategory', 'resources.type']) && typesOf(selector).some(isOwn),
    ) || objects(answer['EventSelectors']).some((selector) => takesAll(selector, isOwn));
  return whole ? { kind: 'whole' } : { kind: 'part', why: 'the selectors take a part of these events' };
}

/** How much of the management events is selected. */
export function managementSelection(answer: JsonObject): Selection {
  const advanced = objects(answer['AdvancedEventSelectors']).filter((selector) =>
    objects(selector['FieldSelectors']).some(
      ({ Field, Equals }) =>
        Field === 'eventCategory' && Array.isArray(Equals) && Equals.includes('Management'),
    ),
  );
  const basic = objects(answer['EventSelectors']).filter(
    ({ IncludeManagementEvents }) => IncludeManagementEvents !== false,
  );
  if (advanced.length + basic.length === 0) return { kind: 'none' };
  const whole =
    advanced.some((selector) => isBroad(selector, ['eventCategory'])) ||
    basic.some(
      ({ ReadWriteType = 'All', ExcludeManagementEventSources: excluded }) =>
        ReadWriteType === 'All' && (!Array.isArray(excluded) || excluded.length === 0),
    );
  return whole
    ? { kind: 'whole' }
    : { kind: 'part', why: 'the selectors take a part of the management events' };
}

function isBroad(selector: JsonObject, fields: readonly string[]): boolean {
  return objects(selector['FieldSelectors']).every(({ Field }) => fields.includes(String(Field)));
}

/** A value that is the service's ARN alone means every bucket or function. */
function takesAll(selector: JsonObject, isOwn: (type: string) => boolean): boolean {
  if ((selector['ReadWriteType'] ?? 'All') !== 'All') return false;
  return objects(selector['DataResources']).some(
    ({ Type, Values }) =>
      isOwn(String(Type)) &&
      Array.isArray(Values) &&
      Values.some((value) => /^arn:aws[\w-]*:(s3(:::)?|lambda)$/.test(String(value))),
  );
}

function typesOf(selector: JsonObject): readonly string[] {
  return objects(selector['FieldSelectors'])
    .filter(({ Field }) => Field === 'resources.type')
    .flatMap(({ Equals }) => (Array.isArray(Equals) ? Equals.map(String) : []));
}

function basicTypes(answer: JsonObject): readonly string[] {
  return objects(answer['EventSelectors']).flatMap((selector) =>
    objects(selector['DataResources']).map(({ Type }) => String(Type)),
  );
}

function advancedTypes(answer: JsonObject): readonly string[] {
  return objects(answer['AdvancedEventSelectors']).flatMap(typesOf);
}

function objects(value: JsonObject[string] | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value.filter(isObject) as JsonObject[]) : [];
}
