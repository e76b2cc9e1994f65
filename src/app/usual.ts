import { canonicalJson } from '../base/canonical-json.ts';
import { sha256 } from '../base/hashing.ts';
import type { Baseline } from '../model/baseline.ts';
import type { Operator, PinnedBaseline } from '../model/case-event.ts';
import { BASELINE_PARAMETERS, type BaselineParameter } from '../model/playbook.ts';
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

/** What queries compare with: the names one a line, each between line breaks; null without a baseline. */
export function baselineParameters(
  baseline: Baseline | null,
): Readonly<Record<BaselineParameter, BoundValue>> {
  const [principals, models, regions, addresses] = BASELINE_PARAMETERS;
  return {
    [principals]: lines(baseline?.principals),
    [models]: lines(baseline?.models.flatMap((model) => [model, plainModel(model)])),
    [regions]: lines(baseline?.regions),
    [addresses]: lines(baseline?.addresses),
  };
}

function lines(names: readonly string[] | undefined): string | null {
  return names === undefined ? null : `\n${[...new Set(names)].join('\n')}\n`;
}

/** A model as queries name it: without its ARN, and without the group of Regions of an inference profile. */
function plainModel(model: string): string {
  return model.replace(/^arn:[^/]*\//, '').replace(/^(us|eu|apac|jp|au|ca|global|us-gov)\./, '');
}
