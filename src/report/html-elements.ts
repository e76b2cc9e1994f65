import { counted } from '../base/text.ts';
import type { Report, ReportElement, ReportQuestion, ReportStep } from '../model/report.ts';
import { capped, markup } from './html-template.ts';
import type { Html } from './html-template.ts';
import { answerText, COVERAGE_TEXTS, timeText } from './wording.ts';

const MOST_STEPS = 200;

/** The answers, element by element, and behind each the steps they rest on. */
export function elementsSection({ elements }: Report): Html {
  return markup`<section><h2 id="answers">Answers by element</h2>
${elements.map(elementCard)}</section>
`;
}

function elementCard(element: ReportElement, index: number): Html {
  const summary = element.summary === '' ? null : markup`<p class="meta">${element.summary}</p>`;
  return markup`<div class="card" id="element-${index + 1}"><h3>${index + 1} ${element.title}</h3>${summary}
${questionTable(element)}${stepDetails(element)}</div>
`;
}

function questionTable({ questions }: ReportElement): Html {
  if (questions.length === 0) return markup`<p class="none">No question was asked.</p>`;
  return markup`<div class="scroll"><table class="answers"><thead><tr><th>Question</th><th>Answer</th><th>By</th></tr></thead><tbody>${questions.map(questionRow)}</tbody></table></div>`;
}

function questionRow(question: ReportQuestion): Html {
  const { ask, answer, why, by, at, stale, unanswerable, limits } = question;
  const given =
    answer === null
      ? markup`<span class="none">${answerText(question)}</span>`
      : markup`<b>${answerText(question)}</b>`;
  const reason = why === null ? null : markup`<br>${why}`;
  const old = stale
    ? markup`<br><span class="stale">given on older evidence; to be looked at again</span>`
    : null;
  const blind =
    unanswerable === null
      ? null
      : markup`<div class="warn">The logs cannot answer this: ${unanswerable}</div>`;
  const partly =
    limits === null ? null : markup`<div class="warn">The logs answer this in part: ${limits}</div>`;
  return markup`<tr><td>${ask}${blind}${partly}</td><td>${given}${reason}${old}</td><td>${by}${at === null ? null : markup`<br><span class="meta">${timeText(at)}</span>`}</td></tr>`;
}

function stepDetails({ steps }: ReportElement): Html {
  if (steps.length === 0) return markup`<p class="none">No step was run.</p>`;
  const rows = capped(steps, MOST_STEPS, {
    each: stepRow,
    rest: (count) =>
      markup`<tr><td colspan="4">${counted(count, 'more run of a step is', 'more runs of steps are')} in the JSON report.</td></tr>`,
  });
  return markup`<details><summary>${counted(steps.length, 'step')} behind these answers</summary><div class="scroll"><table><thead><tr><th>Step</th><th>Status</th><th>Result</th><th>Coverage</th></tr></thead><tbody>${rows}</tbody></table></div></details>`;
}

function stepRow({ title, suspect, status, text, coverage }: ReportStep): Html {
  const whom =
    suspect === null ? null : markup`<br><span class="meta">for ${suspect.kind} ${suspect.value}</span>`;
  const gaps = coverage.gaps.slice(0, 10).map((gap) => markup`<br><span class="meta">${gap}</span>`);
  return markup`<tr><td>${title}${whom}</td><td>${status}</td><td>${text}</td><td><span class="chip ${coverage.status}">${COVERAGE_TEXTS[coverage.status]}</span>${gaps}</td></tr>`;
}
