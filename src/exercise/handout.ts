import type { Inject, Scenario } from '../model/scenario.ts';
import { durationText } from './duration.ts';

/** Role cards for print (Markdown); with the key also the facilitator's guide: story, injects and objectives. */
export function handoutOf(scenario: Scenario, key: boolean): string {
  const cards = scenario.roles.flatMap(({ title, does }) => [
    `## ${title}`,
    '',
    `You ${does}.`,
    '',
    '---',
    '',
  ]);
  return [
    '*EXERCISE: nothing in this paper is about a real incident.*',
    '',
    `# ${scenario.title}`,
    '',
    scenario.summary,
    '',
    ...cards,
    ...(key ? guide(scenario) : []),
  ].join('\n');
}

function guide(scenario: Scenario): readonly string[] {
  return [
    "# The facilitator's guide (not for the players)",
    '',
    scenario.facilitator.trim(),
    '',
    `The team is called ${durationText(scenario.called)} after the first call of the intruder; the play ends after ${durationText(scenario.ends)}.`,
    '',
    '## Injects',
    '',
    ...scenario.injects.flatMap(injectLines),
    '## The story',
    '',
    ...scenario.story.map(
      ({ id, title, signals, as }) =>
        `- **${title}** (\`${id}\`, as ${as.join(' or ')}) ${signals.join(' ')}`,
    ),
    '',
    '## Objectives',
    '',
    ...scenario.objectives.map(({ title, failed }) => `- **${title}.** When it is missed: ${failed.trim()}`),
    '',
    '## Hints, from vague to concrete',
    '',
    ...scenario.hints.map((hint, index) => `${index + 1}. ${hint.trim()}`),
    '',
  ];
}

function injectLines({ id, at, when, from, channel, text, asks }: Inject): readonly string[] {
  const time =
    at === null ? (when === null ? 'by hand' : `when ${when}`) : `${durationText(at)} after the call`;
  return [
    `### ${id}: ${from} (${channel}), ${time}`,
    '',
    `> ${text.trim().replaceAll('\n', '\n> ')}`,
    '',
    ...(asks === null ? [] : [`Ask: ${asks}`, '']),
  ];
}
