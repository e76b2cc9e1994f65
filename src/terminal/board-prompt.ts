import type { BoardView } from '../ports/responder.ts';
import { boardLines } from './board-screen.ts';
import type { Desk } from './desk.ts';
import { escapeTerminal } from './escape.ts';
import { ruleLine } from './look.ts';
import { fitWidth } from './width.ts';
import { wrapText } from './wrap.ts';

/** Shows the board and asks which entries to contain together, in which order. */
export async function promptAtBoard(desk: Desk, { label, board }: BoardView): Promise<readonly number[]> {
  const look = desk.look();
  desk.show([
    '',
    look.paint.strong('Containment board'),
    ruleLine(look),
    ...boardLines(board).flatMap((line) => wrapText(line, look.width, 11)),
    '',
  ]);
  const known = [...board.footholds.flatMap(({ items }) => items), ...board.others];
  const waiting = new Set(
    known.flatMap(({ entry, status }) => (status === 'offered' || status === 'planned' ? [entry] : [])),
  );
  if (waiting.size === 0) return [];
  const typed = await desk.prompts.ask(
    `[${fitWidth(escapeTerminal(label), 36)}] Entries to contain together, in order, as ${[...waiting].slice(0, 2).join(', ')} (empty to go back):`,
    (text) => {
      const wrong = entriesOf(text).find((entry) => !waiting.has(entry));
      return wrong === undefined ? null : `${wrong} is no entry that waits on the board`;
    },
  );
  return entriesOf(typed);
}

function entriesOf(text: string): readonly number[] {
  return text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(Number);
}
