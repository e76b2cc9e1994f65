import { counted } from '../base/text.ts';
import type { Suspect, SuspectProposal } from '../model/suspect.ts';
import type { Command, Place, SuspectsView } from '../ports/responder.ts';
import { commonItems, LEAVE, menu } from './common-commands.ts';
import type { Desk } from './desk.ts';
import { escapeShort } from './escape.ts';
import { promptText } from './position-lines.ts';
import { proposalName, suspectsLines } from './suspects-screen.ts';

/** More proposals than this are decided page by page. */
const PAGE = 50;

/** Shows a batch of proposed suspects and asks which of them to follow; the rest is rejected. */
export async function promptAtSuspects(
  desk: Desk,
  view: SuspectsView,
  places: () => readonly Place[],
): Promise<Command> {
  desk.show(suspectsLines(view, desk.look()));
  const all = view.proposals.map(suspectOf);
  const count = counted(all.length, 'suspect');
  return menu(desk, promptText(view.position, `${count} proposed. Which are followed?`), () => [
    {
      name: 'Choose',
      description: 'Tick those to follow; the rest is rejected',
      value: () => choose(desk, view),
    },
    {
      name: `Follow all (${all.length})`,
      value: () => Promise.resolve({ do: 'suspects', follow: all, reject: [] }),
    },
    {
      name: `Reject all (${all.length})`,
      value: () => Promise.resolve({ do: 'suspects', follow: [], reject: all }),
    },
    ...commonItems({ desk, position: view.position, places, findings: [] }),
    LEAVE,
  ]);
}

async function choose(desk: Desk, { position, proposals }: SuspectsView): Promise<Command | null> {
  const follow: SuspectProposal[] = [];
  for (let from = 0; from < proposals.length; from += PAGE) {
    const page = proposals.slice(from, from + PAGE);
    const place =
      proposals.length > PAGE ? ` (${from + 1} to ${from + page.length} of ${proposals.length})` : '';
    const items = page.map((value) => ({
      value,
      name: proposalName(value),
      description: escapeShort(value.why, 300),
    }));
    follow.push(...(await desk.prompts.tick(promptText(position, `Follow which?${place}`), items)));
  }
  const reject = proposals.filter((proposal) => !follow.includes(proposal));
  const done = { value: true, name: `Follow ${follow.length}, reject ${reject.length}` };
  const back = { value: false, name: 'Back' };
  // A tired Enter on an empty page must not reject everything.
  const sure = await desk.prompts.choose(
    promptText(position, 'Is that right?'),
    follow.length === 0 ? [back, done] : [done, back],
  );
  return sure ? { do: 'suspects', follow: follow.map(suspectOf), reject: reject.map(suspectOf) } : null;
}

function suspectOf({ kind, value }: Suspect): Suspect {
  return { kind, value };
}
