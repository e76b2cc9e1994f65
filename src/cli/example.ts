import { Command } from 'commander';
import { dirname, join } from 'node:path';
import { loadAnswers } from '../app/answers-file.ts';
import { placesFrom } from '../app/case-places.ts';
import { EXAMPLE_ANSWERS, makeExampleLogs } from '../app/example.ts';
import { systemClock, systemIds } from '../app/ids.ts';
import { findPlaybook } from '../app/playbook-library.ts';
import { renderReport, reportOf } from '../app/render-report.ts';
import { runCase } from '../app/run-case.ts';
import { writeDurably } from '../base/durable-file.ts';
import { NO_ANSWERS } from '../model/answers.ts';
import { caseTools } from './case-tools.ts';
import { finishWalk } from './finish-walk.ts';
import { type Io, isInteractive, operatorOf, print, tell } from './io.ts';

export function exampleCommand(io: Io): Command {
  return new Command('heptad example')
    .description(
      'Walks the bundled synthetic incident: at a terminal you answer; without one the bundled answers do, to the end.',
    )
    .option('--answers', 'use the bundled answers at a terminal too')
    .action(({ answers }: { readonly answers?: boolean }) => example(io, answers === true));
}

async function example(io: Io, bundled: boolean): Promise<void> {
  const places = placesFrom(io.env);
  const found = findPlaybook('genai-workload');
  tell(
    io,
    'A synthetic incident: a credential leaked from a public repository. No real account is involved.',
  );
  const logs = await makeExampleLogs(join(dirname(places.cases), 'examples'));
  const folder = join(places.cases, systemIds.caseId());
  tell(io, `logs   ${logs}`);
  tell(io, `case   ${folder}`);
  const answers = bundled || !isInteractive(io) ? loadAnswers(EXAMPLE_ANSWERS, found.playbook) : NO_ANSWERS;
  const given = loadAnswers(EXAMPLE_ANSWERS, found.playbook).inputs;
  await runCase(
    { found, folder, logs: [logs], inputs: given, answers, complete: null, account: null },
    caseTools(io, answers, { caseName: folder }),
  );
  await finishWalk(io, folder);
  const report = join(folder, 'report.html');
  writeDurably(
    report,
    await renderReport(await reportOf(folder, { at: systemClock.now(), by: operatorOf(io).human }), 'html'),
  );
  print(io, `report ${report}`);
}
