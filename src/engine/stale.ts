import type { Answer, CaseState } from '../model/case-state.ts';
import type { QuestionDef } from '../model/playbook.ts';

/** The open findings that bear on a question, by id with their counts. */
export function basisOf(question: QuestionDef, state: CaseState): Readonly<Record<string, number>> {
  const bearing = question.informedBy.flatMap((id) => {
    const finding = state.findings[id];
    return finding === undefined ? [] : [[id, finding.count] as const];
  });
  return Object.fromEntries(bearing);
}

/** Whether an answer rests on older evidence or other findings than there are now. */
export function isStale(answer: Answer, question: QuestionDef, state: CaseState): boolean {
  if (answer.generation < (state.lake?.generation ?? 0)) return true;
  const now = basisOf(question, state);
  const ids = new Set([...Object.keys(now), ...Object.keys(answer.basis)]);
  return [...ids].some((id) => now[id] !== answer.basis[id]);
}
