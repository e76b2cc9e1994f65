import type { Random } from '../story/random.ts';
import type { TextAnswer } from './text-answer.ts';

const OPENINGS = ['Here is what I found.', 'Certainly.', 'In short:', 'Thank you for asking.'];
const BODIES = [
  'Unworn goods can be returned within 30 days of delivery.',
  'The pump is covered for 24 months; wear parts are not.',
  'Business customers can pay one invoice with up to three cards.',
  'If nothing moves for three working days, a search is opened with the carrier.',
];

/** What answers come from. */
interface Spoken {
  readonly random: Random;
  readonly answers: readonly TextAnswer[];
}

/** What a model of the simulated account answers: the same seed, model and prompt give the same words. */
export function scriptedAnswer(world: Spoken, modelId: string, prompt: string): string {
  const known = answerTo(world, prompt);
  if (known !== undefined) return known.says;
  const { random } = world;
  const own = random.fork(`answer/${modelId}/${prompt}`);
  return `${own.pick(OPENINGS)} ${own.pick(BODIES)} (simulated answer ${own.text('0123456789abcdef', 6)})`;
}

export function answerTo({ answers }: Pick<Spoken, 'answers'>, prompt: string): TextAnswer | undefined {
  return answers.find(({ to }) => prompt.includes(to));
}

/** Four characters make a token, near enough to what tokenizers give for English. */
export function tokensIn(text: string): number {
  return Math.ceil(text.length / 4);
}
