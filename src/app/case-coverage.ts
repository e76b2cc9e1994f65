import type { CaseState } from '../model/case-state.ts';
import type { CoverageEntry } from '../model/coverage.ts';

/**
 * The coverage of the case's sources as they are to be believed: what was supplied, unless the responder declared it
 * complete with a reason. A cut by a logging change stays a cut.
 */
export function coverageEntries(state: CaseState): readonly CoverageEntry[] {
  const entries = state.lake?.coverage ?? [];
  const reason = state.declaredComplete;
  if (reason === null) return entries;
  return entries.map((entry) => {
    if (entry.from === null || entry.to === null) return entry;
    const declared = `declared complete by the responder: ${reason}`;
    const changes = entry.detail
      .split('; ')
      .filter((part) => / at \d{4}-/.test(part) || part.includes('logging changes'));
    if (changes.length > 0) return { ...entry, detail: [declared, ...changes].join('; ') };
    return {
      ...entry,
      status: 'complete',
      detail: declared,
      stretches: [{ from: entry.from, to: entry.to }],
    };
  });
}
