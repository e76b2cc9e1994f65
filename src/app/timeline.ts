import type { JournalEntry } from '../model/case-event.ts';
import type { CaseState } from '../model/case-state.ts';
import type { TimelineEntry } from '../model/report.ts';

/** What a timeline is made from. */
export interface TimelineSources {
  readonly state: CaseState;
  readonly entries: readonly JournalEntry[];
  /** Times of cited events, by eventID, where the lake knows them. */
  readonly eventTimes: ReadonlyMap<string, string>;
}

/** The case's own entries and the cited events, in the order of their times. */
export function timelineOf({ entries, state, eventTimes }: TimelineSources): readonly TimelineEntry[] {
  const cited = Object.values(state.findings).flatMap((finding) => {
    const title = `${finding.id} ${finding.title}`;
    const timed = finding.events.flatMap((event): readonly TimelineEntry[] => {
      const at = eventTimes.get(event);
      return at === undefined ? [] : [{ at, kind: 'finding', title, event }];
    });
    if (timed.length > 0 || finding.first === null) return timed;
    return [{ at: finding.first, kind: 'finding', title, event: finding.events[0] ?? null }];
  });
  const pinned = state.kept.flatMap(({ what, title, eventAt, event, at }) => (what === 'pinned' ? [{ at: eventAt ?? at, kind: 'pinned', title, event }] : []));
  return [...cited, ...pinned, ...entries.flatMap(caseEntry)].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function caseEntry(entry: JournalEntry): readonly TimelineEntry[] {
  const one = (kind: string, title: string, at = entry.at): readonly TimelineEntry[] => [{ at, kind, title, event: null }];
  switch (entry.kind) {
    case 'case-opened':
      return one('case', `case opened by ${entry.by.human}`);
    case 'case-finished':
      return one('case', 'playbook walked to its end');
    case 'case-closed':
      return one('case', `case closed by ${entry.by.human}`);
    case 'lake-built':
      return one('case', `logs read: ${entry.data.events} events, ${entry.data.invocations} invocation records`);
    case 'coverage-declared':
      return one('case', `logs declared complete by ${entry.by.human}: ${entry.data.reason}`);
    case 'question-answered':
      return one('answer', `${entry.data.question}: ${entry.data.answer}`);
    case 'note-added':
      return one('note', entry.data.text);
    case 'log-added':
      return one('log', `${entry.data.kind}: ${entry.data.text}`, entry.data.at);
    default:
      return [];
  }
}
