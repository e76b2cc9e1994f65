import { counted } from '../base/text.ts';
import type { Debrief, DebriefMove, MissedSignal, TeamMark } from '../model/debrief.ts';
import type { Report, TimelineEntry } from '../model/report.ts';
import type { ScoreDamage } from '../model/score.ts';
import { capped, markup } from './html-template.ts';
import type { Html } from './html-template.ts';
import { type Filling, panelOf, placeOf } from './timeline-layout.ts';
import { timelinePicture } from './timeline-picture.ts';
import { timeText } from './wording.ts';

const MOST_MOVES = 300;

/** What a team is told after an exercise; nothing for a case that is none, or one that is not over. */
export function debriefSection({ exercise }: Report): Html | null {
  if (exercise === null) return null;
  const { score, key } = exercise;
  const passed = score.objectives.filter((objective) => objective.passed).length;
  return markup`<section><h2 id="debrief">Debrief of the exercise</h2>
<div class="card lead ${passed === score.objectives.length ? 'low' : 'medium'}"><p class="say">${passed} of ${counted(score.objectives.length, 'objective')} met; the intruder cost ${score.damage.points} points of damage, ${saved(score.damage)} fewer than if nobody had done anything.</p>
<p class="meta">Scenario ${score.scenario.title} (${score.scenario.id} ${score.scenario.version}), seed ${score.seed}. ${key ? 'With the answer key: keep it from whoever is to play this scenario.' : 'Without the answer key: it tells nothing that the team did not find. heptad report <case> --key has it.'}</p>
<dl class="facts">${times(exercise).map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></div>
<h3>Both sides on one clock</h3>
${picture(exercise).map(timelinePicture)}${exercise.untold === 0 ? null : markup`<p class="meta">${counted(exercise.untold, 'more call')} of the intruder's that no finding of the team cites.</p>`}
<h3>Objectives</h3>
<div class="scroll"><table><thead><tr><th>Objective</th><th>Result</th><th>Why</th></tr></thead><tbody>${score.objectives.map(
    ({ title, passed: ok, reason, by }) =>
      markup`<tr><td>${title}</td><td><span class="chip ${ok ? 'good' : 'high'}">${ok ? 'met' : 'missed'}</span></td><td>${reason}${by === 'the facilitator' ? ' (by hand)' : ''}</td></tr>`,
  )}</tbody></table></div>
<div class="two"><div class="card"><h3>Damage</h3>${damageTable(score.damage)}</div>
<div class="card"><h3>Mistakes</h3>${score.mistakes.length === 0 ? markup`<p>None that the play could tell.</p>` : markup`<ul class="plain">${score.mistakes.map(({ what, why }) => markup`<li><b>${what}</b> ${why}</li>`)}</ul>`}</div></div>
<h3>Signals the team missed</h3>
${missedTable(exercise)}
<h3>What to practise next</h3>
<div class="card"><ol>${exercise.practise.map(({ what, how }) => markup`<li><b>${what}</b> ${how}</li>`)}</ol></div>
${storyTable(exercise)}</section>
`;
}

function times({ score: { times: all } }: Debrief): readonly (readonly [string, string])[] {
  const text = (minutes: number | null): string => (minutes === null ? 'never' : `after ${minutes} min`);
  return [
    ['First finding', text(all.found)],
    ['Declared', text(all.declared)],
    ['Evidence preserved', text(all.preserved)],
    ['First containment', text(all.contained)],
    ['Containment verified', text(all.verified)],
  ];
}

function saved({ points, alone }: ScoreDamage): number {
  return Math.round((alone - points) * 100) / 100;
}

/** The intruder's lanes over the team's. */
function picture({ story, news, team, called, ended, started }: Debrief): ReturnType<typeof panelOf> {
  const moves = (refused: boolean): readonly TimelineEntry[] =>
    story
      .filter(({ error }) => (error !== null) === refused)
      .map(({ at, title, event }) => ({ at, kind: 'intruder', title, event }));
  const marks = (kinds: readonly TeamMark['kind'][]): readonly TimelineEntry[] =>
    team
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ at, kind, title, who }) => ({ at, kind, title: `${title} (${who})`, event: null }));
  const lanes: readonly Filling[] = [
    { name: 'Intruder', kind: 'critical', entries: moves(false) },
    { name: 'Refused', kind: 'refused', entries: moves(true) },
    {
      name: 'News',
      kind: 'pinned',
      entries: news.map(({ at, from, text }) => ({
        at,
        kind: 'news',
        title: `${from}: ${text}`,
        event: null,
      })),
    },
    { name: 'Findings', kind: 'medium', entries: marks(['finding']) },
    { name: 'Answers', kind: 'answer', entries: marks(['answer', 'decision']) },
    { name: 'Preserved', kind: 'pinned', entries: marks(['preservation']) },
    { name: 'Contained', kind: 'low', entries: marks(['containment']) },
  ];
  return panelOf(
    {
      title: 'The intruder above, the team below',
      times: [started, called, ended],
      flags: (span) => [{ at: placeOf(called, span), text: 'team called' }],
    },
    lanes,
  );
}

function damageTable({ aims }: ScoreDamage): Html {
  return markup`<table class="bars"><tbody>${aims.map(
    ({ title, amount, alone, unit }) =>
      markup`<tr><td>${title}</td><td><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="rest" x="0" y="0" width="100" height="10"/><rect class="bar critical" x="0" y="0" width="${share(amount, alone)}" height="10"/></svg></td><td class="n">${amountText(amount, alone)} ${unit}</td></tr>`,
  )}</tbody></table><p class="meta">Red: what it came to; the whole bar: what the story costs when nobody does anything.</p>`;
}

/** A team can make things happen that the story alone does not. */
function amountText(amount: number, alone: number): string {
  const [came, left] = [amount.toLocaleString('en-US'), alone.toLocaleString('en-US')];
  return amount > alone ? `${came} (left alone ${left})` : `${came} of ${left}`;
}

function share(amount: number, alone: number): string {
  return (amount >= alone ? (amount > 0 ? 100 : 0) : (amount / alone) * 100).toFixed(1);
}

function missedTable({ missed, key }: Debrief): Html {
  if (missed.length === 0)
    return markup`<p>None: every signal that the intruder left was among the findings.</p>`;
  return markup`<div class="scroll"><table><thead><tr><th>Signal</th><th>Where to look</th><th>What it would have told</th><th>The question it belongs to</th>${key ? markup`<th>What gave it</th>` : null}</tr></thead><tbody>${missed.map((one) => missedRow(one, key))}</tbody></table></div>`;
}

function missedRow({ signal, element, step, told, questions, gaveIt }: MissedSignal, key: boolean): Html {
  return markup`<tr><td>${signal}</td><td>${element === null ? 'nowhere in this playbook' : `${element}: ${step ?? ''}`}</td><td>${told}</td><td>${questions.join(' ')}</td>${key ? markup`<td>${gaveIt.join('; ')}</td>` : null}</tr>`;
}

function storyTable({ story, key }: Debrief): Html | null {
  if (story.length === 0) return null;
  const rows = capped(story, MOST_MOVES, {
    each: ({ at, title, call, as, error, seen, event }: DebriefMove) =>
      markup`<tr><td class="t">${timeText(at)}</td><td>${title}</td><td><code>${call}</code>${as === null ? '' : ` as ${as}`}</td><td>${error ?? 'went through'}</td><td>${seen ? 'yes' : 'no'}</td><td><code>${event}</code></td></tr>`,
    rest: (count) => markup`<tr><td colspan="6">${counted(count, 'more call')} in the JSON report.</td></tr>`,
  });
  return markup`<details><summary>${key ? "The intruder's way" : "What the team saw of the intruder's way"}: ${counted(story.length, 'call')}</summary><div class="scroll"><table><thead><tr><th>Time (UTC)</th><th>What</th><th>Call</th><th>Result</th><th>Found</th><th>Event</th></tr></thead><tbody>${rows}</tbody></table></div></details>`;
}
