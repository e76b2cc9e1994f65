import { InternalError } from '../../base/errors.ts';
import type { Lesson } from '../../model/lesson.ts';
import type { LessonAttempt } from '../../model/training-record.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Learner } from '../../ports/learner.ts';
import type { QueryLake } from '../../ports/lake.ts';
import { openAttempt } from '../../training/record.ts';
import type { OpenLesson } from './open-lesson.ts';
import type { RecordFile } from './record-file.ts';

/** What a lesson is given with. */
export interface Teaching {
  readonly lesson: Lesson;
  /** All there are: questions of earlier ones come back. */
  readonly lessons: readonly Lesson[];
  readonly open: OpenLesson;
  readonly query: QueryLake['query'];
  readonly file: RecordFile;
  readonly learner: Learner;
  readonly clock: Clock;
  /** Says where the case and the account are. */
  readonly where: () => void;
}

/** The attempt that was begun for this. */
export function attemptOf({ file, lesson }: Pick<Teaching, 'file' | 'lesson'>): LessonAttempt {
  const attempt = openAttempt(file.record, lesson.id);
  if (attempt === null) throw new InternalError(`no attempt at ${lesson.id} is open`);
  return attempt;
}
