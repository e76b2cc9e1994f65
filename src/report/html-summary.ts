import type { Report } from '../model/report.ts';
import { markup } from './html-template.ts';
import type { Html } from './html-template.ts';
import { capped } from './html-template.ts';
import type { ElementSummary, Summary } from './summary.ts';
import { scopeText, spanText, timeText } from './wording.ts';

/** The first screen: what happened, how bad, where, and what can't be known. */
export function summarySection(report: Report, summary: Summary): Html {
  return markup`<section id="summary">
<div class="card lead ${summary.worst ?? ''}">
<p class="say">${summary.headline}</p>
${summary.worstText === '' ? null : markup`<p>${summary.worstText}</p>`}
<p class="meta">Findings are signals in the logs, not verdicts. What they mean is what the answers below say.</p>
<dl class="facts">${facts(report, summary).map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</div>
<ol class="strip">${summary.elements.map(tile)}</ol>
<div class="two">
<div class="card"><h3>The worst findings</h3>${worst(summary)}</div>
<div class="card"><h3>What cannot be known</h3>${unknowns(summary)}</div>
</div>
</section>
`;
}

function facts(report: Report, summary: Summary): readonly (readonly [string, string])[] {
  const { severity, declared, closed, opened, operators, tickets } = report.case;
  return [
    ['Severity of the incident', severity ?? 'not set'],
    ['Declared', declared === null ? 'not declared' : timeText(declared)],
    ['Status of the case', closed === null ? `open since ${timeText(opened)}` : `closed ${timeText(closed)}`],
    ['Events of open findings', spanText(summary.first, summary.last) || 'none'],
    ['Scope', scopeText(report)],
    ['Containment', summary.containment],
    ['Responders', operators.join(', ') || 'none named'],
    ...(tickets.length > 0 ? [['Tickets', tickets.join(', ')] as const] : []),
  ];
}

function tile({ element, worst: severity, findings, answers, unknown }: ElementSummary, index: number): Html {
  const status = element.status === 'done' ? '' : ` · ${element.status.replaceAll('-', ' ')}`;
  const blind = unknown === null ? null : markup`<br><span class="blind">${unknown}</span>`;
  return markup`<li><a class="${severity ?? ''}" href="#element-${index + 1}"><b>${index + 1} ${element.title}</b>${findings}<br><span class="n">${answers}${status}</span>${blind}</a></li>`;
}

function worst({ open }: Summary): Html {
  if (open.length === 0) return markup`<p>No finding is open. What that is worth is said under Coverage.</p>`;
  const items = capped(open, 6, {
    each: ({ severity, title }) =>
      markup`<li><span class="chip ${severity}">${severity}</span> ${title}</li>`,
    rest: (count) => markup`<li><a href="#findings">${count} more under Findings</a></li>`,
  });
  return markup`<ul class="plain">${items}</ul>`;
}

function unknowns({ unknowns: texts }: Summary): Html {
  if (texts.length === 0)
    return markup`<p>Every source was seen whole and every question could be answered from it.</p>`;
  const items = capped(texts, 8, {
    each: (text) => markup`<li>${text}</li>`,
    rest: (count) => markup`<li><a href="#coverage">${count} more under Coverage</a></li>`,
  });
  return markup`<ul class="plain">${items}</ul>`;
}
