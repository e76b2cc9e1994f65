import type { Path, SourceDocument } from '../documents/source-document.ts';
import type { ElementId } from '../model/element.ts';
import type { SourceId } from '../model/source.ts';
import type { DetectDef, FindingDef, Playbook, QuestionDef, StepDef } from '../model/playbook.ts';
import type { SqlFault } from '../ports/lake.ts';
import type { ActionUnit } from '../ports/action.ts';
import type { ReadAccess } from './read-access.ts';

/** One lint rule: pure; what needs a database or a file was asked before and stands in the context. */
export interface Rule {
  readonly id: string;
  check(context: RuleContext): Iterable<RuleFault>;
}

/** What a rule found, at a path of the document. */
export interface RuleFault {
  readonly path: Path;
  /** Where at the path: the value (default), its key, or a 0-based offset inside the text value. */
  readonly place?: 'key' | number;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly step?: string;
  /** Told instead of the rule's own id. */
  readonly rule?: string;
  /** The fault is that something is missing: not told where the schema already objects to a part of it. */
  readonly absent?: true;
}

export interface RuleContext {
  readonly playbook: Playbook;
  readonly document: SourceDocument;
  readonly steps: readonly PlacedStep[];
  readonly questions: readonly PlacedQuestion[];
  readonly findings: readonly PlacedFinding[];
  readonly knownActions: readonly KnownAction[];
  /** The detection rules that come with heptad; null where they are not judged. */
  readonly knownRules: KnownRules | null;
  /** By `placeKey` of the step's path; a step that is not there was not judged. */
  readonly sql: ReadonlyMap<string, SqlJudgement>;
  /** By `client operation`. */
  readonly reads: ReadonlyMap<string, ReadAccess>;
}

/** What a playbook is held against where it offers an action: its id, and the JSON Schema of its parameters. */
export type KnownAction = Pick<ActionUnit, 'id' | 'parameters'>;

/** What a playbook is held against where it runs detection rules. */
export interface KnownRules {
  /** By id and by name, each of them. */
  readonly references: readonly string[];
  /** The rules that a step runs. */
  select(detect: DetectDef): readonly KnownRule[];
}

export interface KnownRule {
  /** The finding it raises. */
  readonly finding: string;
  readonly sources: readonly SourceId[];
}

export interface SqlJudgement {
  readonly faults: readonly SqlFault[];
  /** Names of the result's columns, in lower case; null where they are not known. */
  readonly columns: readonly string[] | null;
}

/** A part of the playbook with where it stands. `order` grows in the order of the walk. */
interface Placed {
  readonly path: Path;
  readonly order: number;
  readonly element: ElementId;
}

export interface PlacedStep extends Placed {
  readonly step: StepDef;
}

export interface PlacedQuestion extends Placed {
  readonly question: QuestionDef;
  /** The step that asks it; null for a question of the element. */
  readonly step: string | null;
}

export interface PlacedFinding extends Placed {
  readonly finding: FindingDef;
  readonly step: StepDef;
}

/** The way to a step's judgement in `RuleContext.sql`: ids may be there twice, paths may not. */
export function placeKey(path: Path): string {
  return path.join('.');
}

/** The way to a call's judgement in `RuleContext.reads`. */
export function readKey(client: string, operation: string): string {
  return `${client} ${operation}`;
}
