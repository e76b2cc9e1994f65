import { ELEMENT_TITLES } from '../../model/element.ts';
import { SOURCES } from '../../model/source.ts';
import { EXAMPLE_OPTIONS } from '../../simulator/scenarios/example-logs.ts';
import { findPlaybook } from '../playbook-library.ts';
import { leftBehind } from './left-behind.ts';
import { elementEvidence, type QuestionEvidence, type Trace } from './question-evidence.ts';

/** Names shown for one source; the rest are counted. */
const MOST_NAMES = 8;

/** docs/reference/leaked-credential.md: what the scenario leaves for each question of the methodology, from a run. */
export async function evidencePage(): Promise<string> {
  const { playbook } = findPlaybook('genai-workload');
  const left = await leftBehind();
  const elements = await Promise.all(
    playbook.elements.map(async (element) => ({
      title: ELEMENT_TITLES[element.id],
      questions: await elementEvidence(element, left),
    })),
  );
  return [
    '# What the leaked-credential scenario leaves',
    '',
    `For every question of \`${playbook.id}\` ${playbook.version}: the evidence in the logs that the simulated account writes, what the account itself answers, and why anything cannot be told. Synthetic: nothing in it is real.`,
    '',
    `Made by \`npm run generate\` from a run of the scenario with the seed of the bundled example (\`${EXAMPLE_OPTIONS.seed}\`): ${left.events.length.toLocaleString('en-US')} events in the trail's log files, ${left.invocations.size.toLocaleString('en-US')} records in the invocation log. After \`npm start\`, \`heptad logs raw EVENT_ID --case CASE\` shows any of the events. The signals are those of [the playbook](genai-workload.md) that the story means each event to raise; the example is the earliest event, in the invocation log the request id of the record.`,
    '',
    ...elements.flatMap(({ title, questions }) => [`## ${title}`, '', ...questions.flatMap(section)]),
  ].join('\n');
}

function section({ question, traces, reads, limits }: QuestionEvidence): readonly string[] {
  return [
    `### ${question.id}`,
    '',
    question.ask,
    '',
    ...(traces.length === 0
      ? []
      : ['| source | count | events | signals | example |', '|---|---|---|---|---|', ...traces.map(row), '']),
    ...reads.map(
      ({ call: { client, operation }, entries }) =>
        `- The account answers \`${client}:${operation}\`: ${entries === 1 ? '1 entry' : `${entries} entries`}.`,
    ),
    ...limits.map((limit) => `- ${limit}`),
    ...(reads.length + limits.length === 0 ? [] : ['']),
  ];
}

function row({ source, names, count, signals, example }: Trace): string {
  const shown = names
    .slice(0, MOST_NAMES)
    .map(({ name, count: times, refused }) =>
      refused === 0 ? `${name} ${times}` : `${name} ${times} (${refused} refused)`,
    );
  const rest = names.length - shown.length;
  const events = [...shown, ...(rest === 0 ? [] : [`${rest} more names`])].join(', ');
  return `| ${SOURCES[source]} | ${count} | ${events} | ${signals.join(', ')} | \`${example.id}\` (${example.time}) |`;
}
