import type { QuestionView } from '../ports/responder.ts';
import { escapeShort } from './escape.ts';
import { findingLines } from './finding-lines.ts';
import { labelled } from './look.ts';
import type { Look } from './look.ts';
import { positionLines } from './position-lines.ts';
import { wrapText } from './wrap.ts';

/** The screen of a question: what is known before it is asked. The suggestion is a suggestion. */
export function questionLines(view: QuestionView, look: Look): readonly string[] {
  return [
    ...positionLines(view.position, look),
    ...wrapText(`Question: ${escapeShort(view.ask, 600)}`, look.width, 2).map((line) =>
      look.paint.strong(line),
    ),
    ...labelled('Why', escapeShort(view.why, 2000), look),
    '',
    ...bearingLines(view, look),
    ...(view.unanswerable === null
      ? []
      : labelled('Logs', escapeShort(view.unanswerable, 600), look).map((line) => look.paint.warning(line))),
    ...suggestionLines(view, look),
    ...earlierLines(view, look),
    '',
  ];
}

function bearingLines({ findings }: QuestionView, look: Look): readonly string[] {
  if (findings.length === 0) return ['No finding bears on it.'];
  return [
    `Findings that bear on it (${findings.length}; signals, not verdicts)`,
    ...findingLines(findings, look),
  ];
}

function suggestionLines({ suggestion }: QuestionView, look: Look): readonly string[] {
  if (suggestion === null) return [];
  return labelled('Suggested by the findings, for you to decide', escapeShort(suggestion), look);
}

function earlierLines({ earlier }: QuestionView, look: Look): readonly string[] {
  if (earlier === null) return [];
  const age = earlier.stale ? ' (given on older evidence: look again)' : '';
  return labelled('Answered before', `${escapeShort(earlier.answer)}${age}`, look);
}
