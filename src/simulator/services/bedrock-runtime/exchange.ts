import type { Call } from '../../world/call.ts';
import { answerTo, scriptedAnswer, tokensIn } from '../../world/scripted-answer.ts';
import type { TextAnswer } from '../../world/text-answer.ts';
import { refuseWithoutAgreement, usedModel, type UsedModel } from '../../world/used-model.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { guardrailsOf, judge, type AskedGuardrail, type Verdict } from './guardrails-of-call.ts';

/** One question to a model. */
export interface Question {
  readonly modelId: string;
  readonly prompt: string;
  /** The part that guardrails look at: without the system prompt. */
  readonly said: string;
  readonly embedding: boolean;
  readonly guardrail: AskedGuardrail | undefined;
}

/** What came of it. */
export interface Exchange {
  readonly question: Question;
  readonly model: UsedModel;
  /** What the caller gets: the answer, masked where need be, or the guardrail's words. */
  readonly text: string;
  /** What the model said before a guardrail stopped it. */
  readonly said: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly guarded: boolean;
  readonly input: Verdict;
  readonly output: Verdict | undefined;
  readonly intervened: boolean;
  /** What the model wants done, if a guardrail let it say so. */
  readonly tool: TextAnswer['tool'];
}

/** The model a call names. @throws WireError ValidationException or AccessDeniedException, as Bedrock does */
export function modelFor(world: World, call: Call, modelId: string): UsedModel {
  const model = usedModel(world, call.region, modelId);
  if (model === undefined)
    throw new WireError('ValidationException', 'The provided model identifier is invalid.');
  refuseWithoutAgreement(world.bedrock(call.region), model);
  return model;
}

/** Asks a model: guardrails before and after it, tokens counted, and noted for the track of the call. */
export function exchange(world: World, call: Call, question: Question): Exchange {
  const model = modelFor(world, call, question.modelId);
  const guardrails = guardrailsOf(world, call, { asked: question.guardrail, family: model.family });
  const input = judge(guardrails, question.said, 'INPUT');
  const said =
    input.blocked || question.embedding ? '' : scriptedAnswer(world, model.family, question.prompt);
  const output = input.blocked || question.embedding ? undefined : judge(guardrails, said, 'OUTPUT');
  // A blocked question never reached the model.
  const inputTokens = input.blocked ? 0 : tokensIn(question.prompt);
  const outputTokens = input.blocked || question.embedding ? 0 : tokensIn(said);
  call.notes.additional = {
    inputTokens,
    outputTokens,
    ...(model.inferenceRegion === undefined ? {} : { inferenceRegion: model.inferenceRegion }),
  };
  return {
    question,
    model,
    text: input.blocked ? input.text : (output?.text ?? ''),
    said,
    inputTokens,
    outputTokens,
    guarded: guardrails.length > 0,
    input,
    output,
    intervened: input.intervened || output?.intervened === true,
    tool: output === undefined || output.blocked ? null : (answerTo(world, question.prompt)?.tool ?? null),
  };
}
