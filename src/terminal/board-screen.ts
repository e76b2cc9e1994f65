import type { Board, BoardItem, Foothold } from '../model/board.ts';
import { escapeShort } from './escape.ts';

/** The board as lines: each foothold, how it stands, and by which entry of the journal it is or can be covered. */
export function boardLines({ footholds, others }: Board): readonly string[] {
  const open = footholds.filter(({ state }) => state !== 'contained').length;
  return [
    footholds.length === 0
      ? 'No foothold is known yet: follow suspects, or go on with the playbook.'
      : `Known footholds: ${footholds.length}, of which ${open} ${open === 1 ? 'is' : 'are'} not contained`,
    ...footholds.flatMap(footholdLines),
    ...(others.length === 0 ? [] : ['Preservation and restoration:', ...others.map(itemLine)]),
  ];
}

function footholdLines({ kind, value, state, items, hint }: Foothold): readonly string[] {
  return [
    `${state.toUpperCase().padEnd(9)} ${escapeShort(kind, 30)} ${escapeShort(value, 200)}`,
    ...items.map(itemLine),
    ...(hint === null ? [] : [`    nothing ends it yet; it takes: ${escapeShort(hint, 300)}`]),
  ];
}

function itemLine({ entry, what, action, target, status }: BoardItem): string {
  return `    ${String(entry).padStart(5)}  ${what} ${status}: ${escapeShort(action, 60)} of ${escapeShort(target, 200)}`;
}
