import { basename } from 'node:path';
import { canonicalJson } from '../../base/canonical-json.ts';
import { IntegrityError, UserError } from '../../base/errors.ts';
import { counted } from '../../base/text.ts';
import { sha256 } from '../../base/hashing.ts';
import type { RuleFile } from '../../detections/read-rule-file.ts';
import { type RuleSet, ruleSet } from '../../detections/rule-set.ts';
import { selectRules } from '../../detections/select-rules.ts';
import { formatDiagnostic } from '../../documents/diagnostic.ts';
import type { Operator, PinnedRules } from '../../model/case-event.ts';
import type { DetectDef, Playbook, RuleOrigin } from '../../model/playbook.ts';
import type { CaseStore } from '../../ports/case-store.ts';
import { wholeOf } from '../collect-logs.ts';
import { OWN_RULES, ruleFiles } from '../rule-files.ts';

/** The detection rules of a case, by where they come from. */
export type CaseRules = Readonly<Record<RuleOrigin, RuleSet>>;

type Files = Readonly<Record<RuleOrigin, readonly RuleFile[]>>;

/** The rules of a case as one text: what is kept of them, and what their hash is taken of. */
export interface RulesToPin extends PinnedRules {
  readonly text: string;
}

/**
 * The rules a case is opened with: heptad's own and those at the paths given. Null where its playbook runs none.
 * @throws UserError for a rule that cannot be run, a step that would run none, rules that no step would run
 */
export function rulesFor(playbook: Playbook, paths: readonly string[]): RulesToPin | null {
  const detects = detectsOf(playbook);
  if (paths.length > 0 && !detects.some(({ from }) => from === 'given'))
    throw new UserError(`the playbook '${playbook.id}' runs no rules of your own`, {
      why: "none of its steps has 'detect' with 'from: given'",
      fix: 'leave --rules out and use heptad detect --rules PATH --case CASE, or take a playbook that runs them',
    });
  if (detects.length === 0) return null;
  const files: Files = { heptad: ruleFiles([OWN_RULES]), given: paths.length === 0 ? [] : ruleFiles(paths) };
  const sets = setsOf(files);
  refuseBroken(sets);
  for (const detect of detects) {
    if (detect.from === 'given' && paths.length === 0) continue;
    if (selectRules(sets[detect.from], detect).length === 0) throw selectsNone(detect, sets);
  }
  const text = canonicalJson({ heptad: files.heptad.map(named), given: files.given.map(named) });
  return { text, sha256: sha256(text), given: files.given.length };
}

/** By its name alone: the same rules are the same wherever heptad was started. */
function named({ file, text }: RuleFile): RuleFile {
  return { file: basename(file), text };
}

function detectsOf({ elements }: Playbook): readonly DetectDef[] {
  return elements.flatMap(({ steps }) =>
    steps.flatMap(({ work }) => (work.kind === 'detect' ? [work.detect] : [])),
  );
}

function refuseBroken({ heptad, given }: CaseRules): void {
  const faults = [...heptad.refused, ...given.refused].flatMap((refused) => refused.faults);
  if (faults.length === 0) return;
  throw new UserError(
    `${counted(heptad.refused.length + given.refused.length, 'rule')} cannot be run:\n${faults.map(formatDiagnostic).join('\n')}`,
    { fix: 'mend them, or leave them out' },
  );
}

function selectsNone({ from, tags, level, ids }: DetectDef, sets: CaseRules): UserError {
  const asked = [
    ...tags.map((tag) => `tag ${tag}`),
    ...(level === null ? [] : [`level ${level} or worse`]),
    ...ids.map((id) => `rule ${id}`),
  ];
  return new UserError(
    `none of the ${counted(sets[from].rules.length, 'rule')} is meant by what a step runs`,
    {
      why: `it runs rules with ${asked.join(', ')}`,
      fix: from === 'given' ? 'give rules of that kind with --rules' : 'correct the step of the playbook',
    },
  );
}

function setsOf({ heptad, given }: Files): CaseRules {
  return { heptad: ruleSet(heptad), given: ruleSet(given) };
}

/** Keeps the rules in the case: what they find must not depend on files that change elsewhere. */
export async function keepRules(store: CaseStore, rules: RulesToPin, by: Operator): Promise<void> {
  const writer = store.openEvidence('rules', by);
  writer.add({ source: 'detection rules of the case', modified: null }, Buffer.from(rules.text));
  await writer.commit();
}

/** The rules a case was opened with, from its own evidence. */
export async function caseRules(
  { sha256: hash }: PinnedRules,
  evidence: Pick<CaseStore, 'readEvidence'>,
): Promise<CaseRules> {
  const sets = setsOf(JSON.parse((await wholeOf(evidence, hash)).toString('utf8')) as Files);
  const refused = sets.heptad.refused.length + sets.given.refused.length;
  if (refused === 0) return sets;
  throw new IntegrityError('detection rules that the case kept cannot be read by this version of heptad', {
    fix: 'use the version of heptad that opened the case',
  });
}
