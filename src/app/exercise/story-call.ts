import type { Json, JsonObject } from '../../base/json.ts';
import { OUTPUT_VARIABLES } from '../../exercise/variables.ts';
import type { CloudCall } from '../../model/cloud-call.ts';
import type { PlayState } from '../../model/play.ts';
import type { StoryCall, StoryStep } from '../../model/scenario.ts';
import { fillInput } from './fill-input.ts';
import { gained, type Gained } from './gained.ts';
import { valueOf } from './story-values.ts';

/** What calls of the story may name. */
export type StoryKnown = Pick<PlayState, 'names' | 'known'>;

/** What an answer gives: values to keep, and credentials. */
export interface Taken {
  readonly saves: Readonly<Record<string, Json>>;
  readonly gains: Readonly<Record<string, Gained>>;
}

/** A call of the story with its templates filled in. @param home the Region of calls that name none */
export function storyCall(call: StoryCall, { names, known }: StoryKnown, home: string): CloudCall {
  const { service, operation, region, input } = call;
  return { service, operation, region: region ?? home, input: fillInput(input, { names, known }) };
}

/** @throws UserError when the answer lacks a credential that the story takes from it */
export function taken(
  call: StoryCall,
  { input, output }: { readonly input: JsonObject; readonly output: JsonObject },
  { names, known }: StoryKnown,
): Taken {
  const values = { names, known, input, output };
  const gains = Object.fromEntries(
    Object.entries(call.gains).map(([name, kind]) => [name, gained(kind, output)]),
  );
  const ids = Object.entries(gains).map(([name, { gain }]) => [`${name}Id`, gain.id] as const);
  const saved = Object.entries(call.saves).map(
    ([name, text]) => [name, valueOf(text, OUTPUT_VARIABLES, values)] as const,
  );
  return { saves: Object.fromEntries([...ids, ...saved]), gains };
}

/** What a call that went through cost, by aim. */
export function costsOf(
  { costs }: StoryStep,
  { input, output }: { readonly input: JsonObject; readonly output: JsonObject },
  { names, known }: StoryKnown,
): Readonly<Record<string, number>> {
  const values = { names, known, input, output };
  return Object.fromEntries(
    Object.entries(costs).map(([aim, text]) => [aim, Number(valueOf(text, OUTPUT_VARIABLES, values))]),
  );
}
