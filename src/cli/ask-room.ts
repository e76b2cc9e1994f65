import { escapeTerminal } from '../terminal/escape.ts';
import { wrapText } from '../terminal/wrap.ts';
import { type Io, tell } from './io.ts';
import { promptsAt } from './prompts-at.ts';

/** Puts a question to a room, and takes down what it decides; an empty line takes nothing down. */
export async function askRoom(io: Io, question: string): Promise<string> {
  const width = io.stderr.columns || 80;
  for (const line of wrapText(`Ask the room: ${escapeTerminal(question)}`, width, 2)) tell(io, line);
  const prompts = promptsAt(io, 'heptad resume <case>');
  return prompts.ask('What does the room decide? (Enter for nothing)');
}
