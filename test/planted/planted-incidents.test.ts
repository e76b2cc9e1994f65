import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { NOTEBOOK_STORY } from '../../src/simulator/story/notebook-story.ts';
import type { PlantedStory } from '../../src/simulator/story/planted-story.ts';
import { type PlantedCase, plantedCase } from '../support/planted-case.ts';

/** What a playbook has to make of a planted story. */
interface Expected {
  readonly story: PlantedStory;
  readonly playbook: string;
  /** Findings that have to be above medium. */
  readonly finds: readonly string[];
  /** Steps of the incident that no finding cites, and why that is right. */
  readonly uncited: Readonly<Record<string, string>>;
}

const EXPECTED: readonly Expected[] = [
  {
    story: NOTEBOOK_STORY,
    playbook: 'sagemaker',
    finds: ['presigned-notebook', 'start-script', 'M12', 'endpoint-caller'],
    uncited: {
      GetCallerIdentity: 'the playbook leaves the search for the key to compromised-credential',
      CreateEndpointConfig: 'the model in it and the endpoint that takes it up are cited',
    },
  },
];

describe.each(EXPECTED)('$playbook in the account of $story.id', ({ story, playbook, finds, uncited }) => {
  it('finds the planted incident, event by event', { timeout: 120_000 }, async () => {
    const found = await plantedCase(story, playbook, { planted: true });
    expect(aboveMedium(found.report).map(({ id }) => id)).toEqual(expect.arrayContaining([...finds]));
    expect(uncitedSteps(found)).toEqual(Object.keys(uncited).toSorted());
  });

  it('raises nothing above medium without it', { timeout: 120_000 }, async () => {
    const { report, key } = await plantedCase(story, playbook, { planted: false });
    expect(key).toEqual([]);
    expect(aboveMedium(report).map(({ id, title }) => `${id}: ${title}`)).toEqual([]);
    expect(report.coverage).toContainEqual(
      expect.objectContaining({ source: 'cloudtrail.management', status: 'complete' }),
    );
  });
});

function aboveMedium({ findings }: Report): Report['findings'] {
  return findings.filter(({ severity }) => severity === 'critical' || severity === 'high');
}

/** The names of the incident's steps whose events stand in no finding; a name is there when one event of it is. */
function uncitedSteps({ report, key }: PlantedCase): readonly string[] {
  const cited = new Set(report.findings.flatMap(({ events }) => events));
  const steps = key.filter(({ signals }) => signals.length > 0);
  expect(steps.length).toBeGreaterThan(0);
  return [...new Set(steps.filter(({ eventId }) => !cited.has(eventId)).map(({ name }) => name))].toSorted();
}
