import { counted } from '../base/text.ts';
import { SEVERITIES } from '../model/severity.ts';
import type { Command, SqlView } from '../ports/responder.ts';
import { LEAVE, menu } from './common-commands.ts';
import type { Doing } from './common-commands.ts';
import { needed } from './desk.ts';
import type { Desk } from './desk.ts';
import { promptText } from './position-lines.ts';
import type { MenuItem } from './prompts.ts';
import { askRow, browseRows } from './row-browser.ts';
import { sqlLines, sqlTable } from './sql-screen.ts';

/** Shows the result of the responder's own SQL and asks what to keep of it. */
export async function promptAtRows(desk: Desk, view: SqlView): Promise<Command> {
  desk.show(sqlLines(view, desk.look()));
  let shown = desk.look().maxRows;
  const more: Doing = () => {
    const look = desk.look();
    desk.show(['', ...sqlTable(view, look, shown), '']);
    shown += look.maxRows;
    return Promise.resolve(null);
  };
  return menu(desk, promptText(view.position, 'What now?'), () => [
    { name: 'Go on', value: () => Promise.resolve({ do: 'continue' }) },
    ...(shown < view.rows.length
      ? [{ name: `More rows (${counted(view.rows.length - shown, 'row')} not shown)`, value: more }]
      : []),
    ...(view.rows.length > 0 ? rowItems(desk, view) : []),
    { name: 'Other SQL', value: () => otherSql(desk, view) },
    LEAVE,
  ]);
}

function rowItems(desk: Desk, view: SqlView): readonly MenuItem<Doing>[] {
  return [
    { name: 'Look at a row in full', value: () => browseRows(desk, view).then(() => null) },
    {
      name: 'Keep a row',
      description: 'With the case, as evidence of what was seen',
      value: () => keep(desk, view, 'kept'),
    },
    { name: 'Pin a row to the timeline', value: () => keep(desk, view, 'pinned') },
    {
      name: 'Raise a finding from a row',
      description: 'A finding of your own, marked as such',
      value: () => raise(desk, view),
    },
  ];
}

async function keep(desk: Desk, view: SqlView, as: 'kept' | 'pinned'): Promise<Command | null> {
  const at = await askRow(desk, view, as === 'kept' ? 'Keep' : 'Pin');
  const row = at === null ? undefined : view.rows[at];
  if (row === undefined) return null;
  const title = await desk.prompts.ask(
    promptText(view.position, 'What does it show?'),
    needed('a few words, for the report'),
  );
  return { do: 'keep-row', row, as, title };
}

async function raise(desk: Desk, view: SqlView): Promise<Command | null> {
  const at = await askRow(desk, view, 'Raise a finding');
  const row = at === null ? undefined : view.rows[at];
  if (row === undefined) return null;
  const title = await desk.prompts.ask(
    promptText(view.position, 'Title of the finding:'),
    needed('a few words, for the report'),
  );
  const severity = await desk.prompts.choose(
    promptText(view.position, 'How severe?'),
    SEVERITIES.toReversed().map((value) => ({ value, name: value })),
  );
  const why = await desk.prompts.ask(
    promptText(view.position, 'Why is it a finding?'),
    needed('the reason stands in the report; write one'),
  );
  return { do: 'raise', row, title, severity, why };
}

async function otherSql(desk: Desk, { position }: SqlView): Promise<Command | null> {
  const sql = await desk.prompts.ask(promptText(position, 'SQL on one line (empty to go back):'));
  return sql === '' ? null : { do: 'sql', sql };
}
