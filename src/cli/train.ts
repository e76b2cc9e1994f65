import { Command } from 'commander';
import { writeFileSync } from 'node:fs';
import { placesFrom } from '../app/case-places.ts';
import { systemClock } from '../app/ids.ts';
import { allLessons, checkLessonFile, lessonFilesAt } from '../app/training/lesson-library.ts';
import { RecordFile } from '../app/training/record-file.ts';
import { trainingFolder } from '../app/training/training-places.ts';
import { counted } from '../base/text.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { progressOf, recordText } from '../training/progress.ts';
import { checkFiles } from './check-files.ts';
import { type Io, operatorOf, print, printJson, tell } from './io.ts';

export function trainCommand(io: Io): Command {
  const command = new Command('heptad train')
    .description('Lessons for new responders on a simulated account; without a lesson, their list.')
    .argument('[lesson]', 'an id, or the path of a lesson file; one that was left goes on')
    .option('--answers <file>', 'answers given beforehand (YAML): questions: task id, or lesson/question')
    .option('--record', "print the record of what was learned, as JSON, as 'train export' does")
    .option('--json', 'the list as plain JSON')
    .action(async (lesson: string | undefined, options: TrainOptions) => {
      if (options.record === true) return exportRecord(io, {});
      if (lesson === undefined) return list(io, options.json === true);
      const { takeLesson } = await import('./take-lesson.ts');
      return takeLesson(io, lesson, options.answers);
    });
  command
    .command('export')
    .description('the record of what was learned, as JSON, for whoever leads')
    .option('--out <file>', 'a file; to stdout without it')
    .action((options: ExportOptions) => exportRecord(io, options));
  command
    .command('check')
    .description('checks lessons: every fault with file, line and column, and how to mend it')
    .argument('<path...>', 'files, or folders that hold lessons')
    .option('--json', 'plain JSON')
    .action((paths: readonly string[], { json }: { readonly json?: boolean }) =>
      check(io, paths, json === true),
    );
  return command;
}

interface TrainOptions {
  readonly answers?: string;
  readonly record?: boolean;
  readonly json?: boolean;
}

interface ExportOptions {
  readonly out?: string;
}

function recordOf(io: Io): RecordFile {
  return new RecordFile(trainingFolder(placesFrom(io.env)), operatorOf(io).human);
}

function list(io: Io, json: boolean): void {
  const progress = progressOf(allLessons(), recordOf(io).record);
  if (json) {
    printJson(io, progress);
    return;
  }
  for (const { id, title, minutes, state } of progress.lessons)
    print(
      io,
      escapeTerminal(`${id.padEnd(22)} ${state.padEnd(11)} ${`${minutes} min`.padStart(6)}  ${title}`),
    );
  tell(
    io,
    `${progress.passed} of ${counted(progress.lessons.length, 'lesson')} passed${progress.due === 0 ? '' : `, ${counted(progress.due, 'question')} to come back`}; next: heptad train ${progress.next ?? progress.lessons[0]?.id ?? ''}`,
  );
}

function exportRecord(io: Io, { out }: ExportOptions): void {
  const exported = recordText(allLessons(), recordOf(io).record, systemClock.now());
  if (out === undefined) {
    printJson(io, exported);
    return;
  }
  writeFileSync(out, `${JSON.stringify(exported, null, 2)}\n`);
  tell(io, `written to ${escapeTerminal(out)}`);
}

function check(io: Io, paths: readonly string[], json: boolean): void {
  checkFiles(io, lessonFilesAt(paths), { check: checkLessonFile, kind: 'lesson', json });
}
