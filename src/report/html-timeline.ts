import { counted } from '../base/text.ts';
import type { Report, TimelineEntry } from '../model/report.ts';
import { capped, markup } from './html-template.ts';
import type { Html } from './html-template.ts';
import { moments, timelinePanels, undated } from './timeline-layout.ts';
import type { Moment } from './timeline-layout.ts';
import { timelinePicture } from './timeline-picture.ts';
import { timelineRows } from './timeline-rows.ts';
import { timeText } from './wording.ts';

const MOST_MOMENTS = 60;

/** The timeline: a picture, the moments its numbers stand for, and the entries themselves. */
export function timelineSection(report: Report): Html {
  if (report.timeline.length === 0)
    return markup`<section><h2 id="timeline">Timeline</h2><p>Nothing has a place in time.</p></section>`;
  const without = undated(report);
  return markup`<section><h2 id="timeline">Timeline</h2>
${timelinePanels(report).map(timelinePicture)}${without === 0 ? null : markup`<p class="meta">${counted(without, 'entry', 'entries')} without a readable time not drawn.</p>`}
${momentList(moments(report))}
<details><summary>${counted(report.timeline.length, 'entry', 'entries')} of the timeline</summary><div class="scroll"><table><thead><tr><th>Time (UTC)</th><th>What</th><th>Title</th><th>Event</th></tr></thead><tbody>${entryRows(report.timeline)}</tbody></table></div></details></section>
`;
}

function momentList(all: readonly Moment[]): Html | null {
  if (all.length === 0) return null;
  const items = capped(all, MOST_MOMENTS, {
    each: ({ at, finding }) =>
      markup`<li>${timeText(at)} <span class="chip ${finding.severity}">${finding.severity}</span> ${finding.title}</li>`,
    rest: (count) => markup`<li>${counted(count, 'more finding')}</li>`,
  });
  return markup`<div class="card"><h3>When each finding began</h3><ol class="moments">${items}</ol></div>`;
}

function entryRows(timeline: readonly TimelineEntry[]): readonly Html[] {
  const { rows, left } = timelineRows(timeline);
  const lines = rows.map(
    ({ at, kind, title, event }) =>
      markup`<tr><td class="t">${timeText(at)}</td><td>${kind}</td><td>${title}</td><td><code>${event}</code></td></tr>`,
  );
  return left === 0
    ? lines
    : [
        ...lines,
        markup`<tr><td colspan="4">${counted(left, 'more cited event')} in the JSON report.</td></tr>`,
      ];
}
