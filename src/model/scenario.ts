import type { JsonObject } from '../base/json.ts';

/** A scenario: an account, an intruder's story in it, and what a team is told and judged by (schemas/scenario.schema.json). Times are in milliseconds. */
export interface Scenario {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** For whoever chooses one; tells nothing of the story. */
  readonly summary: string;
  readonly level: 'beginner' | 'intermediate' | 'advanced';
  readonly playbook: string;
  /** Inputs of the playbook, as templates over `names` and `known`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** What the team is told when it is called. */
  readonly briefing: string;
  /** For the facilitator alone. */
  readonly facilitator: string;
  readonly roles: readonly PlayerRole[];
  /** Names the seed picks from, so that one play is not like another. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  readonly account: ScenarioAccountDef;
  /** Who else than the story's own gains is in the intruder's hand at the start. */
  readonly holds: Readonly<Record<string, HolderDef>>;
  readonly userAgent: string;
  readonly addresses: readonly string[];
  /** From the intruder's first call until the team is called. */
  readonly called: number;
  /** From the intruder's first call until the play ends. */
  readonly ends: number;
  readonly story: readonly StoryStep[];
  readonly aims: readonly Aim[];
  readonly injects: readonly Inject[];
  readonly objectives: readonly Objective[];
  readonly hints: readonly string[];
  readonly responders: Readonly<Partial<Record<ResponderKind, ResponderDef>>>;
  readonly sha256: string;
}

export interface PlayerRole {
  readonly id: string;
  readonly title: string;
  readonly does: string;
}

export interface ScenarioAccountDef {
  readonly logging: {
    readonly trail: 'off' | 'management' | 'data' | 'all';
    readonly invocations: boolean;
    readonly guardDuty: boolean;
  };
  readonly background: { readonly events: number; readonly before: number; readonly after: number };
  /** The organization's own names, by those of the standing account. */
  readonly names: Readonly<Record<string, string>>;
  /** What models answer to prompts that hold a text; the first that fits is taken, and other prompts get ordinary words. */
  readonly answers: readonly ModelAnswer[];
  /** Calls of the account's administrator before the story begins. */
  readonly setup: readonly StoryCall[];
}

export interface ModelAnswer {
  readonly to: string;
  readonly says: string;
  /** A tool the model asks for besides. */
  readonly tool: { readonly name: string; readonly input: JsonObject } | null;
}

export type HolderDef = ({ readonly user: string } | { readonly role: string; readonly session: string }) & {
  /** What it calls with, where that is not the intruder's own program. */
  readonly userAgent?: string;
};

/** What a call's answer gives into the intruder's hand. */
export type GainKind = 'access-key' | 'session' | 'api-key';

/** One API call of the story. Texts in `input` are templates over `names` and `known`. */
export interface StoryCall {
  readonly service: string;
  readonly operation: string;
  readonly region: string | null;
  readonly input: JsonObject;
  /** CEL over `output` and `input`, kept by name in `known`. */
  readonly saves: Readonly<Record<string, string>>;
  readonly gains: Readonly<Record<string, GainKind>>;
}

export interface StoryStep extends StoryCall {
  readonly id: string;
  /** For the debrief. */
  readonly title: string;
  /** From the intruder's first call, or from the end of the steps it comes after. */
  readonly at: number;
  /** Steps that must have gone through before. */
  readonly after: readonly string[];
  /** CEL over `steps`, `known`, `held`, `minute` and `account`; null = always. */
  readonly when: string | null;
  /** Credentials to try, the best first. */
  readonly as: readonly string[];
  /** Does it again so often; null = once. */
  readonly every: number | null;
  /** From the intruder's first call; null = to the end of the play. */
  readonly until: number | null;
  /** Credentials that were lost and work again once this went through. */
  readonly revives: readonly string[];
  /** An ordinary caller whose application is abused, not somebody to be contained. */
  readonly innocent: boolean;
  readonly address: number;
  readonly signals: readonly string[];
  /** Aim to CEL over `output`, `input` and `known` that gives a number. */
  readonly costs: Readonly<Record<string, string>>;
}

/** Something the intruder costs the organization. */
export interface Aim {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /** How bad one unit is beside the other aims'. */
  readonly weight: number;
  /** CEL over `account`: every minute in which it holds is one unit; null = counted by the steps' costs. */
  readonly whilst: string | null;
}

export const CHANNELS = ['text', 'document', 'chat', 'call', 'guardduty'] as const;

export interface Inject {
  readonly id: string;
  /** From the call of the team; null with `when` or by hand. */
  readonly at: number | null;
  /** CEL over `steps`, `account`, `report` and `minute`. */
  readonly when: string | null;
  readonly from: string;
  readonly channel: (typeof CHANNELS)[number];
  readonly text: string;
  /** What the facilitator asks the team then. */
  readonly asks: string | null;
  /** What GuardDuty shows in the account from then on. */
  readonly finding: FindingDef | null;
}

/** A finding of GuardDuty's about the calls of a step that went through. */
export interface FindingDef {
  /** `Impact:IAMUser/AnomalousModelInvocation`. */
  readonly type: string;
  /** GuardDuty's scale, from 1 to 10. */
  readonly severity: number;
  readonly step: string;
}

export interface Objective {
  readonly id: string;
  readonly title: string;
  /** CEL over `report`, `account`, `steps`, `known` and `times`. */
  readonly when: string;
  readonly passed: string;
  readonly failed: string;
  /** The question of the methodology it belongs to, where there is one. */
  readonly question: string | null;
}

export const RESPONDERS = ['ideal', 'clumsy'] as const;
export type ResponderKind = (typeof RESPONDERS)[number];

/** A responder for `scenario test`: an answers file, how long each prompt takes, and how the objectives come out. */
export interface ResponderDef {
  readonly answers: string;
  readonly pace: number;
  readonly passes: readonly string[];
  readonly fails: readonly string[];
  /** Findings that the playbook raises above medium when this responder walks it. */
  readonly finds: readonly string[];
}
