import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OpenLake, withLake as opened } from '../../src/app/open-lake.ts';
import { OWN_RULES, ruleFiles } from '../../src/app/rule-files.ts';
import type { detect as detects } from '../../src/detections/detect.ts';
import { ruleSet } from '../../src/detections/rule-set.ts';
import { loadRuleCases, ruleCaseRecords } from '../../src/app/signals/rule-cases.ts';
import { readRuleFile } from '../../src/detections/read-rule-file.ts';
import type { SigmaRule } from '../../src/detections/sigma-rule.ts';
import { WHOLE } from '../../src/model/scope.ts';
import { DIST } from '../support/built.ts';
import { detectIn } from '../support/detect-in.ts';
import { sigmaPython } from './python.ts';
import { SIGMA_DIFFERENCES } from './sigma-differences.ts';
import { isSame, onlyIn, sigmaPage, type SigmaCompared, type SigmaComparison } from './sigma-page.ts';

const { detect } = (await import(join(DIST, 'detections/detect.js'))) as { readonly detect: typeof detects };
const { withLake } = (await import(join(DIST, 'app/open-lake.js'))) as { readonly withLake: typeof opened };

/** Public rules and logs. They are not part of the project; where they are not at hand, the suite says so. */
const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const COLLECTIONS = [
  'cloud-console-cartographer',
  'cribl',
  'invictus-aws_dataset',
  'panther-analysis',
  'stratus-red-team',
  'traildiscover',
];
const PEER = fileURLToPath(new URL('sigma-peer.py', import.meta.url));

interface Event {
  readonly ref: string;
  readonly event: object;
}

interface RuleText {
  readonly rule: SigmaRule;
  readonly isOwn: boolean;
  readonly text: string;
}

describe.skipIf(!existsSync(DATA))(
  'our Sigma beside pySigma (skipped where the public logs are not at hand)',
  () => {
    let compared: SigmaComparison;
    let together: Together;
    let events: readonly Event[];

    beforeAll(async () => {
      const real = await withLake(
        { logs: COLLECTIONS.map((name) => join(DATA, name)) },
        () => undefined,
        async (open) => {
          together = await inOnePass(open);
          return realEvents(open);
        },
      );
      const made = ruleCaseRecords(loadRuleCases())
        .filter(({ log }) => log === 'cloudtrail')
        .map(({ record }) => ({ ...record }));
      // One lake over the same records for our side, each under an id that is its own: ids repeat in the collections.
      events = [...real, ...made].map((event, index) => ({
        ref: `event-${index}`,
        event: { ...event, eventID: `event-${index}` },
      }));
      const rules = ruleTexts();
      const yours = theirs(events, rules);
      const mine = await ours(events, rules);
      compared = {
        realEvents: real.length,
        caseEvents: made.length,
        rules: rules.map((each) => comparedRule(each, { mine, yours })),
        leftOut: leftOut(),
        onePass: { rules: together.rules, statements: together.statements, met: together.met },
      };
    });

    it('compares the rules of SigmaHQ and ours', () => {
      expect(compared.rules.filter(({ isOwn }) => !isOwn)).toHaveLength(27);
      expect(compared.rules.filter(({ isOwn }) => isOwn).length).toBeGreaterThanOrEqual(30);
      expect(compared.rules.length).toBeGreaterThanOrEqual(100);
      expect(compared.realEvents).toBeGreaterThan(2000);
      expect(compared.rules.filter(({ error }) => error !== null)).toEqual([]);
    });

    it('runs all of them over all the logs in one pass, each met as often as by itself', () => {
      expect(together.rules).toBeGreaterThanOrEqual(100);
      expect(together.statements).toBeLessThan(20);
      const real = new Set(events.slice(0, compared.realEvents).map(({ ref }) => ref));
      for (const { key, mine } of compared.rules)
        expect([key, together.counts.get(key)]).toEqual([key, mine.filter((ref) => real.has(ref)).length]);
    });

    it('is met by the same events but for what is listed', () => {
      const differing = compared.rules
        .filter((rule) => !isSame(rule))
        .map(({ title, mine, yours }) => [
          title,
          { onlyHere: onlyIn(mine, yours ?? []).length, onlyThere: onlyIn(yours ?? [], mine).length },
        ]);
      const listed = Object.entries(SIGMA_DIFFERENCES).map(([title, { onlyHere, onlyThere }]) => [
        title,
        { onlyHere, onlyThere },
      ]);
      expect(Object.fromEntries(differing)).toEqual(Object.fromEntries(listed));
    });

    it('has its figures on their page', async () => {
      await expect(sigmaPage(compared)).toMatchFileSnapshot('../../docs/reference/sigma-agreement.md');
    });
  },
);

/** What all rules together gave over the logs as they are. */
interface Together {
  readonly rules: number;
  readonly met: number;
  readonly statements: number;
  readonly counts: ReadonlyMap<string, number>;
}

/** Rules over events and invocation records, and the alerts, as `heptad detect` runs them. */
async function inOnePass({ queries }: OpenLake): Promise<Together> {
  const set = ruleSet(ruleFiles([join(DATA, 'sigma-rules/sigmahq'), OWN_RULES]));
  expect(set.refused).toEqual([]);
  const { hits, refused, statements } = await detect(queries, { set, rules: set.rules, scope: WHOLE });
  expect(refused).toEqual([]);
  return {
    rules: hits.length,
    met: hits.filter(({ count }) => count > 0).length,
    statements,
    counts: new Map(hits.map(({ rule, count }) => [rule.id ?? rule.title, count])),
  };
}

function ruleTexts(): readonly RuleText[] {
  const hq = join(DATA, 'sigma-rules/sigmahq');
  const files = [
    ...readdirSync(hq).map((name) => ({ path: join(hq, name), isOwn: false })),
    ...['rules', 'alerts'].flatMap((folder) =>
      readdirSync(join(OWN_RULES, folder)).map((name) => ({
        path: join(OWN_RULES, folder, name),
        isOwn: true,
      })),
    ),
  ].filter(({ path }) => path.endsWith('.yml'));
  return files.flatMap(({ path, isOwn }) =>
    readFileSync(path, 'utf8')
      .split(/^---$/m)
      .flatMap((text) => {
        const { rules, refused } = readRuleFile({ file: path, text });
        expect(refused).toEqual([]);
        return rules.flatMap((rule) =>
          rule.kind === 'rule' && rule.table === 'cloudtrail' ? [{ rule, isOwn, text }] : [],
        );
      }),
  );
}

/** The original records behind the lake's events, each once. */
async function realEvents({ queries, original }: OpenLake): Promise<readonly object[]> {
  const { rows } = await queries.query({
    sql: 'SELECT evidence, byte_offset, byte_length FROM cloudtrail ORDER BY evidence, byte_offset',
    params: {},
    scope: WHOLE,
    rowLimit: 1_000_000,
  });
  const files = new Map<string, Buffer>();
  const events: object[] = [];
  for (const row of rows) {
    const evidence = String(row['evidence']);
    const bytes = files.get(evidence) ?? (await whole(original(evidence)));
    files.set(evidence, bytes);
    const from = Number(row['byte_offset']);
    const text = bytes.subarray(from, from + Number(row['byte_length'])).toString('utf8');
    events.push(unwrapped(JSON.parse(text) as object));
  }
  return events;
}

/** Some collections hold the record as a text inside another one. */
function unwrapped(record: object): object {
  return '_raw' in record && typeof record._raw === 'string' ? (JSON.parse(record._raw) as object) : record;
}

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}

type Refs = ReadonlyMap<string, readonly string[]>;

async function ours(events: readonly Event[], rules: readonly RuleText[]): Promise<Refs> {
  // A rule tells a thousand of its events: as many slices of the events as that needs.
  const met = new Map<string, string[]>(rules.map(({ rule }) => [rule.id ?? rule.title, []]));
  for (let from = 0; from < events.length; from += 1000) {
    const cloudtrail = events.slice(from, from + 1000).map(({ event }) => event);
    const { hits, refused } = await detectIn({ cloudtrail }, rules.map(({ text }) => text).join('\n---\n'));
    expect(refused).toEqual([]);
    for (const { rule, events: refs, count } of hits) {
      expect(refs).toHaveLength(count);
      met.get(rule.id ?? rule.title)?.push(...refs);
    }
  }
  return met;
}

function theirs(
  events: readonly Event[],
  rules: readonly RuleText[],
): Readonly<Record<string, { readonly refs?: readonly string[]; readonly error?: string }>> {
  const folder = mkdtempSync(join(tmpdir(), 'heptad-sigma-'));
  try {
    const [eventFile, ruleFile] = [join(folder, 'events.jsonl'), join(folder, 'rules.json')];
    writeFileSync(eventFile, events.map((event) => JSON.stringify(event)).join('\n'));
    writeFileSync(
      ruleFile,
      JSON.stringify(rules.map(({ rule, text }) => ({ key: rule.id ?? rule.title, text }))),
    );
    const output = execFileSync(join(sigmaPython(), 'python'), [PEER, eventFile, ruleFile], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    return JSON.parse(output) as ReturnType<typeof theirs>;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function comparedRule(
  { rule, isOwn }: RuleText,
  { mine, yours }: { readonly mine: Refs; readonly yours: ReturnType<typeof theirs> },
): SigmaCompared {
  const key = rule.id ?? rule.title;
  const there = yours[key];
  return {
    key,
    title: rule.title,
    isOwn,
    mine: mine.get(key) ?? [],
    yours: there?.refs ?? null,
    error: there?.error ?? null,
  };
}

/** Our rules that have no counterpart over plain records. */
function leftOut(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ['rules', 'alerts']
      .flatMap((folder) => readdirSync(join(OWN_RULES, folder)).map((name) => join(OWN_RULES, folder, name)))
      .flatMap((file) => readRuleFile({ file, text: readFileSync(file, 'utf8') }).rules)
      .flatMap((rule): readonly (readonly [string, string])[] => {
        if (rule.kind === 'correlation')
          return [[rule.title, 'a correlation; its events are tried by the cases and by tests of their own']];
        if (rule.table === 'bedrock_invocations')
          return [[rule.title, 'over model invocation records, whose columns heptad makes']];
        return [];
      }),
  );
}
