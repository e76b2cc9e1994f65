import type { QuestionDef } from '../model/playbook.ts';
import { STANDARD_ANSWERS } from '../model/question.ts';
import { items, list, member, optionalText, sourceIds, text } from './fields.ts';

/** A question of an element. */
export function readQuestion(value: unknown): QuestionDef {
  return {
    id: text(value, 'id'),
    ask: text(value, 'ask'),
    why: text(value, 'why'),
    choices: readChoices(value),
    informedBy: list(value, 'informed_by'),
    sources: sourceIds(value, 'sources'),
    suggest: items(value, 'suggest').map((each) => ({
      when: text(each, 'when'),
      answer: text(each, 'answer'),
    })),
  };
}

/** The question of an `ask` step: its id, its reason and its sources are the step's unless it has its own. */
export function readStepQuestion(step: unknown): QuestionDef {
  const ask = member(step, 'ask');
  return {
    ...readQuestion(ask),
    id: text(step, 'id'),
    why: optionalText(ask, 'why') ?? text(step, 'why'),
    sources: sourceIds(step, 'sources'),
  };
}

function readChoices(value: unknown): readonly string[] {
  const choices = list(value, 'choices');
  return choices.length === 0 ? STANDARD_ANSWERS : choices;
}
