// npm run bench:background: how often each signal and rule is raised by ordinary work in the console and by tools.
// Flags: --data DIR (holds cloud-console-cartographer and invictus-aws_dataset), --write (docs/reference/background.md)
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withLake } from '../dist/app/open-lake.js';
import { findPlaybook, listPlaybooks } from '../dist/app/playbook-library.js';
import { baselineParameters } from '../dist/app/usual.js';
import { OWN_RULES, ruleFiles } from '../dist/app/rule-files.js';
import { SIGNALS } from '../dist/app/signals/signal-list.js';
import { detect } from '../dist/detections/detect.js';
import { ruleSet } from '../dist/detections/rule-set.js';
import { ALL_RULES, selectRules } from '../dist/detections/select-rules.js';
import { keyOf } from '../dist/detections/sigma-rule.js';
import { raiseFindings } from '../dist/engine/raise.js';
import { WHOLE } from '../dist/model/scope.js';
import { SEVERITIES } from '../dist/model/severity.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: fileURLToPath(new URL('../../shared/data', import.meta.url)) },
    write: { type: 'boolean', default: false },
  },
});
const PAGE = fileURLToPath(new URL('../docs/reference/background.md', import.meta.url));
const COLLECTIONS = {
  'cloud-console-cartographer': (path) => path,
  'invictus-aws_dataset': withoutSimulation,
};

const work = mkdtempSync(join(tmpdir(), 'heptad-bench-background-'));
try {
  const measured = [];
  for (const [name, prepare] of Object.entries(COLLECTIONS)) {
    const path = join(values.data, name);
    if (existsSync(path)) measured.push({ name, ...(await countsOver(await prepare(path))) });
    else process.stderr.write(`${name}: skipped, it is not below ${values.data}\n`);
  }
  const page = pageOf(measured);
  if (values.write && measured.length < Object.keys(COLLECTIONS).length)
    throw new Error(`the page needs all collections, and some are not below ${values.data}`);
  if (values.write) writeFileSync(PAGE, page);
  else process.stdout.write(page);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Findings of every step with a query that runs once, as its playbook raises them by default; and rules that are met. */
async function countsOver(logs) {
  return withLake(
    { logs: [logs] },
    () => undefined,
    async ({ queries, summary }) => {
      const findings = [];
      for (const { id } of listPlaybooks()) {
        const { playbook, borrowed } = findPlaybook(id);
        const inputs = Object.fromEntries(
          Object.entries(playbook.inputs).map(([name, input]) => [name, input.default]),
        );
        const steps = playbook.elements.flatMap((element) =>
          element.steps.map((step) => ({ element, step })),
        );
        for (const { element, step } of steps.filter(({ step: { id: own } }) => !borrowed.has(own)))
          findings.push(...(await raisedBy(queries, { id, element, step, inputs })));
      }
      const set = ruleSet(ruleFiles([OWN_RULES]));
      const { hits } = await detect(queries, { set, rules: selectRules(set, ALL_RULES), scope: WHOLE });
      return { events: summary.events, findings, rules: hits.filter(({ count }) => count > 0) };
    },
  );
}

async function raisedBy(queries, { id, element, step, inputs: given }) {
  const inputs = { ...baselineParameters(null), ...given };
  if (step.work.kind !== 'query' || step.perSuspect.length > 0 || step.findings.length === 0) return [];
  const named = [...step.work.sql.matchAll(/:([a-z][a-z_0-9]*)\b/g)].map(([, name]) => name);
  const params = Object.fromEntries(
    Object.entries(inputs)
      .filter(([name]) => named.includes(name))
      .map(([name, value]) => [name, value]),
  );
  const { rows } = await queries.query({ sql: step.work.sql, params, scope: WHOLE, rowLimit: 100_000 });
  const variables = { inputs, suspects: [], answers: {}, findings: {}, coverage: {}, suspect: null };
  const raised = raiseFindings({ element: element.id, step, rows, variables });
  return raised.map((finding) => ({ ...finding, where: `${id}/${step.id}`, rows: rows.length }));
}

/** The records without those of the simulated attacks: of its user agent, or of a role it made. */
function withoutSimulation(path) {
  const folder = mkdtempSync(join(work, 'background-'));
  const files = readdirSync(path, { recursive: true }).filter((name) => name.endsWith('.json'));
  for (const [index, name] of files.entries()) {
    const { Records: records } = JSON.parse(readFileSync(join(path, name), 'utf8'));
    const left = records.filter(
      ({ userAgent, userIdentity }) => !/stratus-red-team/.test(`${userAgent} ${userIdentity?.arn}`),
    );
    writeFileSync(join(folder, `${index}.json`), JSON.stringify({ Records: left }));
  }
  return folder;
}

function pageOf(measured) {
  return [
    '# What ordinary work raises',
    '',
    'Made by `npm run bench:background -- --write`. Every step of every playbook that asks the lake once, with its defaults, and every rule that comes with heptad, over logs in which nobody attacks: sessions in the AWS console (cloud-console-cartographer; who made the calls was taken out of it), and the set-up by Terraform, console work and AWS services around a simulation (invictus-aws_dataset, without the events of the simulation itself). A finding here is a false alarm, or a change that a responder would want to have seen all the same: Terraform really deletes the trails and snapshots that were set up for the simulation, which no pattern tells from an intruder who does it. Signals that are not listed raised nothing; most of them because these logs hold no AI service. There are no model invocation records in them, so signals over prompts and answers are not measured here (see [content detection](content-detection.md)).',
    '',
    ...measured.flatMap(sectionOf),
  ].join('\n');
}

function sectionOf({ name, events, findings, rules }) {
  const sorted = findings.toSorted(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.count - a.count,
  );
  const byLevel = SEVERITIES.map(
    (level) => `${findings.filter(({ severity }) => severity === level).length} ${level}`,
  );
  return [
    `## ${name}`,
    '',
    `${events} events; ${findings.length} findings (${byLevel.join(', ')}), ${rules.length} rules met.`,
    '',
    '| signal | what | where | severity | events |',
    '|---|---|---|---|---|',
    ...sorted.map(
      ({ id, where, severity, count }) => `| ${id} | ${titleOf(id)} | ${where} | ${severity} | ${count} |`,
    ),
    '',
    '| rule | level | signals | events |',
    '|---|---|---|---|',
    ...rules
      .toSorted(
        (a, b) => SEVERITIES.indexOf(a.rule.level) - SEVERITIES.indexOf(b.rule.level) || b.count - a.count,
      )
      .map(({ rule, count }) => `| ${keyOf(rule)} | ${rule.level} | ${signalsOf(rule)} | ${count} |`),
    '',
  ];
}

function titleOf(id) {
  return SIGNALS.find((signal) => signal.id === id)?.title ?? '';
}

function signalsOf({ tags }) {
  return tags.flatMap((tag) => (tag.startsWith('heptad.') ? [tag.slice(7).toUpperCase()] : [])).join(', ');
}
