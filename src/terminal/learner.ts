import type { Learner, QuizView, TaskReply, TaskView } from '../ports/learner.ts';
import { escapeShort, escapeTerminal } from './escape.ts';
import { createPaint } from './paint.ts';
import { createPrompts, type MenuItem, type Prompts } from './prompts.ts';
import type { TerminalStream } from './responder.ts';
import { tableLines } from './table.ts';
import { textLines } from './text-lines.ts';

export interface TerminalLearnerOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: TerminalStream;
  readonly color: boolean;
  /** What goes on with the lesson: `heptad train access`. */
  readonly resumeWith: string;
  /** `TRAINING SIMULATED 111122223333 us-east-1`: stands at every prompt. */
  readonly label: string;
}

const MOST_ROWS = 12;

/** Somebody who learns, at a terminal. */
export function createTerminalLearner(options: TerminalLearnerOptions): Learner {
  const { output, label } = options;
  const width = (): number => Math.max(40, output.columns ?? 80);
  const show = (lines: readonly string[]): void => void output.write(`${['', ...lines].join('\n')}\n`);
  const prompts = createPrompts({
    ...options,
    height: () => output.rows ?? 24,
    width,
    resumeWith: () => options.resumeWith,
  });
  const asked = (text: string): string => `[${escapeShort(label, 48)}] ${text}`;
  const strong = (line: string): string => createPaint(options.color).strong(line);
  return {
    read: async (text) => {
      show(textLines(text, width()));
      await prompts.choose(asked('Read?'), [{ value: null, name: 'Go on' }]);
    },
    tell: (text) => show(textLines(text, width())),
    show: (columns, rows) =>
      show(
        tableLines({
          columns,
          rows,
          width: width(),
          maxRows: MOST_ROWS,
          show: columns.map(({ name }) => name),
        }),
      ),
    atTask: async (view) => {
      show([
        strong(`Task ${view.index} of ${view.of}: ${escapeTerminal(view.id)}${leftText(view)}`),
        ...textLines(view.ask, width()),
      ]);
      return atTask(prompts, view, asked);
    },
    atQuestion: (view) => {
      show([strong(quizHead(view)), ...textLines(view.ask, width())]);
      return prompts.choose(
        asked('Your answer?'),
        view.choices.map((choice) => ({ value: choice, name: escapeTerminal(choice) })),
      );
    },
  };
}

async function atTask(prompts: Prompts, view: TaskView, asked: (text: string) => string): Promise<TaskReply> {
  const chosen = await prompts.choose(asked('What now?'), itemsOf(view));
  if (chosen !== 'answer') return { do: chosen };
  if (view.form === 'choice')
    return {
      do: 'answer',
      text: await prompts.choose(
        asked('Your answer?'),
        view.choices.map((choice) => ({ value: choice, name: escapeTerminal(choice) })),
      ),
    };
  const text = await prompts.ask(asked(`Your answer${FORMS[view.form]}?`), (given) =>
    given === '' ? 'type it, or press Ctrl-C to leave' : null,
  );
  return { do: 'answer', text };
}

const FORMS = { text: '', number: ' (a number)', time: ' (a time, 09:41)', choice: '', deed: '' } as const;

function itemsOf({ form, hints }: TaskView): readonly MenuItem<TaskReply['do']>[] {
  return [
    form === 'deed'
      ? { value: 'check', name: 'Done', description: 'Looks at the account, and at what still works in it' }
      : { value: 'answer', name: 'Answer' },
    ...(hints.given < hints.of
      ? [{ value: 'hint' as const, name: `Hint ${hints.given + 1} of ${hints.of}` }]
      : []),
    { value: 'where', name: 'Where the case and the account are' },
  ];
}

function leftText({ left }: TaskView): string {
  if (left === null) return '';
  return left === 1 ? ' (one answer left)' : ` (${left} answers left)`;
}

function quizHead({ index, of, back }: QuizView): string {
  return `Question ${index} of ${of}${back ? ', missed before' : ''}`;
}
