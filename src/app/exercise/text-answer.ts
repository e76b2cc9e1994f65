import type { DocumentType } from '@smithy/types';
import type { JsonObject } from '../../base/json.ts';
import type { ModelAnswer } from '../../model/scenario.ts';
import type { TextAnswer } from '../../simulator/world/text-answer.ts';
import { fillInput } from './fill-input.ts';
import { fillName } from './story-values.ts';

/** What a scenario lets a model say, with the names of the seed, as the account takes it. */
export function textAnswer(
  { to, says, tool }: ModelAnswer,
  names: Readonly<Record<string, string>>,
): TextAnswer {
  const said = { to: fillName(to, names), says: fillName(says, names) };
  if (tool === null) return { ...said, tool };
  return {
    ...said,
    tool: { name: tool.name, input: documentOf(fillInput(tool.input, { names, known: {} })) },
  };
}

function documentOf(input: JsonObject): DocumentType {
  return JSON.parse(JSON.stringify(input)) as DocumentType;
}
