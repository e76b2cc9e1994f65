import { checkbox, input as inputPrompt, select } from '@inquirer/prompts';
import { InterruptedError } from '../base/errors.ts';
import { createPaint } from './paint.ts';
import { promptTheme } from './prompt-theme.ts';
import { fitName, fitWidth } from './width.ts';

/** One line of a menu. Names and descriptions must be escaped already. */
export interface MenuItem<T> {
  readonly value: T;
  readonly name: string;
  readonly description?: string;
}

/** The kinds of prompt the screens need. Every one of them throws `InterruptedError` when the responder leaves. */
export interface Prompts {
  /** One of several; the first stands under the cursor. */
  choose<T>(message: string, items: readonly MenuItem<T>[]): Promise<T>;
  /** Any number of several; none is ticked beforehand. */
  tick<T>(message: string, items: readonly MenuItem<T>[]): Promise<readonly T[]>;
  /** A line of text, trimmed. Empty unless `check` gives a complaint about it. */
  ask(message: string, check?: (text: string) => string | null): Promise<string>;
}

export interface PromptsOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly color: boolean;
  /** Rows and columns of the terminal. */
  readonly height: () => number;
  readonly width: () => number;
  /** What to say to somebody who left with Ctrl-C: how to go on. */
  readonly resumeWith: () => string;
}

/** Prompts of inquirer on the given streams. */
export function createPrompts(options: PromptsOptions): Prompts {
  const theme = promptTheme(createPaint(options.color));
  // The question, the description and the help line stand beside the list.
  const pageSize = (): number => Math.max(5, Math.min(20, options.height() - 6));
  const run = <T>(prompt: (context: PromptContext) => Promise<T>): Promise<T> => withLeaving(options, prompt);
  return {
    choose: (message, items) =>
      run((context) =>
        select(
          {
            message,
            choices: items.map((item) => choiceOf(item, options.width() - 4)),
            loop: false,
            pageSize: pageSize(),
            theme,
          },
          context,
        ),
      ).then((item) => item.value),
    tick: (message, items) =>
      run((context) =>
        checkbox(
          {
            message,
            choices: items.map((item) => choiceOf(item, options.width() - 4)),
            loop: false,
            pageSize: pageSize(),
            theme,
          },
          context,
        ),
      ).then((ticked) => ticked.map((item) => item.value)),
    ask: (message, check) =>
      run((context) =>
        inputPrompt({ message, validate: (text) => check?.(text.trim()) ?? true, theme }, context),
      ).then((text) => text.trim()),
  };
}

interface PromptContext {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

interface Choice<T> {
  readonly value: MenuItem<T>;
  readonly name: string;
  readonly description?: string;
}

function choiceOf<T>(item: MenuItem<T>, width: number): Choice<T> {
  return {
    value: item,
    // The end of an ARN tells it from another.
    name: item.name.includes('arn:') ? fitName(item.name, width) : fitWidth(item.name, width),
    ...(item.description === undefined ? {} : { description: item.description }),
  };
}

/**
 * Runs one prompt. Ctrl-C is an error of inquirer's; Ctrl-D and the end of the input close its line reader without a
 * word, and so does coming back from Ctrl-Z, after which reading goes on.
 */
async function withLeaving<T>(
  options: PromptsOptions,
  prompt: (context: PromptContext) => Promise<T>,
): Promise<T> {
  const { input, output } = options;
  const leaving = new AbortController();
  const leave = (): void => leaving.abort();
  let ended = false;
  const onKey = (_: unknown, key: { readonly name?: string; readonly ctrl?: boolean } | undefined): void => {
    ended = key?.ctrl === true && key.name === 'd';
  };
  const onPause = (): void => {
    if (ended) leave();
    else input.resume();
  };
  input.on('keypress', onKey).on('pause', onPause).on('end', leave);
  try {
    return await prompt({ input, output, signal: leaving.signal });
  } catch (error) {
    if (error instanceof Error && LEAVING.has(error.name)) throw interrupted(options.resumeWith());
    throw error;
  } finally {
    input.off('keypress', onKey).off('pause', onPause).off('end', leave);
    input.pause();
  }
}

const LEAVING: ReadonlySet<string> = new Set(['ExitPromptError', 'AbortPromptError', 'CancelPromptError']);

function interrupted(resumeWith: string): InterruptedError {
  return new InterruptedError('you left; the case is as it was after the last answer', {
    fix: `go on with: ${resumeWith}`,
  });
}
