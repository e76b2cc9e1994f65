import type { AnswerForm } from '../model/lesson.ts';

export interface Expected {
  readonly form: AnswerForm;
  /** Every value is asked for, not one of them. */
  readonly all: boolean;
  readonly values: readonly string[];
}

/** Whether an answer is right: values by themselves, not the way they were written. */
export function isRight(given: string, { form, all, values }: Expected): boolean {
  const wanted = new Set(values.map((value) => plain(value, form)));
  if (wanted.size === 0) return false;
  if (!all) return wanted.has(plain(given, form));
  const told = new Set(partsOf(given).map((part) => plain(part, form)));
  return told.size === wanted.size && [...wanted].every((value) => told.has(value));
}

function partsOf(given: string): readonly string[] {
  return given.split(/[\s,;]+/).filter((part) => part !== '');
}

function plain(text: string, form: AnswerForm): string {
  const bare = text.trim().replace(/^(["'`])(.*)\1$/, '$2');
  if (form === 'number') return numberText(bare);
  return form === 'time' ? minuteOf(bare) : bare.toLowerCase();
}

/** `1,204` and `1204.0` are one number. */
function numberText(text: string): string {
  const value = Number(text.replaceAll(/[\s,_]/g, ''));
  return text === '' || Number.isNaN(value) ? `not a number: ${text}` : String(value);
}

/** To the minute, with or without the day: a lesson's story happens within one day. */
function minuteOf(text: string): string {
  const clock = /(\d{1,2}):(\d{2})/.exec(text);
  return clock === null ? `not a time: ${text}` : `${(clock[1] ?? '').padStart(2, '0')}:${clock[2] ?? ''}`;
}
