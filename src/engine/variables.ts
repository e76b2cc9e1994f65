import type { CaseState } from '../model/case-state.ts';
import type { Finding } from '../model/finding.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Suspect } from '../model/suspect.ts';

/** The case as expressions see it (docs/reference/playbook-language.md). */
export function caseVariables(playbook: Playbook, state: CaseState): Readonly<Record<string, unknown>> {
  return {
    inputs: inputVariables(playbook, state),
    suspects: Object.values(state.suspects).map(({ kind, value, decision }) => ({ kind, value, decision })),
    answers: Object.fromEntries(
      Object.values(state.answers).map(({ question, answer }) => [question, answer]),
    ),
    findings: Object.fromEntries(
      Object.values(state.findings).map((finding) => [finding.id, findingVariable(finding)]),
    ),
  };
}

/** A finding as `suggest` sees it. */
export function findingVariable(finding: Finding): Readonly<Record<string, unknown>> {
  const { id, count, severity, disposition } = finding;
  return { id, count, severity, disposition };
}

/** Every declared input by name; those that were left out read as null. */
export function inputVariables(playbook: Playbook, state: CaseState): Readonly<Record<string, unknown>> {
  const given = state.opened?.inputs ?? {};
  return Object.fromEntries(Object.keys(playbook.inputs).map((name) => [name, given[name] ?? null]));
}

export function suspectVariable(suspect: Suspect | null): Readonly<Record<string, unknown>> {
  return suspect === null ? {} : { suspect: { kind: suspect.kind, value: suspect.value } };
}
