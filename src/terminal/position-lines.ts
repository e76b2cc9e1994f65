import type { Position } from '../ports/responder.ts';
import { escapeShort } from './escape.ts';
import { ruleLine } from './look.ts';
import type { Look } from './look.ts';

/** The head of every screen: what is being worked on, and where in the walk. */
export function positionLines(position: Position, look: Look): readonly string[] {
  const { element, step } = position;
  const place = `Element ${element.index} of ${element.of} · ${escapeShort(element.title, 40)}`;
  const inElement = step === null ? '' : `   Step ${step.index} of ${step.of}`;
  return [
    '',
    `${look.paint.label(escapeShort(position.label, 70))} · case ${escapeShort(position.caseId, 40)}`,
    `${look.paint.strong(place)}${inElement}`,
    ruleLine(look),
  ];
}

/** The question of a prompt, with the label that stands at every one of them. */
export function promptText(position: Position, text: string): string {
  return `[${escapeShort(position.label, 60)}] ${text}`;
}
