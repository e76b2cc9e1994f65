import { describe, expect, it } from 'vitest';
import type { Lesson } from '../model/lesson.ts';
import type { QuizMemory } from '../model/training-record.ts';
import { quizOf, remember } from './quiz.ts';

const lesson = { id: 'access', quiz: [{ id: 'a' }, { id: 'b' }] } as unknown as Lesson;
const known = new Set(['first/x', 'first/y', 'first/z', 'first/w', 'access/a', 'access/b']);

function due(quiz: number): QuizMemory {
  return { asked: 1, missed: 1, streak: 0, due: quiz };
}

/** Answers to one question, quiz after quiz; the quizzes in which it was asked. */
function course(answers: readonly boolean[]): readonly number[] {
  let memory: QuizMemory | undefined;
  const asked: number[] = [];
  const rest = [...answers];
  for (let quiz = 1; quiz <= 30 && rest.length > 0; quiz += 1) {
    if (memory !== undefined && (memory.due === null || memory.due > quiz)) continue;
    asked.push(quiz);
    memory = remember(memory, rest.shift() === true, quiz);
  }
  return asked;
}

describe('a quiz', () => {
  it('asks the questions of its lesson, and before them what was missed and is due', () => {
    const memory = { 'first/x': due(3), 'first/y': due(2), 'first/z': due(9) };
    expect(quizOf(lesson, memory, { number: 3, known })).toEqual([
      'first/y',
      'first/x',
      'access/a',
      'access/b',
    ]);
  });

  it('brings at most three back, and none twice, and none that is no longer there', () => {
    const memory = Object.fromEntries(
      ['first/x', 'first/y', 'first/z', 'first/w', 'access/a', 'gone/q'].map((key) => [key, due(1)]),
    );
    const asked = quizOf(lesson, memory, { number: 3, known });
    expect(asked).toEqual(['first/x', 'first/y', 'first/z', 'access/a', 'access/b']);
  });
});

describe('a question', () => {
  it('that was right at once does not come back', () => {
    expect(course([true, true])).toEqual([1]);
  });

  it('that was missed comes back in the next quiz, and later and later while it is right', () => {
    expect(course([false, true, true, true, true])).toEqual([1, 2, 4, 8]);
  });

  it('that is missed again begins anew', () => {
    expect(course([false, true, false, true, true, true])).toEqual([1, 2, 4, 5, 7, 11]);
  });
});
