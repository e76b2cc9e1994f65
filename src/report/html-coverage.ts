import { counted } from '../base/text.ts';
import { stretchesText } from '../model/coverage.ts';
import type { Report, ReportCoverage } from '../model/report.ts';
import { capped, markup } from './html-template.ts';
import type { Html } from './html-template.ts';
import type { Summary } from './summary.ts';
import { coverageBySource } from './unknowns.ts';
import type { SourceCoverage } from './unknowns.ts';
import { COVERAGE_TEXTS } from './wording.ts';

const MOST_PLACES = 60;

/** What was seen of each source, and what can't be known because of it. */
export function coverageSection(report: Report, { unknowns }: Summary): Html {
  const sources = coverageBySource(report.coverage);
  return markup`<section><h2 id="coverage">Coverage: what was seen, and what cannot be known</h2>
${unknowns.length === 0 ? markup`<p>Nothing is known to be missing.</p>` : markup`<div class="card"><h3>What cannot be known, and why</h3><ul>${capped(unknowns, 200, { each: (text) => markup`<li>${text}</li>`, rest: (count) => markup`<li>${counted(count, 'more')} in the JSON report</li>` })}</ul></div>`}
${sources.length === 0 ? markup`<p>No source was looked at.</p>` : sources.map(sourceTable)}</section>
`;
}

function sourceTable({ title, entries, worst }: SourceCoverage): Html {
  const rows = capped(entries, MOST_PLACES, {
    each: coverageRow,
    rest: (count) =>
      markup`<tr><td colspan="6">${counted(count, 'more place')} in the JSON report.</td></tr>`,
  });
  return markup`<h3>${title} <span class="chip ${worst.status}">${COVERAGE_TEXTS[worst.status]}</span></h3>
<div class="scroll"><table><thead><tr><th>Account</th><th>Region</th><th>Status</th><th class="n">Records</th><th>Seen</th><th>Why</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function coverageRow({ account, region, status, records, stretches, detail }: ReportCoverage): Html {
  return markup`<tr><td class="t">${account ?? '–'}</td><td class="t">${region ?? '–'}</td><td class="t">${COVERAGE_TEXTS[status]}</td><td class="n">${records.toLocaleString('en-US')}</td><td>${records === 0 ? 'nothing' : stretchesText(stretches)}</td><td>${detail}</td></tr>`;
}
