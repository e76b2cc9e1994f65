import type { CheckResult, ReadinessReport } from '../model/readiness.ts';
import { type Markdown, mdTable, mdText } from './markdown-template.ts';
import { byElement, mendText, openQuestions, readinessSummary, STATUS_WORDS } from './readiness-wording.ts';

/** How ready an account was found, as Markdown. */
export function renderReadinessMarkdown(report: ReadinessReport): string {
  const { account, playbook, at, tool } = report;
  const open = openQuestions(report).map(({ ask, failed, unknown, forGood }) => [
    ask,
    failed.join(', '),
    unknown.join(', '),
    forGood ? 'can never be had' : '',
  ]);
  const heads = ['Question of the methodology', 'Failed', 'Unknown', 'Not recorded now'];
  const sections: readonly Markdown[] = [
    mdText`# Readiness of account ${account.id}`,
    mdText`${account.label}, ${at}, as ${account.arn}. Regions: ${account.regions.join(', ')}. ${account.limits.join('; ')}`,
    mdText`${readinessSummary(report)}`,
    mdText`## Questions that could not be answered today`,
    mdTable(heads, open, { nothing: 'Nothing that was checked stands in the way of a question.' }),
    ...byElement(report).flatMap(({ title, checks }) => [
      mdText`## ${title}`,
      mdTable(['Check', 'Status', 'What was found', 'Controls'], checks.map(cells), { nothing: '' }),
    ]),
    mdText`Made by ${tool} with the playbook ${playbook.id} ${playbook.version}. Every call was a read.`,
  ];
  return `${sections.map(({ text }) => text.trimEnd()).join('\n\n')}\n`;
}

function cells(check: CheckResult): readonly string[] {
  const { says, remarks, missing, status, title, controls } = check;
  const found = [
    `${title}.`,
    ...says,
    ...(missing.length > 0 ? [`Missing permission: ${missing.join(', ')}.`] : []),
    ...remarks.map((text) => `Note: ${text}`),
    ...(status === 'fail' ? [`Mend: ${mendText(check)}`] : []),
  ];
  return [check.check, STATUS_WORDS[status], found.join(' '), controls.join('; ')];
}
