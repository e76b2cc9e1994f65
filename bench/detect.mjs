// npm run bench:detect: a hundred Sigma rules in shared scans beside one scan a rule, over generated events.
// Flags: --events N, --files N, --runs N, --rules PATH (further rules, for instance those of SigmaHQ), --data DIR
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { detect } from '../dist/detections/detect.js';
import { neededEventNames, possibleNames } from '../dist/detections/event-names.js';
import { ruleSet } from '../dist/detections/rule-set.js';
import { rulesStatement } from '../dist/detections/rules-statement.js';
import { WHOLE } from '../dist/model/scope.js';
import { OWN_RULES, ruleFiles } from '../dist/app/rule-files.js';
import { withLake } from '../dist/app/open-lake.js';
import { generate } from './generate.mjs';
import { median } from './measure.mjs';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    files: { type: 'string', default: '4000' },
    runs: { type: 'string', default: '3' },
    rules: { type: 'string', multiple: true, default: [] },
    count: { type: 'string', default: '100' },
    data: { type: 'string' },
  },
});

const work = mkdtempSync(join(tmpdir(), 'heptad-bench-detect-'));
try {
  await bench();
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function bench() {
  const folder = values.data ?? join(work, 'logs');
  if (values.data === undefined)
    await generate({ folder, events: Number(values.events), files: Number(values.files) });
  const set = hundredRules();
  await withLake(
    { logs: [folder] },
    () => undefined,
    async ({ queries, summary }) => {
      say(`${summary.events} events; ${set.rules.length} rules`);
      const seconds = { shared: [], narrow: [], plain: [] };
      let met = 0;
      for (let run = 1; run <= Number(values.runs); run += 1) {
        // They take turns, so that whatever else the machine does falls on all.
        const shared = await timed(() => inSharedScans(queries, set));
        const narrow = await timed(() => oneByOne(queries, set, true));
        const plain = await timed(() => oneByOne(queries, set, false));
        for (const [name, one] of Object.entries({ shared, narrow, plain })) {
          seconds[name].push(one.seconds);
          if (JSON.stringify(one.value) !== JSON.stringify(shared.value))
            throw new Error(`${name} gives different hits`);
        }
        met = shared.value.filter((count) => count > 0).length;
        say(
          `${run}: shared ${shared.seconds.toFixed(2)} s, one by one ${narrow.seconds.toFixed(2)} s, plain ${plain.seconds.toFixed(2)} s`,
        );
      }
      const [shared, narrow, plain] = [seconds.shared, seconds.narrow, seconds.plain].map(median);
      const row = (what, time) =>
        `| ${what} | ${time.toFixed(2)} s | ${(time / shared).toFixed(1)} times |\n`;
      process.stdout.write(
        [
          `${summary.events} events, ${set.rules.length} rules, ${met} of them met; load ${loadavg()[0].toFixed(1)}\n\n`,
          '| way | time | against shared scans |\n|---|---|---|\n',
          row('shared scans', shared),
          row('one scan a rule, of the events it names', narrow),
          row('one scan a rule, of all events', plain),
        ].join(''),
      );
    },
  );
}

async function inSharedScans(queries, set) {
  const { hits } = await detect(queries, { set, rules: set.rules, scope: WHOLE });
  return hits.map(({ count }) => count);
}

/** Each rule with a scan of its own, in the same process, with the same summary of its hits. */
async function oneByOne(queries, set, isNarrow) {
  const { rows } = await queries.query({
    sql: 'SELECT DISTINCT eventname FROM cloudtrail WHERE eventname IS NOT NULL',
    params: {},
    scope: WHOLE,
  });
  const names = rows.map(({ eventname }) => eventname);
  const hits = [];
  for (const rule of set.rules) {
    const needed = isNarrow ? neededEventNames(rule.condition) : null;
    const eventNames = needed === null ? null : possibleNames(needed, names);
    const sql = rulesStatement({ table: 'cloudtrail', rules: [{ number: 0, rule, slots: [] }], eventNames });
    const found = await queries.query({ sql, params: {}, scope: WHOLE, timeoutMs: 600_000 });
    hits.push(Number(found.rows[0]?.events_count ?? 0));
  }
  return hits;
}

/** Rules over events: ours, those given, and variations of them in what they ask of the caller, up to the number. */
function hundredRules() {
  const paths = [join(OWN_RULES, 'rules'), ...values.rules];
  const files = ruleFiles(paths);
  const given = ruleSet(files).rules.filter(({ kind, table }) => kind === 'rule' && table === 'cloudtrail');
  const texts = files
    .flatMap(({ text }) => text.split(/^---$/m))
    .filter((text) => /service: cloudtrail/.test(text));
  const variations = [];
  for (let number = 0; given.length + variations.length < Number(values.count); number += 1)
    variations.push({ file: `variation-${number}.yml`, text: varied(texts[number % texts.length], number) });
  const set = ruleSet([...files, ...variations]);
  if (set.refused.length > 0)
    throw new Error(set.refused.map(({ title, faults }) => `${title}: ${faults[0].what}`).join('\n'));
  return { ...set, rules: set.rules.filter(({ kind, table }) => kind === 'rule' && table === 'cloudtrail') };
}

/** The rule, and not from one address; under a name of its own. */
function varied(text, number) {
  return text
    .replace(/^title: (.*)$/m, `title: $1, variation ${number}`)
    .replace(/^(id|name): .*\n/gm, '')
    .replace(
      /^( +)condition: (.*)$/m,
      `$1variation_address:\n$1$1sourceIPAddress|cidr: 192.0.2.${number % 256}/32\n$1condition: ($2) and not variation_address`,
    );
}

async function timed(work_) {
  const began = performance.now();
  const value = await work_();
  return { value, seconds: (performance.now() - began) / 1000 };
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
