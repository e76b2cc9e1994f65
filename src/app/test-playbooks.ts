import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { foldJournal } from '../engine/apply.ts';
import { readEntries } from '../case/case-folder.ts';
import { NO_ANSWERS } from '../model/answers.ts';
import type { Finding } from '../model/finding.ts';
import type { Playbook, StepDef } from '../model/playbook.ts';
import { createAnswersResponder } from './answers-responder.ts';
import {
  type CasesFile,
  type ExpectedFinding,
  fixtureBaseline,
  fixtureLogs,
  LOG_KINDS,
  type PlaybookCase,
} from './case-fixtures.ts';
import { systemClock, systemIds } from './ids.ts';
import { loadCases } from './load-cases.ts';
import { findPlaybook, type FoundPlaybook } from './playbook-library.ts';
import { knownRules } from './rules/known-rules.ts';
import { runCase } from './run-case.ts';

/** What the cases of one playbook gave. */
export interface PlaybookTest {
  readonly playbook: string;
  readonly passed: number;
  readonly findings: number;
  /** What is not as the cases say, one sentence each. */
  readonly failures: readonly string[];
}

/** Runs the cases beside playbooks: each case is a case of its own, walked to its end over its own logs. */
export async function testPlaybooks(
  names: readonly string[],
  onProgress: (line: string) => void,
): Promise<readonly PlaybookTest[]> {
  const results: PlaybookTest[] = [];
  for (const name of names) {
    const found = findPlaybook(name);
    const file = loadCases(join(dirname(found.file), 'cases.yaml'));
    const failures = [...missingCases(found, file)];
    let passed = 0;
    for (const one of file.cases) {
      const faults = await runOne(found, file, one);
      if (faults.length === 0) passed += 1;
      failures.push(...faults.map((fault) => `case '${one.name}': ${fault}`));
      onProgress(`${name}: ${faults.length === 0 ? 'ok  ' : 'FAIL'} ${one.name}`);
    }
    results.push({
      playbook: found.playbook.id,
      passed,
      findings: findingIds(found.playbook).length,
      failures,
    });
  }
  return results;
}

/**
 * Every finding needs a case in which it must appear, and one in which it must not; those of steps that are used from
 * another playbook as they stand have theirs there.
 */
function missingCases({ playbook, borrowed }: FoundPlaybook, { cases }: CasesFile): readonly string[] {
  const present = new Set(cases.flatMap(({ expect }) => Object.keys(expect.findings)));
  const absent = new Set(
    cases
      .filter((one) => LOG_KINDS.some((kind) => one[kind].length > 0))
      .flatMap(({ expect }) => expect.absent),
  );
  const ids = findingIds(playbook);
  const ofRules = playbook.elements.flatMap(({ steps }) => steps.flatMap(ruleFindingsOf));
  const own = findingIds(playbook, (step) => !borrowed.has(step.id));
  return [
    ...own.filter((id) => !present.has(id)).map((id) => `finding ${id} has no case in which it must appear`),
    ...own
      .filter((id) => !absent.has(id))
      .map((id) => `finding ${id} has no case in which it must not appear`),
    ...untriedRules(playbook, { present, absent, borrowed }),
    ...[...present, ...absent]
      .filter((id) => !ids.includes(id) && !ofRules.includes(id))
      .map((id) => `a case names finding ${id}, which the playbook does not have`),
  ];
}

/** Each rule has cases of its own beside it; a step that runs some is tried with one that is met, and one that is not. */
function untriedRules(
  { elements }: Playbook,
  {
    present,
    absent,
    borrowed,
  }: {
    readonly present: ReadonlySet<string>;
    readonly absent: ReadonlySet<string>;
    readonly borrowed: ReadonlySet<string>;
  },
): readonly string[] {
  return elements
    .flatMap(({ steps }) => steps.filter((step) => !borrowed.has(step.id)))
    .flatMap((step) => {
      const ids = ruleFindingsOf(step);
      if (ids.length === 0) return [];
      return [
        ...(ids.some((id) => present.has(id)) ? [] : [`no case lets a rule of step ${step.id} be met`]),
        ...(ids.some((id) => absent.has(id)) ? [] : [`no case has a rule of step ${step.id} not met`]),
      ];
    });
}

function ruleFindingsOf({ work }: StepDef): readonly string[] {
  return work.kind === 'detect'
    ? knownRules()
        .select(work.detect)
        .map(({ finding }) => finding)
    : [];
}

function findingIds(playbook: Playbook, which: (step: StepDef) => boolean = () => true): readonly string[] {
  const steps = playbook.elements.flatMap((element) => element.steps.filter(which));
  return [...new Set(steps.flatMap(({ findings }) => findings.map(({ id }) => id)))];
}

async function runOne(found: FoundPlaybook, file: CasesFile, one: PlaybookCase): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'heptad-test-'));
  try {
    const logs = join(folder, 'logs');
    await mkdir(logs);
    const texts = fixtureLogs(file, one);
    await writeFile(join(logs, 'cloudtrail.json'), texts.cloudtrail);
    for (const kind of ['bedrock', 'azure', 'google'] as const)
      if (texts[kind] !== '') await writeFile(join(logs, `${kind}.json`), texts[kind]);
    const answers = { ...NO_ANSWERS, default: 'unknown-and-decline' as const };
    const responder = createAnswersResponder(answers, null, () => undefined);
    const caseFolder = join(folder, 'case');
    await runCase(
      {
        found: { ...found, playbook: stepsFor(found.playbook, one) },
        folder: caseFolder,
        logs: [logs],
        inputs: one.inputs,
        baseline: fixtureBaseline(one),
        answers,
        complete: null,
        account: null,
      },
      {
        by: { human: 'playbook test', identity: null },
        clock: systemClock,
        ids: systemIds,
        responder,
        interactive: false,
      },
    );
    return compared(caseFolder, one);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The part of a playbook that decides a case: the steps that define the findings it names. Where one of them waits for
 * suspects, findings or answers, all of it, since any step may bring those.
 */
function stepsFor(playbook: Playbook, { expect }: PlaybookCase): Playbook {
  const named = new Set([...Object.keys(expect.findings), ...expect.absent]);
  const needed = (step: StepDef): boolean =>
    step.findings.some(({ id }) => named.has(id)) || ruleFindingsOf(step).some((id) => named.has(id));
  const steps = playbook.elements.flatMap((element) => element.steps.filter(needed));
  const waits = steps.some(
    ({ when, perSuspect }) => perSuspect.length > 0 || /\b(findings|suspects|answers)\b/.test(when ?? ''),
  );
  if (waits) return playbook;
  return {
    ...playbook,
    elements: playbook.elements.map((element) => ({
      ...element,
      questions: [],
      steps: element.steps.filter(needed),
    })),
  };
}

function compared(caseFolder: string, { expect }: PlaybookCase): readonly string[] {
  const state = foldJournal(readEntries(caseFolder));
  const failed = Object.values(state.runs).flatMap(({ step, failed: why }) =>
    why !== null && !why.startsWith('not collected') ? [`step ${step} failed: ${why}`] : [],
  );
  const wanted = Object.entries(expect.findings).flatMap(([id, want]) =>
    mismatch(id, want, state.findings[id]),
  );
  const unwanted = expect.absent.flatMap((id) => {
    const finding = state.findings[id];
    return finding === undefined ? [] : [`finding ${id} must not appear, and does: ${finding.title}`];
  });
  return [...failed, ...wanted, ...unwanted];
}

function mismatch(id: string, want: ExpectedFinding, finding: Finding | undefined): readonly string[] {
  if (finding === undefined) return [`finding ${id} must appear, and does not`];
  const { says } = want;
  return [
    ...(want.severity === undefined || want.severity === finding.severity
      ? []
      : [`finding ${id} is ${finding.severity}, not ${want.severity}`]),
    ...(want.count === undefined || want.count === finding.count
      ? []
      : [`finding ${id} counts ${finding.count}, not ${want.count}`]),
    ...(says === undefined || finding.title.includes(says) || finding.description.includes(says)
      ? []
      : [`finding ${id} does not say '${says}': ${finding.title}; ${finding.description}`]),
  ];
}
