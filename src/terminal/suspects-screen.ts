import { counted } from '../base/text.ts';
import type { SuspectProposal } from '../model/suspect.ts';
import type { SuspectsView } from '../ports/responder.ts';
import { escapeShort } from './escape.ts';
import type { Look } from './look.ts';
import { positionLines } from './position-lines.ts';
import { wrapText } from './wrap.ts';

/** The screen of a batch of proposed suspects, each with why. */
export function suspectsLines(view: SuspectsView, look: Look): readonly string[] {
  return [
    ...positionLines(view.position, look),
    look.paint.strong(`${counted(view.proposals.length, 'suspect')} proposed by what was found`),
    ...wrapText(
      'A followed suspect is looked up in every step that runs per suspect; what that shows may propose more.',
      look.width,
    ),
    '',
    ...view.proposals.slice(0, look.maxRows).flatMap((proposal) => proposalLines(proposal, look)),
    ...moreLines(view.proposals.length - look.maxRows),
    '',
  ];
}

/** A proposal on one line of a menu. */
export function proposalName(proposal: SuspectProposal): string {
  return `${proposal.kind} ${escapeShort(proposal.value, 100)}`;
}

function proposalLines(proposal: SuspectProposal, look: Look): readonly string[] {
  return [
    ...wrapText(`${proposal.kind} ${escapeShort(proposal.value, 200)}`, look.width - 2, 4).map(
      (line) => `  ${line}`,
    ),
    ...wrapText(
      `${escapeShort(proposal.why, 300)} (step ${escapeShort(proposal.step, 60)})`,
      look.width - 6,
    ).map((line) => `      ${line}`),
  ];
}

function moreLines(more: number): readonly string[] {
  return more > 0 ? [`+${counted(more, 'more')}, all listed when you choose`] : [];
}
