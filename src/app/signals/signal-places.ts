import { dirname, join } from 'node:path';
import type { SourceId } from '../../model/source.ts';
import { loadCases } from '../load-cases.ts';
import { findPlaybook, listPlaybooks } from '../playbook-library.ts';

/** Where a signal is computed, and what tries it. */
export interface SignalPlace {
  readonly signal: string;
  /** `playbook/step`, or a rule. */
  readonly where: string;
  readonly sources: readonly SourceId[];
  /** Cases in which it must appear. */
  readonly positive: number;
  /** Cases with records in which it must not appear. */
  readonly negative: number;
}

/** Every finding of the playbooks that come with heptad; steps that are used from another playbook count there. */
export function playbookPlaces(): readonly SignalPlace[] {
  return listPlaybooks().flatMap(({ id }) => {
    const { playbook, borrowed, file } = findPlaybook(id);
    const { cases } = loadCases(join(dirname(file), 'cases.yaml'));
    const steps = playbook.elements.flatMap((element) => element.steps);
    return steps
      .filter((step) => !borrowed.has(step.id))
      .flatMap((step) =>
        [...new Set(step.findings.map((finding) => finding.id))].map((signal) => ({
          signal,
          where: `${playbook.id}/${step.id}`,
          sources: step.sources,
          positive: cases.filter(({ expect }) => signal in expect.findings).length,
          negative: cases.filter(
            ({ cloudtrail, bedrock, expect }) =>
              cloudtrail.length + bedrock.length > 0 && expect.absent.includes(signal),
          ).length,
        })),
      );
  });
}
