import type { DocumentType } from '@smithy/types';
import type { ModelAnswer } from '../../model/scenario.ts';
import type { TextAnswer } from '../../simulator/world/text-answer.ts';

/** What a scenario lets a model say, as the account takes it. */
export function textAnswer({ to, says, tool }: ModelAnswer): TextAnswer {
  if (tool === null) return { to, says, tool };
  return {
    to,
    says,
    tool: { name: tool.name, input: JSON.parse(JSON.stringify(tool.input)) as DocumentType },
  };
}
