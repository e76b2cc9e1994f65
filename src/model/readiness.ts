import type { JsonObject } from '../base/json.ts';
import type { ElementId } from './element.ts';

/**
 * How a check came out. `unknown` is never taken for a fail: what could not be asked is not known.
 * `not-applicable`: the account has nothing the check is about.
 */
export const CHECK_STATUSES = ['fail', 'unknown', 'pass', 'not-applicable'] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

/** What a check was judged to be, and the words for it. */
export interface CheckVerdict {
  readonly status: CheckStatus;
  /** Sentences, the decisive one first; may quote names out of the account. */
  readonly says: readonly string[];
  /** What does not change the status and is to be looked at all the same. */
  readonly remarks: readonly string[];
  /** IAM actions without which it stays unknown. */
  readonly missing: readonly string[];
}

/** How a fail is mended: an action of heptad where there is one, and words. */
export interface CheckMend {
  readonly action: string | null;
  readonly how: string;
}

/** One line of the readiness report. */
export interface CheckResult extends CheckVerdict {
  /** `R01` … `R40`. */
  readonly check: string;
  readonly step: string;
  readonly element: ElementId;
  readonly title: string;
  readonly why: string;
  /** What was asked, as `client:Operation`. */
  readonly asked: readonly string[];
  /** Controls with their framework: `CSA AICM LOG-03`, `EU AI Act 72` … */
  readonly controls: readonly string[];
  /** Questions of the methodology that cannot be answered without it: their ids and words. */
  readonly questions: readonly { readonly id: string; readonly ask: string }[];
  /** What it lacked in the past stays lacking: nothing brings the records back. */
  readonly irreparable: boolean;
  readonly mend: CheckMend;
  /** Actions that mend it, with what they take, in the order they are to be done. */
  readonly offers: readonly MendOffer[];
}

/** The command that plans an offer, as a shell takes it. */
export function mendCommand({ action, params }: MendOffer): string {
  const inputs = Object.entries(params).map(
    ([name, value]) => ` --input ${quoted(`${name}=${String(value)}`)}`,
  );
  return `heptad action plan ${action}${inputs.join('')}`;
}

function quoted(text: string): string {
  return /^[\w./:=@,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** An action of heptad that mends a fail. */
export interface MendOffer {
  readonly action: string;
  readonly params: JsonObject;
}

/** How ready an account was found. */
export interface ReadinessReport {
  readonly at: string;
  readonly tool: string;
  readonly account: {
    readonly id: string;
    readonly arn: string;
    readonly label: 'REAL' | 'SIMULATED';
    readonly regions: readonly string[];
    /** What narrows the look: Regions that could not be listed, or were not asked. */
    readonly limits: readonly string[];
  };
  readonly playbook: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly counts: Readonly<Record<CheckStatus, number>>;
  readonly checks: readonly CheckResult[];
}
