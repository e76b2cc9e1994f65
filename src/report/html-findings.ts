import { counted } from '../base/text.ts';
import { ELEMENT_TITLES } from '../model/element.ts';
import type { Finding } from '../model/finding.ts';
import type { Frameworks } from '../model/mapping.ts';
import type { Report } from '../model/report.ts';
import { capped, markup } from './html-template.ts';
import type { Html } from './html-template.ts';
import type { Summary } from './summary.ts';
import { spanText } from './wording.ts';

const MOST_FINDINGS = 200;
const MOST_NAMES = 12;
const MOST_EVENTS = 20;

/** Every finding, worst first; those marked expected follow with the reason. */
export function findingsSection(report: Report, summary: Summary): Html {
  const { frameworks } = report.case.playbook;
  const cards = (findings: readonly Finding[]): readonly Html[] =>
    capped(findings, MOST_FINDINGS, {
      each: (finding) => findingCard(finding, frameworks),
      rest: (count) => markup`<p class="warn">${counted(count, 'more finding')} in the JSON report.</p>`,
    });
  const expected =
    summary.expected.length === 0
      ? null
      : markup`<h3>Marked expected</h3><p class="meta">The responder knows what these were. They stay in the record.</p>${cards(summary.expected)}`;
  return markup`<section><h2 id="findings">Findings</h2>
${summary.open.length === 0 ? markup`<p>No finding is open. What that is worth is said under Coverage.</p>` : cards(summary.open)}${expected}</section>
`;
}

function findingCard(finding: Finding, frameworks: Frameworks): Html {
  const { severity, id, title, description, disposition, reason } = finding;
  const expected =
    disposition === 'expected'
      ? markup`<p class="warn"><b>Expected:</b> ${reason ?? 'no reason given'}</p>`
      : null;
  return markup`<article class="card finding ${disposition}"><header><span class="chip ${severity}">${severity}</span><h3><span class="id">${id}</span> ${title}</h3></header>
${expected}${description === '' ? null : markup`<p>${description}</p>`}
<dl class="grid">${facts(finding, frameworks).map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${eventDetails(finding)}</article>
`;
}

function facts(finding: Finding, frameworks: Frameworks): readonly (readonly [string, Html])[] {
  const { element, step, count, first, last, principals, sourceIps, attack, atlas, owasp } = finding;
  const names = [
    ['Principals', principals],
    ['Source addresses', sourceIps],
  ] as const;
  const mappings = [
    [`MITRE ATT&CK v${frameworks.attack}`, attack],
    [`MITRE ATLAS v${frameworks.atlas}`, atlas],
    [`OWASP ${frameworks.owasp.startsWith('LLM') ? '' : 'LLM '}${frameworks.owasp}`, owasp],
  ] as const;
  return [
    ['Events', markup`${counted(count, 'event')}`],
    ['First to last', markup`${spanText(first, last) || 'no readable time'}`],
    ['Element and step', markup`${ELEMENT_TITLES[element]} · ${step}`],
    ...names.flatMap(([name, values]) => (values.length === 0 ? [] : [[name, nameList(values)] as const])),
    ...mappings.flatMap(([name, ids]) =>
      ids.length === 0 ? [] : [[name, markup`<code>${ids.join(', ')}</code>`] as const],
    ),
  ];
}

function nameList(values: readonly string[]): Html {
  const names = capped(values, MOST_NAMES, {
    each: (value) => markup`<code>${value}</code><br>`,
    rest: (count) => markup`${counted(count, 'more')}`,
  });
  return markup`${names}`;
}

function eventDetails({ events, evidence, count }: Finding): Html {
  const ids = capped(events, MOST_EVENTS, {
    each: (event) => markup`<code>${event}</code><br>`,
    rest: (more) => markup`${counted(more, 'more')} listed in the JSON report. `,
  });
  const beyond =
    count > events.length
      ? markup`Of ${counted(count, 'event')}, ${counted(events.length, 'is', 'are')} cited.`
      : null;
  const files = capped(evidence, MOST_EVENTS, {
    each: (hash) => markup`<code>${hash}</code><br>`,
    rest: (more) => markup`${counted(more, 'more')} in the JSON report.`,
  });
  return markup`<details><summary>Events and evidence</summary><dl class="grid"><div><dt>Events (show one with heptad logs raw)</dt><dd>${ids}${beyond}</dd></div><div><dt>Evidence files (SHA-256)</dt><dd>${files}</dd></div></dl></details>`;
}
