import { LOG_KINDS } from '../model/log-kind.ts';
import type { Finding } from '../model/finding.ts';
import type { Command, ExtraChoice, Place, Position } from '../ports/responder.ts';
import { needed } from './desk.ts';
import type { Desk } from './desk.ts';
import { escapeShort, escapeTerminal } from './escape.ts';
import { promptText } from './position-lines.ts';
import { wrapText } from './wrap.ts';
import type { MenuItem } from './prompts.ts';

/** What a menu line does: a command to hand back, or null to come back to the menu. */
export type Doing = () => Promise<Command | null>;

export interface AnyPrompt {
  readonly desk: Desk;
  readonly position: Position;
  readonly places: () => readonly Place[];
  readonly findings: readonly Finding[];
}

/** Shows a menu until one of its lines gives a command. The first line stands under the cursor. */
export async function menu(
  desk: Desk,
  message: string,
  items: () => readonly MenuItem<Doing>[],
): Promise<Command> {
  for (;;) {
    const doing = await desk.prompts.choose(message, items());
    const command = await doing();
    if (command !== null) return command;
  }
}

/** The lines that every menu ends with. */
export function commonItems(prompt: AnyPrompt): readonly MenuItem<Doing>[] {
  const open = prompt.findings.filter(({ disposition }) => disposition === 'open');
  return [
    { name: 'Note', description: 'A note for the case file', value: () => note(prompt) },
    {
      name: 'Log entry',
      description: "The incident's own record: intake, declare, severity, decision …",
      value: () => log(prompt),
    },
    ...(open.length > 0
      ? [
          {
            name: 'Mark a finding expected',
            description: 'It stays in the record, with the reason',
            value: () => expect(prompt, open),
          },
        ]
      : []),
    {
      name: 'Run SQL of my own',
      description: 'Read only; journaled with its coverage',
      value: () => sql(prompt),
    },
    ...containItems(prompt),
    { name: 'Jump to a step or question', value: () => jump(prompt) },
    ...prompt.desk.extras().map((extra) => extraItem(prompt, extra)),
  ];
}

/** Over logs alone nothing can be contained: one line says how an account is reached. */
function containItems(prompt: AnyPrompt): readonly MenuItem<Doing>[] {
  const { desk, position } = prompt;
  if (position.label === 'LOGS ONLY') {
    const how = `heptad action apply ${escapeShort(position.caseId, 60)} ID --input NAME=VALUE --profile NAME`;
    return [
      {
        name: 'Contain something: how to reach an account',
        description: how,
        value: () => {
          desk.show([`This case is over logs alone. In another terminal: ${how}`]);
          return Promise.resolve(null);
        },
      },
    ];
  }
  return [
    {
      name: 'Contain something now',
      description: 'What cannot wait for the playbook: plan, approval, run, read-back',
      value: () => contain(prompt),
    },
    {
      name: 'Containment board',
      description: 'Known footholds, what covers each, and what to contain together',
      value: () => Promise.resolve({ do: 'board' }),
    },
  ];
}

export const LEAVE: MenuItem<Doing> = {
  name: 'Leave',
  description: 'The case is kept; resume goes on here',
  value: () => Promise.resolve({ do: 'leave' }),
};

function extraItem(prompt: AnyPrompt, extra: ExtraChoice): MenuItem<Doing> {
  const name = escapeShort(extra.name, 100);
  return {
    name,
    description: escapeShort(extra.description, 160),
    value: () => takeExtra(prompt, extra),
  };
}

async function takeExtra({ desk, position }: AnyPrompt, { name, among, act }: ExtraChoice): Promise<null> {
  const chosen =
    among.length === 0
      ? null
      : await desk.prompts.choose<string | null>(promptText(position, escapeShort(name, 100)), [
          { value: null, name: 'Back' },
          ...among.map((one) => ({ value: one.value, name: escapeShort(one.name, 100) })),
        ]);
  if (among.length > 0 && chosen === null) return null;
  const told = await act(chosen);
  desk.show(['', ...wrapText(escapeTerminal(told), desk.look().width, 2), '']);
  return null;
}

async function note({ desk, position }: AnyPrompt): Promise<Command | null> {
  const text = await desk.prompts.ask(promptText(position, 'Note (empty to go back):'));
  return text === '' ? null : { do: 'note', text };
}

async function log({ desk, position }: AnyPrompt): Promise<Command | null> {
  const kind = await desk.prompts.choose(
    promptText(position, 'What kind of entry?'),
    LOG_KINDS.map((value) => ({ value, name: value })),
  );
  const text = await desk.prompts.ask(promptText(position, `${kind} (empty to go back):`));
  return text === '' ? null : { do: 'log', kind, text };
}

async function expect({ desk, position }: AnyPrompt, open: readonly Finding[]): Promise<Command | null> {
  const back = { value: null, name: 'Back' };
  const finding = await desk.prompts.choose<string | null>(
    promptText(position, 'Which finding was expected?'),
    [
      ...open.map(({ id, title }) => ({
        value: id,
        name: `${escapeShort(id, 40)} ${escapeShort(title, 100)}`,
      })),
      back,
    ],
  );
  if (finding === null) return null;
  const why = await desk.prompts.ask(
    promptText(position, 'Why was it expected?'),
    needed('the reason stands in the report; write one'),
  );
  return { do: 'expect', finding, why };
}

async function sql({ desk, position }: AnyPrompt): Promise<Command | null> {
  const text = await desk.prompts.ask(promptText(position, 'SQL on one line (empty to go back):'));
  return text === '' ? null : { do: 'sql', sql: text };
}

async function contain({ desk, position }: AnyPrompt): Promise<Command | null> {
  const action = await desk.prompts.ask(
    promptText(
      position,
      'Action and parameters, such as iam/disable-access-key accessKeyId=AKIA… (empty to go back):',
    ),
  );
  return action === '' ? null : { do: 'contain', action };
}

async function jump({ desk, position, places }: AnyPrompt): Promise<Command | null> {
  const items = places().map(({ id, title, status }) => ({
    value: id,
    name: `${escapeShort(id, 40)} · ${escapeShort(title, 90)} · ${escapeShort(status, 30)}`,
  }));
  const to = await desk.prompts.choose<string | null>(promptText(position, 'Where to?'), [
    { value: null, name: 'Back' },
    ...items,
  ]);
  return to === null ? null : { do: 'jump', to };
}
