import type { ReadCall, StepWork } from '../model/playbook.ts';

/** The calls that the work of a step makes. */
export function readsOf(work: StepWork): readonly ReadCall[] {
  if (work.kind === 'read') return [work.read];
  return work.kind === 'check' ? work.check.reads : [];
}
