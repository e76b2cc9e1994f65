// npm run bench:content: recall and precision of what playbooks detect in prompts and answers, and of redaction.
// Over texts of our own (bench/content/cases.yaml) and, where they are at hand, two public collections of synthetic
// texts. Flags: --data DIR (holds prompts/bipia and pii/presidio-research), --write (docs/reference/content-detection.md)
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { sensitiveSpans } from '../dist/base/sensitive-text.js';
import { findPlaybook } from '../dist/app/playbook-library.js';
import { withLake } from '../dist/app/open-lake.js';
import { WHOLE } from '../dist/model/scope.js';
import { contentPage } from './content/page.mjs';
import { scoreOf, spanScores } from './content/score.mjs';
import { bipia, presidio } from './content/public-texts.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: fileURLToPath(new URL('../../shared/data', import.meta.url)) },
    write: { type: 'boolean', default: false },
  },
});
const PAGE = fileURLToPath(new URL('../docs/reference/content-detection.md', import.meta.url));
const texts = parse(readFileSync(new URL('content/cases.yaml', import.meta.url), 'utf8'));
const own = {
  ...texts,
  attacks: [...texts.attacks, ...texts.second_attacks],
  ordinary: [...texts.ordinary, ...texts.second_ordinary],
};
const mails = existsSync(join(values.data, 'prompts/bipia')) ? bipia(values.data) : null;
const people = existsSync(join(values.data, 'pii/presidio-research')) ? presidio(values.data) : null;

const work = mkdtempSync(join(tmpdir(), 'heptad-bench-content-'));
try {
  const page = contentPage(await measured());
  if (values.write && (mails === null || people === null))
    throw new Error(`the page needs the public texts, which are not below ${values.data}`);
  if (values.write) writeFileSync(PAGE, page);
  else process.stdout.write(page);
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function measured() {
  const prompts = [
    ...own.attacks,
    ...own.ordinary,
    ...own.held_out_attacks,
    ...own.held_out_ordinary,
    ...(mails?.ordinary ?? []),
    ...(mails?.planted ?? []),
    ...(mails?.bare ?? []),
  ];
  const answers = [...own.answers, ...own.ordinary_answers, ...(people?.texts ?? [])];
  const seenPrompts = await seenBy('invocation-prompt-patterns', prompts.map(promptRecord));
  const seenAnswers = await seenBy('private-responses', answers.map(answerRecord));
  const kinds = (items, of) => grouped(items).map(([kind, group]) => [kind, of(group)]);
  return {
    attacks: kinds(own.attacks, (group) => scoreOf(group, own.ordinary, seenPrompts)),
    ordinary: scoreOf([], own.ordinary, seenPrompts),
    heldOut: kinds(own.held_out_attacks, (group) => scoreOf(group, [], seenPrompts)),
    heldOutOrdinary: scoreOf([], own.held_out_ordinary, seenPrompts),
    mails:
      mails === null
        ? null
        : {
            ordinary: scoreOf([], mails.ordinary, seenPrompts),
            planted: scoreOf(mails.planted, [], seenPrompts),
            bare: scoreOf(mails.bare, [], seenPrompts),
          },
    answers: kinds(own.answers, (group) => scoreOf(group, own.ordinary_answers, seenAnswers)),
    people:
      people === null
        ? null
        : scoreOf(
            people.texts.filter(({ kind }) => kind !== undefined),
            people.texts.filter(({ kind }) => kind === undefined),
            seenAnswers,
          ),
    redaction: {
      own: [...own.ordinary, ...own.ordinary_answers].flatMap(({ id, text }) =>
        sensitiveSpans(text).map(({ kind }) => `${id} (${kind})`),
      ),
      people: people === null ? null : spanScores(people.spans, sensitiveSpans),
      notLookedFor: people?.notLookedFor ?? {},
    },
  };
}

/** What a step's query tells of each record: kinds by the id of its text. */
async function seenBy(step, records) {
  const folder = mkdtempSync(join(work, 'logs-'));
  writeFileSync(join(folder, 'invocations.json'), records.map((record) => JSON.stringify(record)).join('\n'));
  const { work: asked } = findPlaybook('genai-workload')
    .playbook.elements.flatMap(({ steps }) => steps)
    .find(({ id }) => id === step);
  const params = /:canary\b/.test(asked.sql) ? { canary: 'no-such-canary' } : {};
  return withLake(
    { logs: [folder] },
    () => undefined,
    async ({ queries, summary }) => {
      if (summary.invocations !== records.length)
        throw new Error(`${summary.invocations} of ${records.length} texts were read`);
      const { rows, truncated } = await queries.query({
        sql: asked.sql,
        params,
        scope: WHOLE,
        rowLimit: 100_000,
      });
      if (truncated) throw new Error('not all rows were given');
      const seen = new Map();
      for (const { principal, pattern, kind } of rows) {
        const id = principal.split('/').at(-1);
        seen.set(id, [...(seen.get(id) ?? []), pattern ?? kind]);
      }
      return seen;
    },
  );
}

/** Each text by a caller of its own, whose name is the id of the text. */
function recordOf(id, { input, output }, number) {
  return {
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: new Date(Date.UTC(2026, 0, 15, 10) + number * 1000).toISOString().replace('.000Z', 'Z'),
    accountId: '111122223333',
    region: 'us-east-1',
    requestId: `request-${number}`,
    operation: 'Converse',
    modelId: 'example.model-v1',
    identity: { arn: `arn:aws:iam::111122223333:user/${id}` },
    input: { inputContentType: 'application/json', inputBodyJson: input, inputTokenCount: 10 },
    output: { outputContentType: 'application/json', outputBodyJson: output, outputTokenCount: 10 },
  };
}

function promptRecord({ id, text, system }, number) {
  const messages = [{ role: 'user', content: [{ text }] }];
  const input = system === undefined ? { messages } : { system: [{ text: system }], messages };
  return recordOf(id, { input, output: answerOf('Understood.') }, number);
}

function answerRecord({ id, text }, number) {
  const input = { messages: [{ role: 'user', content: [{ text: 'Go on.' }] }] };
  return recordOf(id, { input, output: answerOf(text) }, number);
}

function answerOf(text) {
  return { output: { message: { role: 'assistant', content: [{ text }] } }, stopReason: 'end_turn' };
}

function grouped(items) {
  const groups = new Map();
  for (const item of items) groups.set(item.kind, [...(groups.get(item.kind) ?? []), item]);
  return [...groups];
}
