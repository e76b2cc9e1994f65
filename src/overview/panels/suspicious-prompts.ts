import { counted } from '../../base/text.ts';
import { nothingFoundText } from '../../model/coverage.ts';
import { callerName } from '../caller-name.ts';
import type { PanelUnit } from '../panel-unit.ts';
import { numberIn, textIn, textOrNull } from '../row-values.ts';

/** Prompts with the turns of phrase of known injections. Words, not meaning: they are to be read. */
export const suspiciousPrompts: PanelUnit = {
  id: 'suspicious-prompts',
  title: 'Suspicious prompts',
  measures: 'prompts with known signatures of prompt injection',
  unit: 'count',
  threshold: null,
  perHour: false,
  sources: ['bedrock.invocations'],
  needs: 'all',
  needsContent: true,
  read({ rows: { prompts, texts }, coverage }) {
    const records = numberIn(texts[0], 'records');
    const without = records - numberIn(texts[0], 'prompts');
    if (records > 0 && without === records)
      return {
        value: null,
        text: `cannot be told: none of ${counted(records, 'record')} holds the text of its prompt`,
      };
    const matches = numberIn(prompts[0], 'matches');
    return {
      value: matches,
      text:
        matches === 0
          ? nothingFoundText(coverage)
          : `${counted(matches, 'prompt')} with a known signature among ${counted(records - without, 'prompt')}`,
      items: prompts.map((row) => ({
        at: textIn(row, 'timestamp'),
        who: callerName(textIn(row, 'caller')),
        what: textIn(row, 'signature'),
        detail: `${textIn(row, 'model')}${textIn(row, 'guardrail_action') === 'INTERVENED' ? ', stopped by a guardrail' : ''}: ${textIn(row, 'prompt')}`,
        event: textOrNull(row, 'requestid') ?? textIn(row, 'ref'),
      })),
      itemCount: matches,
      notes:
        without > 0
          ? [
              `${counted(without, 'record')} of ${records.toLocaleString('en-US')} ${without === 1 ? 'holds no prompt text and was' : 'hold no prompt text and were'} not searched`,
            ]
          : [],
    };
  },
};
