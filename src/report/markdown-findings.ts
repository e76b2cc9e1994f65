import { counted } from '../base/text.ts';
import { ELEMENT_TITLES } from '../model/element.ts';
import type { Finding } from '../model/finding.ts';
import type { Frameworks } from '../model/mapping.ts';
import type { Report } from '../model/report.ts';
import { mdText, mdList, mdNames } from './markdown-template.ts';
import type { Markdown } from './markdown-template.ts';
import type { Summary } from './summary.ts';
import { spanText } from './wording.ts';

const MOST_FINDINGS = 200;

/** Every finding, worst first; those marked expected follow with the reason. */
export function findingsSection(
  { case: { playbook } }: Report,
  { open, expected }: Summary,
): readonly Markdown[] {
  const parts = (findings: readonly Finding[]): readonly Markdown[] => [
    ...findings.slice(0, MOST_FINDINGS).flatMap((finding) => findingParts(finding, playbook.frameworks)),
    ...(findings.length > MOST_FINDINGS
      ? [mdText`${counted(findings.length - MOST_FINDINGS, 'more finding')} in the JSON report.`]
      : []),
  ];
  return [
    mdText`## Findings`,
    ...(open.length === 0
      ? [mdText`No finding is open. What that is worth is said under Coverage.`]
      : parts(open)),
    ...(expected.length === 0
      ? []
      : [mdText`Findings marked expected stay in the record:`, ...parts(expected)]),
  ];
}

function findingParts(finding: Finding, frameworks: Frameworks): readonly Markdown[] {
  const { severity, id, title, description, disposition, reason, count, first, last } = finding;
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['Principals', finding.principals],
    ['Source addresses', finding.sourceIps],
    [`MITRE ATT&CK v${frameworks.attack}`, finding.attack],
    [`MITRE ATLAS v${frameworks.atlas}`, finding.atlas],
    [`OWASP ${frameworks.owasp.startsWith('LLM') ? '' : 'LLM '}${frameworks.owasp}`, finding.owasp],
    ['Events', finding.events],
    ['Evidence (SHA-256)', finding.evidence],
  ];
  return [
    mdText`### ${severity.toUpperCase()}: ${id} ${title}`,
    ...(disposition === 'expected' ? [mdText`**Expected:** ${reason ?? 'no reason given'}`] : []),
    ...(description === '' ? [] : [mdText`${description}`]),
    mdList([
      mdText`${counted(count, 'event')}, ${spanText(first, last) || 'without a readable time'}`,
      mdText`Element and step: ${ELEMENT_TITLES[finding.element]} · ${finding.step}`,
      ...lists
        .filter(([, values]) => values.length > 0)
        .map(([name, values]) => mdText`${name}: ${mdNames(values)}`),
    ]),
  ];
}
