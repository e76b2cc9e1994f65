import { listPlaybooks } from './playbook-library.ts';

/** docs/reference/playbooks.md: what is seen, and which playbook then. */
export function playbooksPage(): string {
  const playbooks = listPlaybooks();
  return [
    '# Which playbook',
    '',
    'Made from the playbooks by `npm run generate`; `heptad playbook list` shows the same in the terminal, and `heptad playbook show ID` what a playbook does. Whichever is begun with, what comes to light hands over to the right one: the case, its logs and its evidence stay.',
    '',
    '| what is seen | playbook |',
    '|---|---|',
    ...playbooks.map(({ id, title, useWhen }) => `| ${cell(useWhen)} | [${title}](#${id}) |`),
    ...playbooks.flatMap(({ id, version, title, summary, handOver }) => [
      '',
      `## ${id}`,
      '',
      `${title}, version ${version}. ${cell(summary)}`,
      ...(handOver.length === 0 ? [] : ['', 'Goes on with:', '']),
      ...handOver.map(({ to, when }) => `- [${to}](#${to}): ${cell(when)}`),
    ]),
    '',
  ].join('\n');
}

/** On one line, and without what would end a cell. */
function cell(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
}
