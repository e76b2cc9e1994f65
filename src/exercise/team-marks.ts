import { listed } from '../base/text.ts';
import type { JournalEntry } from '../model/case-event.ts';
import type { TeamMark } from '../model/debrief.ts';
import type { Played } from './played.ts';

/** What the team did, as far as it has a place beside the intruder's story, in the order of time. */
export function teamMarks(played: Played): readonly TeamMark[] {
  return played.entries.flatMap((entry) => marksOf(entry, played));
}

function marksOf(entry: JournalEntry, { state, kindOf }: Played): readonly TeamMark[] {
  const { at, by } = entry;
  const who = by.human;
  if (entry.kind === 'step-finished')
    return entry.data.findings.map(({ id, title }) => ({
      at,
      kind: 'finding',
      title: `${id} ${title}`,
      who,
    }));
  if (entry.kind === 'finding-raised') return [{ at, kind: 'finding', title: entry.data.title, who }];
  if (entry.kind === 'question-answered')
    return [{ at, kind: 'answer', title: `${entry.data.question}: ${entry.data.answer}`, who }];
  if (entry.kind === 'log-added')
    return [{ at, kind: 'decision', title: `${entry.data.kind}: ${entry.data.text}`, who: entry.data.who }];
  if (entry.kind === 'preservation-decided' && entry.data.decision === 'kept')
    return [{ at, kind: 'preservation', title: keptText(entry.data.kept), who }];
  if (entry.kind !== 'action-read-back' || !entry.data.holds) return [];
  const planned = state.actions[entry.data.plan]?.planned;
  if (planned === undefined) return [];
  const acted = kindOf(planned.action);
  // Setting an account up while an incident is on is a decision, and no containment.
  const kind = acted === 'preparation' ? 'decision' : (acted ?? 'containment');
  const undone = planned.undoes === null ? '' : 'undone: ';
  return [{ at, kind, title: `${undone}${planned.action} of ${planned.target}`, who }];
}

function keptText(kept: readonly { readonly what: string }[]): string {
  if (kept.length === 0) return 'nothing was left to keep: all was collected already';
  return `kept before the first change: ${listed(kept.map(({ what }) => what))}`;
}
