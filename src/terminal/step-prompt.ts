import { counted } from '../base/text.ts';
import type { Command, Place, StepView } from '../ports/responder.ts';
import { commonItems, LEAVE, menu } from './common-commands.ts';
import type { Doing } from './common-commands.ts';
import { needed } from './desk.ts';
import type { Desk } from './desk.ts';
import { promptText } from './position-lines.ts';
import type { MenuItem } from './prompts.ts';
import { browseRows } from './row-browser.ts';
import { askedLines, stepLines, stepTable } from './step-screen.ts';

/** Shows a step and asks what to do. */
export async function promptAtStep(
  desk: Desk,
  view: StepView,
  places: () => readonly Place[],
): Promise<Command> {
  desk.show(stepLines(view, desk.look()));
  const more = rowPager(desk, view);
  return menu(desk, promptText(view.position, 'What now?'), () => [
    { name: 'Go on', value: () => Promise.resolve({ do: 'continue' }) },
    ...more(),
    ...lookItems(desk, view),
    ...(view.asked === null
      ? []
      : [{ name: 'Run again', value: () => Promise.resolve({ do: 'rerun' as const }) }]),
    ...commonItems({ desk, position: view.position, places, findings: view.findings }),
    {
      name: 'Skip with a reason',
      description: 'The report says that the step was skipped, and why',
      value: () => skip(desk, view),
    },
    LEAVE,
  ]);
}

/** The menu line that shows the next rows of the table, while there are any. */
function rowPager(desk: Desk, view: StepView): () => readonly MenuItem<Doing>[] {
  let shown = desk.look().maxRows;
  const next: Doing = () => {
    const look = desk.look();
    desk.show(['', ...stepTable(view, look, shown), '']);
    shown += look.maxRows;
    return Promise.resolve(null);
  };
  return () =>
    shown < view.rows.length
      ? [{ name: `More rows (${counted(view.rows.length - shown, 'row')} not shown)`, value: next }]
      : [];
}

function lookItems(desk: Desk, view: StepView): readonly MenuItem<Doing>[] {
  const { asked } = view;
  const rows: MenuItem<Doing> = {
    name: 'Look at a row in full',
    value: () => browseRows(desk, view).then(() => null),
  };
  const statement: Doing = () => {
    desk.show(askedLines(asked ?? '', desk.look()));
    return Promise.resolve(null);
  };
  return [
    ...(view.rows.length > 0 ? [rows] : []),
    ...(asked === null ? [] : [{ name: 'Show what was asked (SQL or call)', value: statement }]),
  ];
}

async function skip(desk: Desk, view: StepView): Promise<Command> {
  const why = await desk.prompts.ask(
    promptText(view.position, 'Why is the step skipped?'),
    needed('the reason stands in the report; write one'),
  );
  return { do: 'skip', why };
}
