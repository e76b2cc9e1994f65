import type { Command, Place, QuestionView } from '../ports/responder.ts';
import { commonItems, LEAVE, menu } from './common-commands.ts';
import type { Desk } from './desk.ts';
import { escapeShort, escapeTerminal } from './escape.ts';
import { promptText } from './position-lines.ts';
import { questionLines } from './question-screen.ts';
import { fitWidth } from './width.ts';

const ANSWER_NAMES: Readonly<Record<string, string>> = {
  yes: 'Yes',
  no: 'No',
  unknown: 'Unknown (not known yet)',
  'not-applicable': 'Not applicable',
  'cannot-be-known': 'Cannot be known (the evidence does not exist)',
};

/** Shows a question and asks it. The line under the cursor answers nothing: an answer takes a deliberate key. */
export async function promptAtQuestion(
  desk: Desk,
  view: QuestionView,
  places: () => readonly Place[],
): Promise<Command> {
  desk.show(questionLines(view, desk.look()));
  const { position, findings } = view;
  return menu(desk, promptText(position, 'Your answer?'), () => [
    {
      name: 'Leave it open for now',
      description: 'It stands as not answered and can be answered later',
      value: () => leaveOpen(desk, view),
    },
    ...view.choices.map((choice) => ({
      name: answerName(choice, view),
      value: () => answer(desk, view, choice),
    })),
    ...commonItems({ desk, position, places, findings }),
    LEAVE,
  ]);
}

function answerName(choice: string, { suggestion }: QuestionView): string {
  const name = ANSWER_NAMES[choice] ?? escapeShort(choice);
  return choice === suggestion ? `${name} (suggested by the findings)` : name;
}

async function answer(desk: Desk, { position }: QuestionView, choice: string): Promise<Command> {
  const why = await desk.prompts.ask(
    promptText(position, `Why '${fitWidth(escapeTerminal(choice), 16)}'? (Enter for none)`),
  );
  return { do: 'answer', answer: choice, why: why === '' ? null : why };
}

async function leaveOpen(desk: Desk, { position }: QuestionView): Promise<Command> {
  const why = await desk.prompts.ask(promptText(position, 'Why is it left open? (Enter for none)'));
  return { do: 'skip', why: why === '' ? 'left open, no reason given' : why };
}
