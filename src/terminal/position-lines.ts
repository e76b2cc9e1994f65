import type { Position } from '../ports/responder.ts';
import { escapeTerminal } from './escape.ts';
import { ruleLine } from './look.ts';
import type { Look } from './look.ts';
import { fitWidth } from './width.ts';

/** The head of every screen: what is being worked on, and where in the walk. */
export function positionLines(position: Position, look: Look): readonly string[] {
  const { element, step, caseId, label } = position;
  const half = Math.floor(look.width / 2);
  const shownLabel = fitWidth(escapeTerminal(label), half);
  const place = `Element ${element.index} of ${element.of} · ${fitWidth(escapeTerminal(element.title), half)}`;
  const inElement = step === null ? '' : `   Step ${step.index} of ${step.of}`;
  return [
    '',
    `${look.paint.label(shownLabel)} · case ${fitWidth(escapeTerminal(caseId), half - 8)}`,
    `${look.paint.strong(place)}${inElement}`,
    ruleLine(look),
  ];
}

/** The question of a prompt, with the label that stands at every one of them. Short, because prompts break hard. */
export function promptText(position: Position, text: string): string {
  return `[${fitWidth(escapeTerminal(position.label), 36)}] ${text}`;
}
