import { canonicalJson } from '../base/canonical-json.ts';
import { sha256 } from '../base/hashing.ts';
import { listed } from '../base/text.ts';
import { namedParameters } from '../dialect/named-parameters.ts';
import {
  type Baseline,
  BASELINE_TELLS,
  BASELINE_TOLD,
  type BaselineParameter,
  type BaselineTold,
  isHabit,
} from '../model/baseline.ts';
import type { Operator, PinnedBaseline } from '../model/case-event.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { BoundValue } from '../ports/lake.ts';
import { wholeOf } from './collect-logs.ts';

/** What a baseline is called in the journal; none where the case was opened without. */
export function pinnedBaseline(baseline: Baseline | null): { readonly baseline?: PinnedBaseline } {
  if (baseline === null) return {};
  const { account, from, to } = baseline;
  return { baseline: { sha256: sha256(canonicalJson(baseline)), account, from, to } };
}

/** Keeps the baseline in the case: what is new must not depend on a file that changes elsewhere. */
export async function keepUsual(store: CaseStore, baseline: Baseline, by: Operator): Promise<void> {
  const writer = store.openEvidence('baseline', by);
  writer.add(
    { source: `baseline of account ${baseline.account}`, modified: null },
    Buffer.from(canonicalJson(baseline)),
  );
  await writer.commit();
}

/** The baseline a case was opened with, from its own evidence. */
export async function usualOf(
  { sha256: hash }: PinnedBaseline,
  evidence: Pick<CaseStore, 'readEvidence'>,
): Promise<Baseline> {
  return JSON.parse((await wholeOf(evidence, hash)).toString('utf8')) as Baseline;
}

/** What queries compare with: the names one a line, each between line breaks; null where no baseline tells them. */
export function baselineParameters(
  baseline: Baseline | null,
): Readonly<Record<BaselineParameter, BoundValue>> {
  return Object.fromEntries(
    BASELINE_TOLD.map((name) => [`baseline_${name}`, lines(namesOf(baseline, name))]),
  ) as Record<BaselineParameter, BoundValue>;
}

/** By what a statement tells what is new, for the words of its findings; empty where it tells no such thing. */
export function judgedBy(sql: string, baseline: Baseline | null): string {
  const used = new Set(namedParameters(sql).map(({ name }) => name));
  const asked = BASELINE_TOLD.filter((name) => used.has(`baseline_${name}`));
  if (asked.length === 0) return '';
  if (baseline === null) return 'What is new is judged by the records of this case: it has no baseline.';
  const window = `the baseline of ${spanOf(baseline)}`;
  const untold = asked.filter((name) => namesOf(baseline, name) === null);
  const words = listed(untold.map((name) => BASELINE_TELLS[name]));
  if (untold.length === asked.length)
    return `What is new is judged by the records of this case: ${window} does not tell ${words}.`;
  const whole = baseline.complete ? '' : ', which was not read whole';
  const rest =
    untold.length === 0 ? '' : ` It does not tell ${words}: that is judged by the records of this case.`;
  return `What is new is judged by ${window}${whole}.${rest}`;
}

function namesOf(baseline: Baseline | null, name: BaselineTold): readonly string[] | null {
  if (baseline === null) return null;
  if (isHabit(name)) return baseline.habits?.[name] ?? null;
  const names = baseline[name];
  return name === 'models' ? (names?.flatMap((model) => [model, plainModel(model)]) ?? null) : names;
}

function lines(names: readonly string[] | null): string | null {
  return names === null ? null : `\n${[...new Set(names)].join('\n')}\n`;
}

/** The days, or the times within one day. */
function spanOf({ from, to }: Baseline): string {
  const letters = from.slice(0, 10) === to.slice(0, 10) ? 16 : 10;
  const [start, end] = [from.slice(0, letters), to.slice(0, letters)];
  return letters === 16 ? `${start}Z to ${end}Z` : `${start} to ${end}`;
}

/** A model as queries name it: without its ARN, and without the group of Regions of an inference profile. */
function plainModel(model: string): string {
  return model.replace(/^arn:[^/]*\//, '').replace(/^(us|eu|apac|jp|au|ca|global|us-gov)\./, '');
}
