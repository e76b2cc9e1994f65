import type { CheckResult, ReadinessReport } from '../model/readiness.ts';
import { STYLE } from './html-style.ts';
import { Html, markup } from './html-template.ts';
import { byElement, mendText, openQuestions, readinessSummary, STATUS_WORDS } from './readiness-wording.ts';

/** No script, no request: the page shows what it holds and nothing else. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
const OWN_STYLE = `
.chip.fail{background:var(--critical)}.chip.unknown{background:var(--medium)}.chip.pass{background:var(--good)}.chip.not-applicable{background:var(--info)}
td.id{white-space:nowrap;font-weight:600}td ul{margin:0;padding-left:18px}.how{color:var(--soft);font-size:13px}
`;

/** How ready an account was found, as one HTML file. */
export function renderReadinessHtml(report: ReadinessReport): string {
  const { account, playbook, at, tool } = report;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${`Readiness of ${account.id}`}</title>
<style>${new Html(STYLE + OWN_STYLE)}</style>
</head>
<body>
<header class="top"><p class="over">Readiness report</p><h1>${`Readiness of account ${account.id}`}</h1>
<p class="meta"><span class="label ${account.label === 'REAL' ? 'real' : ''}">${account.label}</span> ${at} · as ${account.arn} · Regions ${account.regions.join(', ')} · playbook ${playbook.id} ${playbook.version}</p>
${account.limits.map((limit) => markup`<p class="meta">${limit}</p>`)}</header>
<main>
<p class="say">${readinessSummary(report)}</p>
${questionSection(report)}${byElement(report).map(
    ({ title, checks }) => markup`<h2>${title}</h2>
<table><thead><tr><th>Check</th><th>Status</th><th>What was found</th></tr></thead><tbody>${checks.map(checkRow)}</tbody></table>
`,
  )}</main>
<footer>Made by ${tool}. Nothing was changed: every call was a read. The same as data: heptad readiness --format json.</footer>
</body>
</html>
`.markup;
}

function questionSection(report: ReadinessReport): Html | null {
  const open = openQuestions(report);
  if (open.length === 0) return null;
  return markup`<h2>Questions that could not be answered today</h2>
<table><thead><tr><th>Question of the methodology</th><th>Failed</th><th>Unknown</th><th></th></tr></thead><tbody>${open.map(
    ({ ask, failed, unknown, forGood }) =>
      markup`<tr><td>${ask}</td><td>${failed.join(', ')}</td><td>${unknown.join(', ')}</td><td>${forGood ? 'what is not recorded now can never be had' : ''}</td></tr>
`,
  )}</tbody></table>
`;
}

function checkRow(check: CheckResult): Html {
  const { says, remarks, missing, status, title, why, controls } = check;
  const missed = missing.length === 0 ? [] : [`Missing permission: ${missing.join(', ')}`];
  const mend = status === 'fail' ? markup`<p class="how">${`Mend: ${mendText(check)}`}</p>` : null;
  return markup`<tr id="${check.check}"><td class="id">${check.check}</td><td><span class="chip ${status}">${STATUS_WORDS[status]}</span></td><td><b>${title}</b><ul>${[...says, ...missed].map((text) => markup`<li>${text}</li>`)}</ul>${remarks.map((text) => markup`<p class="how">${`Note: ${text}`}</p>`)}${mend}<p class="how">${why}</p><p class="how">${controls.join(' · ')}</p></td></tr>
`;
}
