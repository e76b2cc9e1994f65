import { counted } from '../base/text.ts';
import type { JournalEntry } from '../model/case-event.ts';
import type { CaseState } from '../model/case-state.ts';
import type { PlayState } from '../model/play.ts';
import type { PlayOpened } from '../model/play-event.ts';
import type { Scenario } from '../model/scenario.ts';
import { damageOf } from './damage.ts';
import { durationText } from './duration.ts';

const MINUTE = 60_000;

/** A play as its files tell of it, for those who look on while another process holds it. */
export interface PlayView {
  readonly opened: PlayOpened;
  readonly scenario: Scenario;
  readonly entries: readonly JournalEntry[];
  readonly state: CaseState;
  readonly play: PlayState;
  /** The latest time that anything happened at, in milliseconds since 1970. */
  readonly now: number;
  /** What the intruder turns to next; null when it is at its end. */
  readonly next: { readonly title: string; readonly at: number } | null;
}

/** Whether the team is through and the rest of the story was played out: from then on all of it may be told. */
export function isOver({ state, entries, next, play, scenario }: PlayView): boolean {
  const ended = entries.some((entry) => entry.kind === 'play-directed' && entry.data.command.do === 'end');
  const playedOut = next === null || next.at > play.start + scenario.ends;
  return (state.finished || ended) && playedOut;
}

/** The facilitator's screen: the story with what comes next, the team beside it, injects and objectives. Not for the team. */
export function consoleLines(view: PlayView): readonly string[] {
  const { scenario, play, next, now } = view;
  const last = play.moves.slice(-6);
  return [
    `EXERCISE ${scenario.title} · ${clockText(view)}`,
    '',
    'INTRUDER',
    ...last.map(({ at, step, as, error }) => {
      const title = scenario.story.find(({ id }) => id === step)?.title ?? step;
      return `  ${timeOf(at)}  ${error === null ? 'ok     ' : 'refused'}  ${title}${as === null ? '' : ` (${as})`}`;
    }),
    next === null
      ? '  next    nothing is left to it'
      : `  next    ${timeOf(next.at)}  ${next.title}${next.at > now ? `, in ${durationText(next.at - now)}` : ''}`,
    `  holds   ${play.held.join(', ') || 'nothing'}`,
    '',
    'DAMAGE',
    ...damageOf(scenario, play).aims.map(
      ({ title, amount, unit }) => `  ${title}: ${amount.toLocaleString('en-US')} ${unit}`,
    ),
    '',
    'TEAM',
    ...teamLines(view),
    `  signals seen    ${seenOf(view).join(' ') || 'none'}`,
    `  signals missed  ${missedOf(view).join(' ') || 'none'}`,
    '',
    'INJECTS',
    ...scenario.injects.map((inject) => `  ${inject.id.padEnd(20)} ${injectText(view, inject)}`),
    '',
    'OBJECTIVES',
    ...scenario.objectives.map(({ id, title }) => `  ${id.padEnd(20)} ${title}${markText(view, id)}`),
  ];
}

/** The room's screen: nothing that tells the team what it has not found. */
export function roomLines(view: PlayView): readonly string[] {
  const news = view.entries.flatMap((entry) =>
    entry.kind === 'inject-delivered'
      ? [{ at: entry.at, from: entry.data.from, text: entry.data.text }]
      : entry.kind === 'play-directed' && entry.data.command.do === 'tell'
        ? [{ at: entry.at, from: entry.data.command.from, text: entry.data.command.text }]
        : [],
  );
  return [
    `EXERCISE  EXERCISE  EXERCISE`,
    '',
    view.scenario.title,
    clockText(view),
    '',
    ...teamLines(view),
    '',
    'NEWS',
    ...(news.length === 0 ? ['  none so far'] : []),
    ...news
      .slice(-6)
      .map(({ at, from, text }) => `  ${at.slice(11, 16)}Z  ${from}: ${text.replaceAll(/\s+/g, ' ')}`),
  ];
}

function clockText({ play, scenario, now }: PlayView): string {
  const since = now - play.start - scenario.called;
  const left = play.start + scenario.ends - now;
  return `${new Date(now).toISOString().slice(0, 16).replace('T', ' ')}Z · ${durationText(Math.max(0, since))} since the team was called · ${left > 0 ? `${durationText(left)} left` : 'at its end'}`;
}

function teamLines({ state }: PlayView): readonly string[] {
  const findings = Object.values(state.findings).filter(({ disposition }) => disposition === 'open');
  const applied = Object.values(state.actions).filter(
    ({ status }) => status === 'applied' || status === 'verified',
  );
  const declared = state.log.find(({ kind }) => kind === 'declare');
  return [
    `  findings        ${counted(findings.length, 'open finding')}`,
    `  suspects        ${counted(Object.values(state.suspects).length, 'suspect')}`,
    `  questions       ${counted(Object.keys(state.answers).length, 'answer')}`,
    `  in force        ${applied.map(({ planned }) => planned.target).join('; ') || 'no containment'}`,
    `  declared        ${declared === undefined ? 'not yet' : declared.at.slice(11, 16)}`,
  ];
}

function keyed({ scenario, play }: PlayView): readonly string[] {
  const done = play.moves.map(({ step }) => step);
  return [...new Set(scenario.story.filter(({ id }) => done.includes(id)).flatMap(({ signals }) => signals))];
}

function seenOf(view: PlayView): readonly string[] {
  return keyed(view).filter((signal) => view.state.findings[signal] !== undefined);
}

function missedOf(view: PlayView): readonly string[] {
  return keyed(view).filter((signal) => view.state.findings[signal] === undefined);
}

function injectText({ entries, play, scenario }: PlayView, inject: Scenario['injects'][number]): string {
  const delivered = entries.find(
    (entry) => entry.kind === 'inject-delivered' && entry.data.inject === inject.id,
  );
  if (delivered !== undefined) return `delivered ${delivered.at.slice(11, 16)}Z`;
  const held = entries.some(
    (entry) =>
      entry.kind === 'play-directed' &&
      entry.data.command.do === 'hold' &&
      entry.data.command.inject === inject.id,
  );
  if (held) return 'held back';
  if (inject.at !== null) return `at ${timeOf(play.start + scenario.called + inject.at)}`;
  return inject.when === null ? 'by hand' : `when ${inject.when}`;
}

function markText({ entries }: PlayView, id: string): string {
  const said = entries
    .flatMap((entry) => (entry.kind === 'play-directed' ? [entry.data.command] : []))
    .findLast((command) => command.do === 'mark' && command.objective === id);
  return said?.do === 'mark' ? ` · ${said.passed ? 'passed' : 'failed'} by hand: ${said.why}` : '';
}

function timeOf(at: number): string {
  return `${new Date(Math.floor(at / MINUTE) * MINUTE).toISOString().slice(11, 16)}Z`;
}
