/** One line of a dialogue: what is expected of the screen, or a key that is pressed. */
export type Line =
  | { readonly do: 'start'; readonly args: readonly string[] }
  /** A prompt with this text is drawn and waits. */
  | { readonly do: 'prompt'; readonly text: string }
  /** What came since the last key shows this text, or does not. */
  | { readonly do: 'shows' | 'hides'; readonly text: string }
  /** Go down to the menu line with this text, and take it (Enter) or tick it (space). */
  | { readonly do: 'take' | 'tick'; readonly text: string }
  /** Type a text and press Enter; `refused` when the prompt is expected to stay. */
  | { readonly do: 'type'; readonly text: string; readonly refused: boolean }
  | { readonly do: 'keys'; readonly keys: string }
  /** What to do at every prompt with this text, once the dialogue says `go`. */
  | { readonly do: 'always'; readonly prompt: string; readonly take: boolean; readonly text: string }
  | { readonly do: 'go' }
  | { readonly do: 'exit'; readonly code: number };

const KEYS: Readonly<Record<string, string>> = {
  '^C': '\u0003',
  '^D': '\u0004',
  '<enter>': '\r',
  '<down>': '\u001b[B',
  '<up>': '\u001b[A',
};

/**
 * Reads a dialogue. `heptad …` starts the program, `? TEXT` waits for a prompt, `| TEXT` and `! TEXT` look at what
 * came, `> TEXT` and `x TEXT` use a menu (`> =TEXT` where several lines hold it), `< TEXT` types (`<! TEXT` types what
 * is refused), `^C` and the like are keys, `always TEXT > TEXT` and `go` walk on to the end, `exit N` ends it. Lines
 * with `#` and empty ones say nothing.
 */
export function readDialogue(text: string): readonly Line[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const read = readLine(line.trimEnd());
    if (read === null) throw new Error(`line ${index + 1} of the dialogue cannot be read: ${line}`);
    return [read];
  });
}

function readLine(line: string): Line | null {
  const key = KEYS[line];
  if (key !== undefined) return { do: 'keys', keys: key };
  if (line === 'go') return { do: 'go' };
  const [, word = '', text = ''] = /^(\S+)(?: (.*))?$/.exec(line) ?? [];
  switch (word) {
    case 'heptad':
      return { do: 'start', args: text.split(' ') };
    case '?':
      return { do: 'prompt', text };
    case '|':
      return { do: 'shows', text };
    case '!':
      return { do: 'hides', text };
    case '>':
      return { do: 'take', text };
    case 'x':
      return { do: 'tick', text };
    case '<':
      return { do: 'type', text, refused: false };
    case '<!':
      return { do: 'type', text, refused: true };
    case 'exit':
      return { do: 'exit', code: Number(text) };
    case 'always':
      return readAlways(text);
    default:
      return null;
  }
}

function readAlways(text: string): Line | null {
  const [, prompt = '', sign = '', what = ''] = /^(.*?) ([<>])(?: (.*))?$/.exec(text) ?? [];
  return sign === '' ? null : { do: 'always', prompt, take: sign === '>', text: what };
}
