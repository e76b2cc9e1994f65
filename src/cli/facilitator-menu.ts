import type { PlayView } from '../exercise/play-text.ts';
import type { PlayCommand } from '../model/play-event.ts';
import { escapeShort } from '../terminal/escape.ts';
import type { Prompts } from '../terminal/prompts.ts';
import type { Io } from './io.ts';
import { promptsAt } from './prompts-at.ts';

const NOT_EMPTY = (text: string): string | null => (text === '' ? 'something has to be said' : null);

type Choice =
  | 'refresh'
  | 'pause'
  | 'go'
  | 'faster'
  | 'send'
  | 'hold'
  | 'tell'
  | 'hint'
  | 'mark'
  | 'note'
  | 'end'
  | 'leave';

/** What the facilitator wants next: a command, a fresh screen, or (null) to leave the console. */
export async function askFacilitator(io: Io, view: PlayView): Promise<PlayCommand | 'refresh' | null> {
  const prompts = promptsAt(io, 'heptad exercise control');
  const choice = await prompts.choose<Choice>('[FACILITATOR] What now?', [
    { value: 'refresh', name: 'Look again' },
    { value: 'pause', name: 'Pause the clock' },
    { value: 'go', name: 'Let the clock run' },
    { value: 'faster', name: 'Let it run ten times as fast' },
    { value: 'send', name: 'Send an inject now' },
    { value: 'hold', name: 'Hold an inject back' },
    { value: 'tell', name: 'Tell the team something else' },
    { value: 'hint', name: 'Give the next hint' },
    { value: 'mark', name: 'Mark an objective' },
    { value: 'note', name: 'Take a note' },
    { value: 'end', name: 'End the play' },
    { value: 'leave', name: 'Leave the console; the exercise goes on' },
  ]);
  if (choice === 'leave') return null;
  return choice === 'refresh' ? choice : commandFor(choice, prompts, view);
}

async function commandFor(
  choice: Exclude<Choice, 'refresh' | 'leave'>,
  prompts: Prompts,
  { scenario }: PlayView,
): Promise<PlayCommand> {
  switch (choice) {
    case 'pause':
      return { do: 'pace', speed: 0 };
    case 'go':
      return { do: 'pace', speed: 1 };
    case 'faster':
      return { do: 'pace', speed: 10 };
    case 'send':
    case 'hold':
      return {
        do: choice,
        inject: await pick(
          prompts,
          'Which inject?',
          scenario.injects.map(({ id, text }) => [id, text]),
        ),
      };
    case 'tell':
      return {
        do: 'tell',
        from: await prompts.ask('From whom?', NOT_EMPTY),
        text: await prompts.ask('What?', NOT_EMPTY),
      };
    case 'mark':
      return {
        do: 'mark',
        objective: await pick(
          prompts,
          'Which objective?',
          scenario.objectives.map(({ id, title }) => [id, title]),
        ),
        passed: await prompts.choose('Did they pass?', [
          { value: true, name: 'passed' },
          { value: false, name: 'failed' },
        ]),
        why: await prompts.ask('Why?', NOT_EMPTY),
      };
    case 'note':
      return { do: 'note', text: await prompts.ask('Note', NOT_EMPTY) };
    case 'hint':
      return { do: 'hint' };
    case 'end':
      return { do: 'end' };
  }
}

function pick(
  prompts: Prompts,
  message: string,
  all: readonly (readonly [id: string, text: string])[],
): Promise<string> {
  return prompts.choose(
    message,
    all.map(([id, text]) => ({ value: id, name: `${id}: ${escapeShort(text, 80)}` })),
  );
}
