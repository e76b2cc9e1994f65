import type { LakeTable } from './log-sources.ts';
import type { Severity } from '../model/severity.ts';

/** A piece of a Sigma text: letters, or one of its wildcards `*` (anything) and `?` (one character). */
export type PatternPart =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'any' } | { readonly kind: 'one' };
export type Pattern = readonly PatternPart[];

export type TimeUnit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';
export type Comparison = '=' | '<' | '<=' | '>' | '>=';

/** What a value of a field has to be. */
export type FieldTest =
  | { readonly is: 'pattern'; readonly pattern: Pattern; readonly cased: boolean }
  | { readonly is: 'number'; readonly comparison: Comparison; readonly value: number }
  | { readonly is: 'null' }
  | { readonly is: 'exists' }
  | { readonly is: 'regexp'; readonly pattern: string }
  | { readonly is: 'time'; readonly unit: TimeUnit; readonly value: number }
  | {
      readonly is: 'field';
      readonly other: string;
      readonly how: 'equals' | 'contains' | 'startswith' | 'endswith';
      readonly cased: boolean;
    };

/** What an event has to be. Names of searches are resolved. */
export type Condition =
  | { readonly op: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly op: 'not'; readonly part: Condition }
  | { readonly op: 'field'; readonly field: string; readonly test: FieldTest }
  | { readonly op: 'keyword'; readonly pattern: Pattern };

/** Where a rule stands. */
export interface RulePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What to do when a rule is met, from its member `heptad`. */
export interface RuleResponse {
  /** Id of the playbook to start. */
  readonly playbook: string;
  /** The key of a correlation's group, or the field of a rule, that is the playbook's `principal`; null where none is. */
  readonly principal: string | null;
  /** Whom to call and what to do first. */
  readonly escalation: string;
}

interface RuleHead {
  /** The `id` of the rule (a UUID), or null where it has none. */
  readonly id: string | null;
  /** The `name` that correlations may call it by, or null. */
  readonly name: string | null;
  readonly title: string;
  readonly description: string;
  readonly status: string;
  readonly level: Severity;
  /** As written, in lower case: `attack.t1078.004`, `heptad.a1`. */
  readonly tags: readonly string[];
  readonly response: RuleResponse | null;
  readonly place: RulePlace;
}

/** A rule over single events. */
export interface SigmaRule extends RuleHead {
  readonly kind: 'rule';
  readonly table: LakeTable;
  readonly condition: Condition;
}

export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'value_sum',
  'value_avg',
  'temporal',
  'temporal_ordered',
] as const;
export type CorrelationType = (typeof CORRELATION_TYPES)[number];

export type Threshold = {
  readonly comparison: '=' | '<>' | '<' | '<=' | '>' | '>=';
  readonly value: number;
};

/** A rule over what other rules match within a time. */
export interface SigmaCorrelation extends RuleHead {
  readonly kind: 'correlation';
  readonly type: CorrelationType;
  /** Ids or names of rules and correlations, in the order of `temporal_ordered`. */
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  readonly seconds: number;
  /** All of them must hold. */
  readonly thresholds: readonly Threshold[];
  /** The field whose values are counted or added. */
  readonly field: string | null;
  /** By alias: the field it stands for in each rule, by the rule's id or name. */
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Whether the rules it names also raise hits of their own. */
  readonly generate: boolean;
}

export type Detection = SigmaRule | SigmaCorrelation;

/** What a rule is called in results and findings: its name, else its id, else its title. */
export function keyOf(rule: Pick<Detection, 'id' | 'name' | 'title'>): string {
  return rule.name ?? rule.id ?? rule.title;
}
