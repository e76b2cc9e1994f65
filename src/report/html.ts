import type { Report } from '../model/report.ts';
import { coverageSection } from './html-coverage.ts';
import { debriefSection } from './html-debrief.ts';
import { elementsSection } from './html-elements.ts';
import { evidenceSections } from './html-evidence.ts';
import { findingsSection } from './html-findings.ts';
import { overviewSection } from './html-overview.ts';
import { recordSections } from './html-record.ts';
import { STYLE } from './html-style.ts';
import { summarySection } from './html-summary.ts';
import { Html, markup } from './html-template.ts';
import { timelineSection } from './html-timeline.ts';
import { summarize } from './summary.ts';
import { timeText, watermark } from './wording.ts';

/** No script, no request: the page shows what it holds and nothing else, whatever a log wrote into it. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** The report as one HTML file. */
export function renderHtml(report: Report): string {
  const summary = summarize(report);
  const { id, playbook } = report.case;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${`${id} – ${playbook.title}`}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
${ribbon(report)}${alarm(report)}${head(report)}<main>
${debriefSection(report)}${summarySection(report, summary)}${elementsSection(report)}${findingsSection(report, summary)}${timelineSection(report)}${recordSections(report)}${overviewSection(report)}${coverageSection(report, summary)}${evidenceSections(report)}</main>
<footer>Made by heptad ${report.generated.version} on ${timeText(report.generated.at)}. All times are UTC. The same report as data: heptad report ${id} --format json.</footer>
</body>
</html>
`.markup;
}

function ribbon(report: Report): Html | null {
  const mark = watermark(report);
  if (mark === null) return null;
  return markup`<div class="ribbon">${mark}: nothing in this report happened to a real workload</div><div class="water" aria-hidden="true">${mark}</div>
`;
}

/** A report on a changed case must not look like any other. */
function alarm({ integrity: { ok, detail } }: Report): Html | null {
  if (ok) return null;
  return markup`<div class="alarm">The journal or the evidence of this case is not what it was: ${detail}</div>
`;
}

function head({ case: { id, label, playbook, opened, operators }, exercise }: Report): Html {
  const real = /^REAL\b/.test(label) ? 'real' : '';
  const sections = [
    ...(exercise === null ? [] : ['Debrief']),
    'Summary',
    'Answers',
    'Findings',
    'Timeline',
    'Actions',
    'Suspects',
    'Log',
    'Notes',
    'Overview',
    'Coverage',
    'Evidence',
    'Integrity',
  ];
  return markup`<header class="top"><p class="over">Incident report</p><h1>${playbook.title}</h1>
<p class="meta"><span class="label ${real}">${label}</span> case ${id} · opened ${timeText(opened)}${operators.length === 0 ? '' : ` by ${operators[0]}`} · playbook ${playbook.id} ${playbook.version}</p>
<nav aria-label="Sections">${sections.map((name) => markup`<a href="#${name.toLowerCase()}">${name}</a>`)}</nav></header>
`;
}
