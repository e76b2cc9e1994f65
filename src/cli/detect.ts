import { Command, Option } from 'commander';
import { detectInLogs, type JudgedRule, type LogDetections } from '../app/detect-logs.ts';
import { withLake } from '../app/open-lake.ts';
import { OWN_RULES } from '../app/rule-files.ts';
import { startOffer } from '../app/start-offer.ts';
import { UserError } from '../base/errors.ts';
import { counted } from '../base/text.ts';
import type { RefusedRule } from '../detections/read-rule-file.ts';
import { keyOf } from '../detections/sigma-rule.ts';
import { formatDiagnostic } from '../documents/diagnostic.ts';
import { nothingFoundText } from '../model/coverage.ts';
import type { LakeSummary } from '../ports/lake.ts';
import { SEVERITIES, type Severity } from '../model/severity.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { tableLines } from '../terminal/table.ts';
import { collected } from './collected.ts';
import { groupLines } from './group-lines.ts';
import { type Io, print, printJson, tell } from './io.ts';
import { placed, placeOf, type PlaceOptions, progressAt, progressOf } from './place-options.ts';

interface Options extends PlaceOptions {
  readonly rules: readonly string[];
  readonly tag: readonly string[];
  readonly rule: readonly string[];
  readonly level?: Severity;
  readonly format: 'table' | 'json';
}

export function detectCommand(io: Io): Command {
  return placed(new Command('heptad detect'))
    .description(
      "Runs Sigma rules over the logs of a case, or over files. Without --rules, heptad's own. Rules that cannot be run are listed with their reason, and the exit code is 2 after the others ran.",
    )
    .option(
      '--rules <path>',
      'a file of Sigma rules, or a folder with some; may be given again',
      collected,
      [],
    )
    .option('--tag <tag>', 'only rules with this tag; may be given again', collected, [])
    .addOption(new Option('--level <level>', 'only rules of this level or a worse one').choices(SEVERITIES))
    .option('--rule <id>', 'only the rule with this id or name; may be given again', collected, [])
    .addOption(new Option('--format <format>', 'table or json').choices(['table', 'json']).default('table'))
    .action((options: Options) => detect(io, options));
}

async function detect(io: Io, options: Options): Promise<void> {
  const request = {
    paths: options.rules.length === 0 ? [OWN_RULES] : options.rules,
    selection: { tags: options.tag, level: options.level ?? null, ids: options.rule },
  };
  const { found, summary } = await withLake(placeOf(io, options), progressOf(io), async (open) => {
    const progress = progressAt(io);
    const onProgress = (done: number, total: number): void =>
      progress(done >= total ? null : `rules: ${done} of ${total} statements`);
    return { found: await detectInLogs(request, open, onProgress), summary: open.summary };
  });
  if (options.format === 'json') printJson(io, asJson(found, summary));
  else printTable(io, found, options.logs);
  tellRefused(io, found.refused);
  if (found.refused.length > 0)
    throw new UserError(`${counted(found.refused.length, 'rule')} cannot be run`, {
      why: `the other ${counted(found.rules.length, 'rule')} ran`,
      fix: 'mend them, or leave them out',
    });
}

function printTable(io: Io, { rules }: LogDetections, logs: readonly string[]): void {
  const met = rules.filter(({ count }) => count > 0);
  const width = io.stdout.isTTY ? io.stdout.columns : 200;
  const text = (name: string): { readonly name: string; readonly type: string } => ({
    name,
    type: 'VARCHAR',
  });
  const lines = tableLines({
    columns: [
      text('level'),
      { name: 'events', type: 'BIGINT' },
      text('rule'),
      text('first'),
      text('last'),
      text('what'),
      text('by'),
      text('from'),
      text('some_events'),
    ],
    rows: met.map(({ rule, count, first, last, what, principals, addresses, events }) => ({
      level: rule.level,
      events: count,
      rule: rule.title,
      first,
      last,
      what: some(what),
      by: some(principals),
      from: some(addresses),
      some_events: some(events),
    })),
    width,
  });
  for (const line of lines) print(io, line);
  for (const hits of met) for (const line of groupLines(hits, logs)) print(io, line);
  for (const [sentence, titles] of unmet(rules)) {
    if (met.length > 0) print(io, '');
    print(io, escapeTerminal(`${counted(titles.length, 'rule')} not met: ${sentence}`));
    print(io, escapeTerminal(`  ${titles.join(', ')}`));
  }
}

/** Rules without hits, by what can be said of them. */
function unmet(rules: readonly JudgedRule[]): ReadonlyMap<string, readonly string[]> {
  const sentences = new Map<string, string[]>();
  for (const { rule, count, coverage } of rules) {
    if (count > 0) continue;
    const sentence = nothingFoundText(coverage);
    sentences.set(sentence, [...(sentences.get(sentence) ?? []), rule.title]);
  }
  return sentences;
}

function some(items: readonly string[]): string {
  return items.length <= 3 ? items.join(', ') : `${items.slice(0, 3).join(', ')} … (${items.length})`;
}

function tellRefused(io: Io, refused: readonly RefusedRule[]): void {
  for (const { title, faults } of refused) {
    tell(io, escapeTerminal(`refused: ${title}`));
    for (const fault of faults) tell(io, escapeTerminal(`  ${formatDiagnostic(fault)}`));
  }
}

function asJson({ rules, refused, sha256 }: LogDetections, summary: LakeSummary): object {
  return {
    rules: rules.map(
      ({ rule, count, first, last, events, what, principals, addresses, evidence, groups, coverage }) => ({
        key: keyOf(rule),
        id: rule.id,
        name: rule.name,
        title: rule.title,
        kind: rule.kind,
        level: rule.level,
        tags: rule.tags,
        file: rule.place.file,
        line: rule.place.line,
        count,
        first,
        last,
        events,
        what,
        principals,
        sourceIps: addresses,
        evidence,
        escalation: rule.response?.escalation ?? null,
        groups: groups.map((group) => ({ ...group, start: startOffer(rule, group) })),
        coverage: { ...coverage, text: count > 0 ? null : nothingFoundText(coverage) },
      }),
    ),
    refused: refused.map(({ title, faults }) => ({ title, faults })),
    rulesSha256: sha256,
    events: summary.events,
    invocations: summary.invocations,
    problems: summary.problems,
  };
}
