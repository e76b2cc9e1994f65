import type { Report, ReportElement } from '../model/report.ts';
import { mdText, mdTable } from './markdown-template.ts';
import type { Markdown, MarkdownPart } from './markdown-template.ts';
import { answerText, COVERAGE_TEXTS, timeText } from './wording.ts';

/** The answers, element by element, and the steps they rest on. */
export function answersSection({ elements }: Report): readonly Markdown[] {
  return [mdText`## Answers by element`, ...elements.flatMap(elementParts)];
}

function elementParts(element: ReportElement, index: number): readonly Markdown[] {
  return [
    mdText`### ${index + 1} ${element.title}`,
    ...(element.summary === '' ? [] : [mdText`${element.summary}`]),
    mdTable(['Question', 'Answer', 'Why', 'By'], element.questions.map(questionCells), {
      nothing: 'No question was asked.',
    }),
    mdTable(
      ['Step', 'For', 'Status', 'Result', 'Coverage'],
      element.steps.map(({ title, suspect, status, text, coverage }) => [
        title,
        suspect === null ? '' : `${suspect.kind} ${suspect.value}`,
        status,
        text,
        [COVERAGE_TEXTS[coverage.status], ...coverage.gaps.slice(0, 10)].join('; '),
      ]),
      { nothing: 'No step was run.', most: 200 },
    ),
  ];
}

function questionCells(question: ReportElement['questions'][number]): readonly MarkdownPart[] {
  const { ask, why, by, at, stale, unanswerable, limits } = question;
  const answer = stale ? `${answerText(question)} (given on older evidence)` : answerText(question);
  const blind = unanswerable === null ? [] : [`the logs cannot answer this: ${unanswerable}`];
  const partly = limits === null ? [] : [`the logs answer this in part: ${limits}`];
  return [
    ask,
    answer,
    [...(why === null ? [] : [why]), ...blind, ...partly].join('; '),
    [by ?? '', at === null ? '' : timeText(at)].join(' ').trim(),
  ];
}
