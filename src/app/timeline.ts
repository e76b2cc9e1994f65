import { counted, listed } from '../base/text.ts';
import type { CaseEvents, EventKind, JournalEntry } from '../model/case-event.ts';
import type { CaseState } from '../model/case-state.ts';
import { planName } from '../model/action-state.ts';
import { destinationText, lockText } from '../model/evidence-copy.ts';
import type { Kept } from '../model/preservation.ts';
import type { TimelineEntry } from '../model/report.ts';
import { findAction } from './actions/action-library.ts';

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
  const pinned = state.kept.flatMap(({ what, title, eventAt, event, at }) =>
    what === 'pinned' ? [{ at: eventAt ?? at, kind: 'pinned', title, event }] : [],
  );
  return [...cited, ...pinned, ...entries.flatMap((entry) => caseEntry(entry, state))].toSorted((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  );
}

/** The kinds of entry that tell the story; the working of the case (steps, evidence, resumptions) would hide it. */
const STORY: {
  readonly [K in EventKind]?: readonly [
    kind: string,
    title: (data: CaseEvents[K], who: string, state: CaseState) => string,
  ];
} = {
  'case-opened': ['case', (_, who) => `case opened by ${who}`],
  'case-finished': ['case', () => 'playbook walked to its end'],
  'case-closed': ['case', (_, who) => `case closed by ${who}`],
  'lake-built': [
    'case',
    ({ events, invocations }) => `logs read: ${events} events, ${invocations} invocation records`,
  ],
  'coverage-declared': ['case', ({ reason }, who) => `logs declared complete by ${who}: ${reason}`],
  'question-answered': ['answer', ({ question, answer }) => `${question}: ${answer}`],
  'account-connected': ['case', ({ label, account, arn }) => `${label} account ${account} reached as ${arn}`],
  'evidence-wished': ['case', (wish) => `evidence is to be copied to ${destinationText(wish)}`],
  'evidence-destination': [
    'case',
    (destination) => `evidence is copied to ${destinationText(destination)}: ${lockText(destination)}`,
  ],
  'evidence-copy-ended': ['case', ({ why }) => `evidence is no longer copied: ${why}`],
  'action-planned': ['action', (planned) => `planned: ${planName(planned)} of ${planned.target}`],
  'action-decided': ['action', decidedText],
  'set-planned': ['action', ({ plans }) => `plans ${plans.join(', ')} put together as a set`],
  'set-decided': ['action', ({ set, decision }, who) => `set ${set} ${decision} by ${who}`],
  'preservation-decided': [
    'action',
    ({ decision, why, kept }, who) =>
      decision === 'kept'
        ? `before the first change, asked by ${who}: ${kept.map(keptText).join('; ') || 'nothing was left to read'}`
        : `keeping anything before the first change declined by ${who}: ${why ?? ''}`,
  ],
  'action-handed-over': [
    'action',
    ({ plan, to, ticket = null }) =>
      `plan ${plan} handed to ${to}${ticket === null ? '' : ` (ticket ${ticket})`}`,
  ],
  'action-voided': ['action', ({ plan, difference }) => `plan ${plan} is void: ${difference.join('; ')}`],
  'action-read-back': ['action', readBackText],
  'action-proved': ['action', ({ plan, detail }) => `plan ${plan}: ${detail}`],
  'watch-round': ['action', watchText],
  'play-opened': ['case', ({ title }) => `exercise begun: ${title}`],
  'inject-delivered': ['inject', ({ from, text }) => `${from}: ${text}`],
  'content-sealed': ['case', ({ recipients }) => `prompts and answers are sealed for ${listed(recipients)}`],
  'report-unredacted': [
    'case',
    ({ reason, use }, who) => `${use} made by ${who} without redaction: ${reason}`,
  ],
  'content-opened': [
    'case',
    ({ reason, use }, who) => `sealed content opened by ${who} for ${use}: ${reason}`,
  ],
  'note-added': ['note', ({ text }) => text],
  'log-added': ['log', ({ kind, text }) => `${kind}: ${text}`],
};

function caseEntry(entry: JournalEntry, state: CaseState): readonly TimelineEntry[] {
  const told = STORY[entry.kind] as
    readonly [string, (data: unknown, who: string, state: CaseState) => string] | undefined;
  if (told === undefined) return [];
  const [kind, title] = told;
  // An entry of the incident's record stands at the time it happened, not at the time it was written down.
  const at = entry.kind === 'log-added' ? entry.data.at : entry.at;
  return [{ at, kind, title: title(entry.data, entry.by.human, state), event: null }];
}

/** What heptad set aside by itself is not called somebody's decision. */
function decidedText(
  { plan, offer, decision, how, why }: CaseEvents['action-decided'],
  who: string,
  { offers }: CaseState,
): string {
  const offered = offers[offer ?? ''];
  const named = offered === undefined ? 'an offer' : `offer of ${offered.action}`;
  const what = plan === null ? named : `plan ${plan}`;
  const said = how === 'not planned' ? 'set aside' : `${decision} by ${who}`;
  return `${what} ${said}${why === null ? '' : `: ${why}`}`;
}

function readBackText(
  { plan, holds, unseen }: CaseEvents['action-read-back'],
  _: string,
  { actions }: CaseState,
): string {
  if (unseen !== undefined) return `plan ${plan} made, and could not be read back: ${unseen}`;
  if (!holds) return `plan ${plan} does not hold`;
  const planned = actions[plan]?.planned;
  const untold = planned !== undefined && findAction(planned.action).unseen !== undefined;
  return `plan ${plan} ${untold ? 'answered by the service, not read back' : 'applied and read back'}`;
}

function keptText({ what, evidence, detail }: Kept): string {
  return `${evidence === null ? '' : 'kept '}${what} (${detail})`;
}

function watchText({ identities, grown }: CaseEvents['watch-round']): string {
  const late = identities.filter(({ successes }) => successes > 0);
  const said =
    late.length === 0
      ? `no later success seen of ${counted(identities.length, 'contained identity', 'contained identities')}`
      : `LATER SUCCESS of ${listed(late.map(({ value, successes }) => `${value} (${successes})`))}`;
  return `watched: ${said}${grown.length === 0 ? '' : `; grown: ${listed(grown.map(({ finding }) => finding))}`}`;
}
