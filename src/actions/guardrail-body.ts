import { isObject, type Json, type JsonObject } from '../base/json.ts';
import { objectOf, textOf } from './answers.ts';
import { sameButEmpty } from './settings.ts';

/** A guardrail's policies: as GetGuardrail names them, and as UpdateGuardrail does (FACTS 2.4). */
const POLICIES: Readonly<Record<string, string>> = {
  topicPolicy: 'topicPolicyConfig',
  contentPolicy: 'contentPolicyConfig',
  wordPolicy: 'wordPolicyConfig',
  sensitiveInformationPolicy: 'sensitiveInformationPolicyConfig',
  contextualGroundingPolicy: 'contextualGroundingPolicyConfig',
};

const MEMBERS: Readonly<Record<string, string>> = {
  topics: 'topicsConfig',
  filters: 'filtersConfig',
  words: 'wordsConfig',
  managedWordLists: 'managedWordListsConfig',
  piiEntities: 'piiEntitiesConfig',
  regexes: 'regexesConfig',
  tier: 'tierConfig',
};

/**
 * What UpdateGuardrail has to be given to bring back what GetGuardrail gave: an update replaces everything, and what it
 * leaves out is gone. Ids, versions, times and the description are left out; each version has its own.
 */
export function guardrailBody(given: JsonObject): JsonObject {
  const policies = Object.entries(POLICIES).flatMap(([name, config]) => {
    const policy = objectOf(given, name);
    const converted = policy === null ? null : convertedPolicy(policy);
    return converted === null ? [] : [[config, converted] as const];
  });
  const reasoning = objectOf(given, 'automatedReasoningPolicy');
  const profile = textOf(objectOf(given, 'crossRegionDetails'), 'guardrailProfileId');
  const key = textOf(given, 'kmsKeyArn');
  return {
    name: textOf(given, 'name'),
    blockedInputMessaging: textOf(given, 'blockedInputMessaging'),
    blockedOutputsMessaging: textOf(given, 'blockedOutputsMessaging'),
    ...Object.fromEntries(policies),
    ...(reasoning === null ? {} : { automatedReasoningPolicyConfig: withoutNulls(reasoning) }),
    ...(profile === null ? {} : { crossRegionConfig: { guardrailProfileIdentifier: profile } }),
    ...(key === null ? {} : { kmsKeyId: key }),
  };
}

export function sameBody(a: JsonObject | null, b: JsonObject | null): boolean {
  return sameButEmpty(a, b);
}

/** Null for a policy without a rule: an empty list is refused by the service. */
function convertedPolicy(policy: JsonObject): JsonObject | null {
  const members = Object.entries(policy).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );
  if (!members.some(([, value]) => Array.isArray(value))) return null;
  return Object.fromEntries(members.map(([name, value]) => [MEMBERS[name] ?? name, withoutNulls(value)]));
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withoutNulls(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, own]) => (own === null ? [] : [[name, withoutNulls(own)]])),
  );
}
