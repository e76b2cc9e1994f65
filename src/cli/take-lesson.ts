import { placesFrom } from '../app/case-places.ts';
import { systemClock, systemIds } from '../app/ids.ts';
import { withLake } from '../app/open-lake.ts';
import { createAnswersLearner } from '../app/training/answers-learner.ts';
import { lessonAnswers } from '../app/training/lesson-answers.ts';
import { allLessons, findLesson, type FoundLesson } from '../app/training/lesson-library.ts';
import { type OpenLesson, openLesson } from '../app/training/open-lesson.ts';
import { RecordFile } from '../app/training/record-file.ts';
import { resultLine, teach } from '../app/training/teach.ts';
import { attemptPlaces, trainingFolder } from '../app/training/training-places.ts';
import { InternalError } from '../base/errors.ts';
import { CaseLock } from '../case/lock.ts';
import { NO_ANSWERS } from '../model/answers.ts';
import type { Learner } from '../ports/learner.ts';
import { ACCOUNT, HOME_REGION } from '../simulator/story/names.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { createTerminalLearner } from '../terminal/learner.ts';
import { wantsColor } from '../terminal/paint.ts';
import { tableLines } from '../terminal/table.ts';
import { textLines } from '../terminal/text-lines.ts';
import { openAttempt, withAttempt } from '../training/record.ts';
import { shellWord } from '../training/shell-text.ts';
import { caseTools } from './case-tools.ts';
import { type Io, isInteractive, operatorOf, print, tell } from './io.ts';
import { join } from 'node:path';

const LABEL = `TRAINING SIMULATED ${ACCOUNT} ${HOME_REGION}`;
const PIPE_WIDTH = 100;

/** Gives a lesson: from where it was left, or a new attempt with a seed of its own. */
export async function takeLesson(io: Io, name: string, answersFile: string | undefined): Promise<void> {
  const found = findLesson(name);
  const answers =
    answersFile === undefined ? NO_ANSWERS : lessonAnswers(answersFile, found.lesson, allLessons());
  const training = trainingFolder(placesFrom(io.env));
  const { human } = operatorOf(io);
  const lock = CaseLock.take(join(training, 'lock'), { human, since: systemClock.now() });
  try {
    const file = new RecordFile(training, human);
    const attempt = openAttempt(file.record, found.lesson.id) ?? begin(file, found);
    const places = attemptPlaces(training, found.lesson.id, attempt.number);
    tell(io, LABEL);
    tell(io, escapeTerminal(found.lesson.title));
    const open = await openLesson(
      { found, places, seed: attempt.seed, start: null, runs: true },
      caseTools(io, NO_ANSWERS, { caseName: places.case }),
    );
    try {
      const learner = createAnswersLearner(answers, personAt(io, found), plainLearner(io));
      await give(io, { found, open, file, learner });
    } finally {
      await open.account.close();
    }
  } finally {
    lock.release();
  }
}

function begin(file: RecordFile, { lesson }: FoundLesson) {
  const seed = `${file.record.learner}/${lesson.id}/${systemIds.token()}`;
  file.change((record) => withAttempt(record, lesson, { seed, at: systemClock.now() }));
  const attempt = openAttempt(file.record, lesson.id);
  if (attempt === null) throw new InternalError('the attempt that was begun is not open');
  return attempt;
}

async function give(
  io: Io,
  {
    found: { lesson },
    open,
    file,
    learner,
  }: {
    readonly found: FoundLesson;
    readonly open: OpenLesson;
    readonly file: RecordFile;
    readonly learner: Learner;
  },
): Promise<void> {
  const ended = await teach({
    lesson,
    lessons: allLessons(),
    open,
    query: (request) =>
      withLake(
        { case: open.places.case },
        () => undefined,
        ({ queries }) => queries.query(request),
      ),
    file,
    learner,
    clock: systemClock,
    where: () => learner.tell(whereText(open)),
  });
  print(io, escapeTerminal(resultLine(lesson, ended)));
}

function whereText({ places, account }: OpenLesson): string {
  return [
    `The account is SIMULATED and listens at ${account.url}; its logs are in a case. In another terminal:`,
    '',
    `    . ${shellWord(places.environment)}`,
    '    heptad logs query --case "$CASE" "SELECT count(*) FROM cloudtrail"',
    '    aws sts get-caller-identity',
    '',
    'The first line sets AWS_ENDPOINT_URL, the credentials of the incident responder, and CASE.',
  ].join('\n');
}

function personAt(io: Io, { lesson }: FoundLesson): Learner | null {
  if (!isInteractive(io)) return null;
  return createTerminalLearner({
    input: io.stdin,
    output: io.stderr,
    color: wantsColor({ environment: io.env, isTTY: io.stderr.isTTY }),
    resumeWith: `heptad train ${lesson.id}`,
    label: LABEL,
  });
}

/** For a lesson nobody looks at: what is shown goes to stderr, and nothing is waited for. */
function plainLearner(io: Io): Learner {
  const show = (lines: readonly string[]): void => {
    for (const line of ['', ...lines]) tell(io, line);
  };
  const nobody = (): never => {
    throw new InternalError('nobody is asked here');
  };
  return {
    read: (text) => Promise.resolve(show(textLines(text, PIPE_WIDTH))),
    tell: (text) => show(textLines(text, PIPE_WIDTH)),
    show: (columns, rows) => show(tableLines({ columns, rows, width: PIPE_WIDTH })),
    atTask: nobody,
    atQuestion: nobody,
  };
}
