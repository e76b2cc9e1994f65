import { type BaselineParameter, BASELINE_TOLD } from './baseline.ts';
import type { ElementId } from './element.ts';
import type { Frameworks, Mappings } from './mapping.ts';
import type { CheckMend } from './readiness.ts';
import type { Severity } from './severity.ts';
import type { SourceId } from './source.ts';
import type { SuspectKind } from './suspect.ts';

export const PLAYBOOK_KINDS = ['incident', 'readiness'] as const;
export type PlaybookKind = (typeof PLAYBOOK_KINDS)[number];

/** A playbook that passed its checks. The YAML it came from is described by `schemas/playbook.schema.json`. */
export interface Playbook {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  /** `readiness` = it looks at how an account is prepared, and is never proposed in an incident. */
  readonly kind: PlaybookKind;
  /** For which incident it is; empty where it does not say. */
  readonly useWhen: string;
  /** Which incident it hands over to, and when. */
  readonly handOver: readonly HandOver[];
  readonly frameworks: Frameworks;
  readonly inputs: Readonly<Record<string, InputDef>>;
  /** Seven, in the fixed order. */
  readonly elements: readonly ElementDef[];
  /** SHA-256 of the file's bytes; of a playbook with parts, of the whole as it was put together. */
  readonly sha256: string;
}

/** The playbook that goes on where another one ends. */
export interface HandOver {
  readonly to: string;
  readonly when: string;
}

export const INPUT_TYPES = [
  'access-key-id',
  'principal-arn',
  'account-id',
  'region',
  'time-window',
  'model-id',
  'bucket',
  'string',
  'number',
  'boolean',
  'choice',
] as const;
export type InputType = (typeof INPUT_TYPES)[number];

export interface InputDef {
  readonly type: InputType;
  readonly title: string;
  readonly optional: boolean;
  readonly default: InputValue | null;
  readonly choices: readonly string[];
  /** The value starts the list of suspects as one of this kind. */
  readonly suspect: SuspectKind | null;
  /** The value narrows every query: a `time-window` by time, an `account-id` by recipient account. */
  readonly scope: boolean;
}

/** A time window is given as `FROM/TO`, both ISO 8601 with offset, and kept in UTC. */
export type InputValue = string | number | boolean;

export interface ElementDef {
  readonly id: ElementId;
  readonly summary: string;
  readonly questions: readonly QuestionDef[];
  readonly steps: readonly StepDef[];
}

export interface QuestionDef {
  readonly id: string;
  readonly ask: string;
  readonly why: string;
  readonly choices: readonly string[];
  /** Ids of the findings that bear on the question. */
  readonly informedBy: readonly string[];
  /** The sources without which it cannot be answered. */
  readonly sources: readonly SourceId[];
  /** Suggested when findings that bear on it are open; never given for the responder. */
  readonly suggest: readonly Suggestion[];
}

export interface Suggestion {
  /** CEL over `findings`, `coverage`, `inputs`, `answers`, `suspects`. */
  readonly when: string;
  readonly answer: string;
}

export type StepWork =
  | { readonly kind: 'query'; readonly sql: string }
  | { readonly kind: 'read'; readonly read: ReadCall }
  | { readonly kind: 'ask'; readonly ask: QuestionDef }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'check'; readonly check: CheckDef }
  | { readonly kind: 'detect'; readonly detect: DetectDef };

export interface StepDef {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  /** CEL; the step is passed over while it is false. */
  readonly when: string | null;
  /** Run once for each followed suspect of these kinds (bound as `:suspect`, `:suspect_kind`). */
  readonly perSuspect: readonly SuspectKind[];
  readonly work: StepWork;
  readonly sources: readonly SourceId[];
  /** Columns the table shows first; empty = all. */
  readonly show: readonly string[];
  readonly findings: readonly FindingDef[];
  /** Suspects proposed from every row, whether or not it raised a finding. */
  readonly proposes: readonly ProposalDef[];
  readonly actions: readonly ActionOfferDef[];
}

export const RULE_ORIGINS = ['heptad', 'given'] as const;
export type RuleOrigin = (typeof RULE_ORIGINS)[number];

/** Which detection rules a step runs: those of `from` that meet every part that is not empty. */
export interface DetectDef {
  /** `heptad` = the rules that come with it, `given` = those given with `--rules`; a step over none is passed over. */
  readonly from: RuleOrigin;
  /** Any of these tags, in lower case. */
  readonly tags: readonly string[];
  /** This level or a worse one. */
  readonly level: Severity | null;
  /** Any of these ids or names. */
  readonly ids: readonly string[];
}

/** The columns of a detect step's rows: a row for each rule that was met. */
export const DETECT_COLUMNS = [
  'rule',
  'title',
  'level',
  'events_count',
  'first_seen',
  'last_seen',
  'what',
  'principal',
  'sourceipaddress',
  'groups',
  'signals',
  'start',
  'description',
  'attack',
  'atlas',
  'owasp',
  'events',
  'evidence',
] as const;

/** A read-only AWS API call. */
export interface ReadCall {
  readonly client: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly paginate: boolean;
}

/** A check of readiness: what is read, and what the answers mean. */
export interface CheckDef {
  /** `R01` … */
  readonly id: string;
  /** In order: a later read may go over what an earlier one gave. */
  readonly reads: readonly CheckRead[];
  /** The first that holds makes the check not applicable. */
  readonly notApplicable: readonly CheckRule[];
  /** The first that holds leaves it unknown: the answers were read, and do not tell. */
  readonly unknown: readonly CheckRule[];
  /** Each that holds is told; one is enough to fail. */
  readonly fail: readonly CheckRule[];
  readonly pass: CheckRule;
  /** Told beside any status. */
  readonly remarks: readonly CheckRule[];
  /**
   * CEL that gives a list of maps. Each becomes a row of the step, beside `check`, `status`, `says`, `remarks`,
   * `missing`, `account`, `home` and `regions`, for the actions that mend it. Null = one row.
   */
  readonly rows: string | null;
  readonly controls: readonly string[];
  /** Ids of questions of `genai-workload`. */
  readonly questions: readonly string[];
  readonly irreparable: boolean;
  readonly mend: CheckMend;
}

/** A condition over what was read, and the words for it. */
export interface CheckRule {
  /** CEL over `reads`, `inputs`, `organization`, `baseline`, `account`, `ago`. */
  readonly when: string;
  /** Template over the same. */
  readonly says: string;
}

/**
 * A read of a check. It gives a list of entries `{region, of, is}`: the Region that was asked, the item it was asked
 * for, and the answer (null = not there).
 */
export interface CheckRead extends ReadCall {
  readonly name: string;
  /** CEL that gives the items it is made for, one call each; `item` in its input. Null = one call. */
  readonly forEach: string | null;
  /** Asked in every Region that is looked at; otherwise in the item's own, or the home Region. */
  readonly everyRegion: boolean;
  /** The member of the answer whose items become entries of their own. */
  readonly list: string | null;
  /** Error codes that mean "not there". */
  readonly absent: readonly string[];
  /** Members of each entry that are documents: JSON (policies, URL-encoded or not), or CSV with a header. */
  readonly documents: readonly string[];
}

export interface FindingDef extends Mappings {
  readonly id: string;
  /** CEL over `row`, `inputs`, `suspect`; every matching row belongs to the finding. */
  readonly when: string;
  /** A severity, or CEL that gives one from the row. */
  readonly severity: string;
  /** Templates: `{{ CEL }}` over the worst row as `row`, `count`, `inputs`. */
  readonly title: string;
  readonly description: string;
}

export interface ProposalDef {
  readonly kind: SuspectKind;
  /** CEL over `row`; null or an empty text proposes nothing. A list proposes each of its members. */
  readonly value: string;
  readonly when: string | null;
  /** Template. */
  readonly why: string;
}

export interface ActionOfferDef {
  readonly id: string;
  readonly when: string | null;
  readonly with: Readonly<Record<string, string>>;
}

/**
 * What every query may compare with: what was usual before, one name a line and each between line breaks, so that
 * `strpos(:baseline_principals, chr(10) || principal || chr(10)) = 0` is true of a new one. NULL without a baseline, and
 * where the baseline does not tell it.
 */
export const BASELINE_PARAMETERS: readonly BaselineParameter[] = BASELINE_TOLD.map(
  (name) => `baseline_${name}` as const,
);

/** Columns of a step's rows that the engine reads (see docs/reference/playbook-language.md). */
export const ROW_COLUMNS = {
  /** One event: `eventid`, with `evidence` and `record` as the way back where it has none. */
  eventId: 'eventid',
  evidence: 'evidence',
  record: 'record',
  /** A row that stands for several events: their references as a list, their number, the first and last time. */
  events: 'events',
  count: 'events_count',
  first: 'first_seen',
  last: 'last_seen',
  time: 'eventtime',
  principal: 'principal',
  address: 'sourceipaddress',
} as const;
