import type { GuardrailVersion } from './bedrock-state.ts';

/** What one guardrail found in a text, in the shape of the assessments of the API and of the invocation log. */
export interface Assessment {
  topicPolicy?: { topics: { name: string; type: 'DENY'; action: 'BLOCKED' }[] };
  contentPolicy?: {
    filters: { type: 'PROMPT_ATTACK'; confidence: 'HIGH'; filterStrength: Strength; action: 'BLOCKED' }[];
  };
  wordPolicy?: { customWords: { match: string; action: 'BLOCKED' }[]; managedWordLists: [] };
  sensitiveInformationPolicy?: {
    piiEntities: { type: 'EMAIL'; match: string; action: 'BLOCKED' | 'ANONYMIZED' }[];
    regexes: { name: string; match: string; regex: string; action: 'BLOCKED' | 'ANONYMIZED' }[];
  };
}

type Strength = 'NONE' | 'LOW' | 'MEDIUM' | 'HIGH';

export interface Checked {
  /** Something was blocked or masked. */
  readonly intervened: boolean;
  readonly blocked: boolean;
  /** The text with what is masked, or the guardrail's message in place of a blocked one. */
  readonly text: string;
  readonly assessment: Assessment;
}

/** Phrases that stand for an attack on the prompt. A real guardrail has a model for this; the simulated one a list. */
const ATTACK =
  /ignore (?:all |any )?(?:the |your )?(?:previous|prior|above) instructions|disregard (?:your|all|the) (?:instructions|rules)|you are now (?:dan|in developer mode)|reveal (?:your|the) system prompt|jailbreak/i;
const EMAIL = /[\w.+-]+@[\w-]+\.[\w.]+/g;
/** Words of a topic's definition shorter than this say nothing. */
const KEYWORD_LENGTH = 6;

/** Applies a guardrail to one side of an exchange: words, denied topics by keyword, attacks by phrase, e-mail addresses and regular expressions. Its other policies find nothing. */
export function checkText(guardrail: GuardrailVersion, text: string, side: 'INPUT' | 'OUTPUT'): Checked {
  const assessment: Assessment = {
    ...wordsIn(guardrail, text),
    ...topicsIn(guardrail, text),
    ...(side === 'INPUT' ? attacksIn(guardrail, text) : {}),
  };
  const { found, masked } = sensitiveIn(guardrail, text);
  if (found !== undefined) assessment.sensitiveInformationPolicy = found;
  const sensitive = [...(found?.piiEntities ?? []), ...(found?.regexes ?? [])];
  const blocked =
    assessment.wordPolicy !== undefined ||
    assessment.topicPolicy !== undefined ||
    assessment.contentPolicy !== undefined ||
    sensitive.some(({ action }) => action === 'BLOCKED');
  const message = side === 'INPUT' ? guardrail.blockedInputMessaging : guardrail.blockedOutputsMessaging;
  return {
    intervened: blocked || sensitive.length > 0,
    blocked,
    text: blocked ? (message ?? '') : masked,
    assessment,
  };
}

function wordsIn({ wordPolicy }: GuardrailVersion, text: string): Pick<Assessment, 'wordPolicy'> {
  const words = (wordPolicy?.words ?? []).flatMap(({ text: word = '' }) =>
    hasWord(text, word) ? [{ match: word, action: 'BLOCKED' as const }] : [],
  );
  return words.length === 0 ? {} : { wordPolicy: { customWords: words, managedWordLists: [] } };
}

/** A topic is met when its name, or a telling word of an example, is said. */
function topicsIn({ topicPolicy }: GuardrailVersion, text: string): Pick<Assessment, 'topicPolicy'> {
  const topics = (topicPolicy?.topics ?? []).flatMap(({ name = '', examples = [] }) => {
    const words = [
      name.replaceAll(/[-_]/g, ' '),
      ...examples.flatMap((example) => example.split(/\W+/)).filter(({ length }) => length >= KEYWORD_LENGTH),
    ];
    const met = words.some((word) => hasWord(text, word));
    return met ? [{ name, type: 'DENY' as const, action: 'BLOCKED' as const }] : [];
  });
  return topics.length === 0 ? {} : { topicPolicy: { topics } };
}

function attacksIn({ contentPolicy }: GuardrailVersion, text: string): Pick<Assessment, 'contentPolicy'> {
  const filter = contentPolicy?.filters?.find(({ type }) => type === 'PROMPT_ATTACK');
  const strength = filter?.inputStrength ?? 'NONE';
  if (strength === 'NONE' || !ATTACK.test(text)) return {};
  const found = {
    type: 'PROMPT_ATTACK',
    confidence: 'HIGH',
    filterStrength: strength,
    action: 'BLOCKED',
  } as const;
  return { contentPolicy: { filters: [found] } };
}

function sensitiveIn(
  { sensitiveInformationPolicy }: GuardrailVersion,
  text: string,
): { readonly found: Assessment['sensitiveInformationPolicy']; readonly masked: string } {
  let masked = text;
  const action = (asked: string | undefined): 'BLOCKED' | 'ANONYMIZED' =>
    asked === 'BLOCK' ? 'BLOCKED' : 'ANONYMIZED';
  const take = (pattern: RegExp, label: string): readonly string[] => {
    const matches = [...masked.matchAll(pattern)].map(([match]) => match).filter((match) => match !== '');
    for (const match of matches) masked = masked.replaceAll(match, `{${label}}`);
    return matches;
  };
  const emails = (sensitiveInformationPolicy?.piiEntities ?? []).filter(({ type }) => type === 'EMAIL');
  const piiEntities = emails.flatMap((entity) =>
    take(EMAIL, 'EMAIL').map((match) => ({ type: 'EMAIL' as const, match, action: action(entity.action) })),
  );
  const regexes = (sensitiveInformationPolicy?.regexes ?? []).flatMap(
    ({ name = '', pattern = '', action: asked }) =>
      take(new RegExp(pattern, 'g'), name).map((match) => ({
        name,
        match,
        regex: pattern,
        action: action(asked),
      })),
  );
  const none = piiEntities.length + regexes.length === 0;
  return { found: none ? undefined : { piiEntities, regexes }, masked };
}

function hasWord(text: string, word: string): boolean {
  const plain = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return word !== '' && new RegExp(`(?:^|\\W)${plain}(?:$|\\W)`, 'i').test(text);
}
