import { describe, expect, it } from 'vitest';
import { scenarioIds, findScenario } from '../../src/app/exercise/scenario-library.ts';
import { listPlaybooks } from '../../src/app/playbook-library.ts';
import type { Report } from '../../src/model/report.ts';
import { ASSISTANT_STORY } from '../../src/simulator/story/assistant-story.ts';
import { GATEWAY_STORY } from '../../src/simulator/story/gateway-story.ts';
import { playAccess } from '../../src/simulator/story/incident-access.ts';
import { NOTEBOOK_STORY } from '../../src/simulator/story/notebook-story.ts';
import { RECORDS_STORY } from '../../src/simulator/story/records-story.ts';
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
  {
    story: ASSISTANT_STORY,
    playbook: 'q-business-and-q-developer',
    finds: ['q-opened', 'q-plugin-changed', 'P8', 'q-chat-burst', 'G2'],
    uncited: {},
  },
  {
    story: GATEWAY_STORY,
    playbook: 'agentcore',
    finds: ['vault-tokens-taken', 'runtime-changed', 'G7', 'G6', 'G10'],
    uncited: {},
  },
  {
    story: RECORDS_STORY,
    playbook: 'private-data-exposure',
    finds: ['exposure-scale', 'P3', 'P6', 'P7', 'D6', 'I5'],
    uncited: { Converse: 'P3 cites the records of the invocation log, and not the events of CloudTrail' },
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

describe('compromised-credential in the account of leaked-credential', () => {
  /** Its access alone, without what came after. */
  const story: PlantedStory = {
    id: 'leaked-key',
    summary: 'the access of the leaked-credential story',
    ordinary: () => undefined,
    incident: playAccess,
  };

  it('finds each signal of the access', { timeout: 120_000 }, async () => {
    const { report, key } = await plantedCase(story, 'compromised-credential', { planted: true });
    const raised = new Set(report.findings.map(({ id }) => id));
    const signals = new Set(key.flatMap((event) => event.signals));
    expect([...signals].filter((id) => !raised.has(id))).toEqual([]);
    expect(aboveMedium(report).map(({ id }) => id)).toEqual(expect.arrayContaining(['A2', 'A3', 'A5']));
  });

  it('raises nothing above medium without it', { timeout: 120_000 }, async () => {
    const { report } = await plantedCase(story, 'compromised-credential', { planted: false });
    expect(aboveMedium(report).map(({ id, title }) => `${id}: ${title}`)).toEqual([]);
  });
});

describe('the table of planted incidents', () => {
  it('has every playbook, and the page shows it', async () => {
    const rows = [
      ...scenarioIds().map((id) => {
        const { playbook } = findScenario(id).scenario;
        return [playbook, id, `heptad scenario test ${id}`];
      }),
      ...EXPECTED.map(({ playbook, story }) => [playbook, story.id, 'test/planted']),
      ['compromised-credential', 'leaked-credential (its access)', 'test/planted'],
      ['genai-workload-multicloud', 'exported logs of both clouds', 'test/other-clouds'],
    ].toSorted((a, b) => (a.join(' ') < b.join(' ') ? -1 : 1));
    // An account that was prepared, and one that was not: test/readiness.
    const playbooks = listPlaybooks()
      .map(({ id }) => id)
      .filter((id) => id !== 'readiness');
    expect([...new Set(rows.map(([playbook]) => playbook))]).toEqual(playbooks.toSorted());
    await expect(pageOf(rows)).toMatchFileSnapshot('../../docs/reference/planted-incidents.md');
  });
});

function pageOf(rows: readonly (readonly string[])[]): string {
  const table = [['playbook', 'planted incident', 'held by'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [
    '# Planted incidents',
    '',
    'Which incident in the simulated account each playbook has to find, and raise nothing above medium without it.',
    'Made by `npx vitest run test/planted -u`; do not edit. The accounts of scenarios are played by',
    '`heptad exercise run`, those of `test/planted` are served by `heptad simulate`.',
    '',
    line(table[0] ?? []),
    rule,
    ...rows.map(line),
    '',
  ].join('\n');
}
