import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ACTIONS } from '../../actions/registry.gen.ts';
import { UserError } from '../../base/errors.ts';
import { listed, nearest } from '../../base/text.ts';
import type { Diagnostic } from '../../documents/diagnostic.ts';
import type { Path, SourceDocument } from '../../documents/source-document.ts';
import type { Lesson } from '../../model/lesson.ts';
import { findScenario, type FoundScenario } from '../exercise/scenario-library.ts';
import { findPlaybook } from '../playbook-library.ts';

/** What a lesson names outside its own file: a scenario, a question of the scenario's playbook, actions. */
export function referenceFaults(
  file: string,
  document: SourceDocument,
  lesson: Lesson,
): readonly Diagnostic[] {
  return [...sceneFaults(file, document, lesson), ...actionFaults(document, lesson)];
}

/** The scenario a lesson is set in: one of heptad's, or a file beside the lesson. @throws UserError */
export function scenarioFor(file: string, { stage }: Lesson): FoundScenario {
  const beside = resolve(dirname(file), stage.scenario);
  return findScenario(existsSync(beside) ? beside : stage.scenario);
}

function sceneFaults(file: string, document: SourceDocument, lesson: Lesson): readonly Diagnostic[] {
  try {
    const { playbook } = findPlaybook(scenarioFor(file, lesson).scenario.playbook);
    const questions = playbook.elements.flatMap((element) => element.questions.map(({ id }) => id));
    if (lesson.serves === null || questions.includes(lesson.serves)) return [];
    return [unknown(document, ['serves'], { what: 'question', id: lesson.serves, of: questions })];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [
      {
        file: document.file,
        ...document.at(['stage', 'scenario']),
        what: error.message,
        why: error.why ?? 'a lesson is set in the account of a scenario',
        fix: error.fix ?? 'name a scenario, or the path of one from the folder of the lesson',
        rule: 'unknown-name',
      },
    ];
  }
}

function actionFaults(document: SourceDocument, { tasks }: Lesson): readonly Diagnostic[] {
  const known = ACTIONS.map(({ id }) => id);
  return tasks.flatMap(({ solution }, index) =>
    solution.actions.flatMap(({ action }, at) =>
      known.includes(action)
        ? []
        : [
            unknown(document, ['tasks', index, 'solution', 'actions', at, 'action'], {
              what: 'action',
              id: action,
              of: known,
            }),
          ],
    ),
  );
}

function unknown(
  document: SourceDocument,
  path: Path,
  { what, id, of }: { readonly what: string; readonly id: string; readonly of: readonly string[] },
): Diagnostic {
  const close = nearest(id, of);
  return {
    file: document.file,
    ...document.at(path),
    what: `there is no ${what} '${id}'`,
    why: `there is ${listed(of.slice(0, 12))}${of.length > 12 ? ' …' : ''}`,
    fix: close === undefined ? 'name one that is there' : `write '${close}'`,
    rule: 'unknown-name',
  };
}
