import type { JsonObject } from '../base/json.ts';
import type { JournalEntry } from '../model/case-event.ts';
import type { CaseState } from '../model/case-state.ts';
import type { Playbook } from '../model/playbook.ts';
import type { PlayState } from '../model/play.ts';
import type { Report } from '../model/report.ts';
import type { Scenario } from '../model/scenario.ts';
import type { ActionKind } from '../ports/action.ts';
import type { Damage } from './damage.ts';

/** What a score is made from. */
export interface Played {
  readonly scenario: Scenario;
  readonly playbook: Playbook;
  readonly seed: string;
  readonly caseId: string;
  readonly play: PlayState;
  readonly entries: readonly JournalEntry[];
  readonly state: CaseState;
  readonly report: Report;
  /** How the account stands at the end. */
  readonly account: JsonObject;
  /** What the story costs when nobody does anything. */
  readonly alone: Damage;
  /** Whether a user, a role or an access key stands in any record of the story's calls. */
  readonly concerned: (name: string) => boolean;
  readonly kindOf: (action: string) => ActionKind | null;
}
