import { bytesText, counted } from '../base/text.ts';
import type { Report, ReportEvidence } from '../model/report.ts';
import { capped, markup } from './html-template.ts';
import type { Html } from './html-template.ts';
import { timeText } from './wording.ts';

/** More files than this make a page nobody reads and no browser likes. */
const MOST_FILES = 2000;

/** The files the report rests on, and how to tell that nothing of the case was changed. */
export function evidenceSections(report: Report): Html {
  return markup`<section><h2 id="evidence">Evidence</h2>${evidence(report.evidence)}</section>
<section><h2 id="integrity">Integrity</h2>${integrity(report)}</section>
`;
}

function evidence(files: readonly ReportEvidence[]): Html {
  if (files.length === 0) return markup`<p>No evidence was collected.</p>`;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const rows = capped(files, MOST_FILES, {
    each: fileRow,
    rest: (count) =>
      markup`<tr><td colspan="5">${counted(count, 'more file')} in the JSON report (heptad report --format json).</td></tr>`,
  });
  const limit =
    files.length > MOST_FILES
      ? ` The first ${MOST_FILES.toLocaleString('en-US')} are listed here, all of them in the JSON report.`
      : '';
  return markup`<p>${counted(files.length, 'file')}, ${bytesText(bytes)}, kept byte for byte as collected.${limit}</p>
<details><summary>List of files with their hashes</summary><div class="scroll"><table><thead><tr><th>SHA-256</th><th class="n">Bytes</th><th>Source</th><th>Collected (UTC)</th><th>By</th></tr></thead><tbody>${rows}</tbody></table></div></details>`;
}

function fileRow({ sha256, size, source, collectedAt, collector }: ReportEvidence): Html {
  return markup`<tr><td><code>${sha256}</code></td><td class="n">${size.toLocaleString('en-US')}</td><td>${source}</td><td>${timeText(collectedAt)}</td><td>${collector}</td></tr>
`;
}

function integrity({
  integrity: { entries, head, ok, detail, clocks = [], copy },
  case: { id, playbook },
  generated,
}: Report): Html {
  return markup`<div class="card"><p><b>${ok ? 'The journal and the evidence are unchanged.' : 'The journal or the evidence is NOT what it was.'}</b> ${detail}</p>
<dl class="grid"><div><dt>Journal entries</dt><dd>${entries.toLocaleString('en-US')}</dd></div><div><dt>Playbook</dt><dd>${playbook.id} ${playbook.version}<br><code>${playbook.sha256}</code></dd></div><div><dt>Report made</dt><dd>${timeText(generated.at)} by ${generated.by}, heptad ${generated.version}</dd></div>${clocks.map(({ account, text }) => markup`<div><dt>Clock, account ${account}</dt><dd>${text}</dd></div>`)}${copy === undefined ? [] : [markup`<div><dt>Copy of the evidence</dt><dd>${copy.text}</dd></div>`]}</dl>
<p class="warn">Head of the journal: <code>${head}</code><br>Keep this hash somewhere else (a ticket, a mail). With it <code>heptad verify ${id} --head ${head}</code> also finds a journal that was cut short or written anew.</p></div>`;
}
