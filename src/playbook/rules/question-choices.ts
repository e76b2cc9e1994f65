import { listed, nearest } from '../../base/text.ts';
import type { Rule } from '../rule.ts';

/** What is suggested can be answered. */
export const questionChoices: Rule = {
  id: 'question-choices',
  check: function* ({ questions }) {
    for (const { question, path, step } of questions) {
      for (const [index, { answer }] of question.suggest.entries()) {
        if (answer === '' || question.choices.includes(answer)) continue;
        const close = nearest(answer, question.choices);
        yield {
          path: [...path, 'suggest', index, 'answer'],
          what: `'${answer}' is suggested, and is not a choice of '${question.id}'`,
          why: `its choices are ${listed(question.choices)}`,
          fix: close === undefined ? 'suggest one of these, or add it to the choices' : `write '${close}'`,
          ...(step === null ? {} : { step }),
        };
      }
    }
  },
};
