import type { WantedFilter } from './watched-log-group.ts';

export const INVOCATIONS_PREFIX = 'heptad-invocations-';
export const INVOCATIONS_NAMESPACE = 'Heptad/Invocations';

const IDENTITY = { identity: '$.identity.arn' };

/**
 * A guardrail stepped in, wherever in the record that stands: of a streamed answer in a late chunk. Between name and
 * value are the marks of JSON; inside a text they are escaped, and one more.
 */
const INTERVENED =
  '%amazon-bedrock-guardrailAction\\W{3,4}INTERVENED|stopReason\\W{3,4}guardrail_intervened%';

/** Turns of phrase that are seldom anything but an attack; `_` stands for up to twenty letters and spaces. */
const PHRASES = [
  ...['ignore _previous', 'ignore _above', 'disregard _instructions'],
  ...['override _safety', 'override _security', 'do anything now', 'jailbreak'],
];

const filter = (name: string, own: Omit<WantedFilter, 'name' | 'namespace'>): WantedFilter => ({
  name: `${INVOCATIONS_PREFIX}${name}`,
  namespace: INVOCATIONS_NAMESPACE,
  ...own,
});

const tokens = (side: 'input' | 'output'): WantedFilter =>
  filter(`${side}-tokens`, {
    pattern: `{ ($.${side}.${side}TokenCount = *) && ($.identity.arn = *) }`,
    counts: `${side} tokens by identity`,
    metric: 'TokensByIdentity',
    value: `$.${side}.${side}TokenCount`,
    dimensions: IDENTITY,
  });

/** The filters over the invocation log. */
export const INVOCATION_FILTERS: readonly WantedFilter[] = [
  filter('interventions', {
    pattern: INTERVENED,
    counts: 'invocations that a guardrail stepped in on',
    metric: 'GuardrailInterventions',
  }),
  filter('interventions-by-identity', {
    pattern:
      '{ ($.identity.arn = *) && (($.output.outputBodyJson.stopReason = "guardrail_intervened") || ($.output.outputBodyJson.amazon-bedrock-guardrailAction = "INTERVENED")) }',
    counts: 'invocations that a guardrail stepped in on, by identity',
    metric: 'InterventionsByIdentity',
    dimensions: IDENTITY,
  }),
  // Both add up in one metric.
  tokens('input'),
  tokens('output'),
  filter('suspicious-prompts', {
    pattern: `%${PHRASES.map(anyCase).join('|')}%`,
    counts: 'invocations with the words of a prompt injection',
    metric: 'SuspiciousPrompts',
  }),
];

/** The filter language has no flag for it, and no parentheses. */
function anyCase(phrase: string): string {
  return phrase
    .replaceAll(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`)
    .replaceAll('_', '[A-Za-z\\s]{0,20}')
    .replaceAll(' ', '\\s');
}

/** What these filters, and alarms on them, do not tell. */
export const INVOCATION_LIMITS: readonly string[] = [
  'A log group takes at most five filters with a regular expression: two are of this action.',
  'An alarm tells only a topic of its own Region: there has to be one in each.',
  'Bodies over 100 KB are not in the log group: what a guardrail did there, and the words, are not counted.',
  'Words are a coarse hint: the whole record is searched, answers and system prompts too; other languages and spellings are missed.',
  'Interventions that only masked count too: a filter cannot tell them from blocks in every record.',
  'By identity, interventions in answers of InvokeModelWithResponseStream are missing, and the output tokens of those whose record has no count.',
  'An identity is a session: a role that is assumed anew is a new one. CloudWatch Logs may turn off a filter that meets 1,000 identities in an hour, and whoever changes session names can bring that about; the alarms that are not by identity stay.',
  'A log group that masks e-mail addresses may mask them in identities too, and take several for one [u].',
  'Tokens by identity are held against the panel’s thresholds by the hour: such an alarm looks back three hours at most. What is spread over a day does not ring; heptad overview adds up the day.',
  'No filter counts unique callers: heptad overview does. Five times the usual, new addresses and hours of work are in no metric: for the rule of stolen credentials, and for a jump in tokens, run heptad detect.',
  'Cost is reckoned at one price for all models: give that of the dearest in use. Cached tokens, images and the other planes are not in it.',
  'Tried on simulated accounts only [u]: that Bedrock publishes its metrics without ModelId over all models, that FILL gives zero where a metric never had a value, and that an alarm by identity tells each of them.',
];
