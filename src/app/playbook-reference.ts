import { ELEMENT_TITLES } from '../model/element.ts';
import { findPlaybook } from './playbook-library.ts';

/** docs/reference/<playbook>.md: what it asks, and every finding with where it comes from. */
export function playbookReference(id: string): string {
  const { playbook } = findPlaybook(id);
  const rows = playbook.elements.flatMap((element) =>
    element.steps.flatMap((step) =>
      step.findings.map(
        (finding) =>
          `| ${finding.id} | ${ELEMENT_TITLES[element.id]} | ${step.id} | ${step.sources.join(', ')} | ${[...finding.attack, ...finding.atlas, ...finding.owasp].join(', ')} |`,
      ),
    ),
  );
  const inputs = Object.entries(playbook.inputs).map(
    ([name, input]) =>
      `| ${name} | ${input.type} | ${input.optional ? 'optional' : 'needed'} | ${input.default === null ? '' : String(input.default)} | ${cell(input.title)} |`,
  );
  const questions = playbook.elements.flatMap((element) => [
    `**${ELEMENT_TITLES[element.id]}**`,
    '',
    ...element.questions.map(({ id: question, ask }) => `- \`${question}\` ${ask}`),
    '',
  ]);
  return [
    `# ${playbook.title}`,
    '',
    `\`${playbook.id}\` ${playbook.version}. Made from the playbook by \`npm run generate\`. ATT&CK ${playbook.frameworks.attack}, ATLAS ${playbook.frameworks.atlas}, OWASP ${playbook.frameworks.owasp}.`,
    '',
    '## Inputs',
    '',
    '| input | type | | default | |',
    '|---|---|---|---|---|',
    ...inputs,
    '',
    '## Findings',
    '',
    '| id | element | step | sources | mappings |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    '## Questions',
    '',
    ...questions,
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
}
