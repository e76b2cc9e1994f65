import { counted } from '../base/text.ts';
import type { Report, ReportAction } from '../model/report.ts';
import { capped, markup } from './html-template.ts';
import type { Html, Part } from './html-template.ts';
import { timeText } from './wording.ts';

const MOST_ROWS = 300;

/** What was done and written down: actions, suspects, the incident's own log, notes. */
export function recordSections(report: Report): Html {
  const log = report.log.map(({ at, kind, text, who, writtenAt }) => [
    timeText(at),
    kind,
    text,
    markup`${who}${writtenAt === at ? null : markup`<br><span class="meta">written ${timeText(writtenAt)}</span>`}`,
  ]);
  const suspects = report.suspects.map(({ kind, value, decision, origin, why }) => [
    kind,
    markup`<code>${value}</code>`,
    decision,
    origin,
    markup`${why.slice(0, 5).map((text) => markup`${text}<br>`)}`,
  ]);
  return markup`<section><h2 id="actions">Actions</h2>${report.actions.length === 0 ? markup`<p>No action was taken with heptad.</p>` : report.actions.map(actionCard)}</section>
<section><h2 id="suspects">Suspects</h2>${table(['Kind', 'Value', 'Decision', 'From', 'Why'], suspects, 'No suspect was named.')}</section>
<section><h2 id="log">The incident's log</h2>${table(['Time (UTC)', 'Kind', 'Entry', 'Who'], log, 'No entry was made.')}</section>
<section><h2 id="notes">Notes</h2>${table(
    ['Time (UTC)', 'Note', 'By'],
    report.notes.map(({ at, text, by }) => [timeText(at), text, by]),
    'No note was made.',
  )}</section>
`;
}

/** A table, or the sentence that says there is nothing. Rows beyond the limit are in the JSON report. */
export function table(heads: readonly string[], rows: readonly (readonly Part[])[], nothing: string): Html {
  if (rows.length === 0) return markup`<p>${nothing}</p>`;
  const body = capped(rows, MOST_ROWS, {
    each: (cells) => markup`<tr>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>`,
    rest: (count) =>
      markup`<tr><td colspan="${heads.length}">${counted(count, 'more row')} in the JSON report.</td></tr>`,
  });
  return markup`<div class="scroll"><table><thead><tr>${heads.map((head) => markup`<th>${head}</th>`)}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function actionCard(action: ReportAction): Html {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Status', action.status],
    ['Target', action.target],
    ['At', timeText(action.at)],
    ['Approved by', action.approvedBy.join(', ') || null],
    ['Executed by', action.executedBy],
    ['Plan (SHA-256)', action.planSha256],
    ['Proof', action.verification],
  ];
  const calls = markup`<details><summary>${counted(action.calls.length, 'API call')}</summary><p><code>${action.calls.slice(0, 50).map((call) => markup`${JSON.stringify(call)}<br>`)}</code></p></details>`;
  return markup`<article class="card"><h3>${action.id} ${action.action}</h3><dl class="grid">${facts.map(([name, value]) => (value === null ? null : markup`<div><dt>${name}</dt><dd>${value}</dd></div>`))}</dl>${action.calls.length === 0 ? null : calls}</article>
`;
}
