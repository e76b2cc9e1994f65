import { beforeAll, describe, expect, it } from 'vitest';
import { OWN_RULES, ruleFiles } from '../../src/app/rule-files.ts';
import { loadRuleCases, ruleCaseRecords } from '../../src/app/signals/rule-cases.ts';
import { SIGNALS } from '../../src/app/signals/signal-list.ts';
import type { RuleHits } from '../../src/detections/detect.ts';
import { ruleSet } from '../../src/detections/rule-set.ts';
import { keyOf } from '../../src/detections/sigma-rule.ts';
import { findPlaybook } from '../../src/app/playbook-library.ts';
import { byRule, detectSet } from '../support/detect-in.ts';

const set = ruleSet(ruleFiles([OWN_RULES]));
const cases = loadRuleCases();
const records = ruleCaseRecords(cases);
/** Those that only stand under an alert are tried with it. */
const inside = new Set(set.rules.flatMap((rule) => (rule.kind === 'correlation' ? rule.rules : [])));
const own = set.rules.filter((rule) => !inside.has(keyOf(rule)));

describe('our own rules', () => {
  let met: Readonly<Record<string, RuleHits>>;

  beforeAll(async () => {
    const of = (log: string): readonly object[] =>
      records.filter((each) => each.log === log).map(({ record }) => record);
    const found = await detectSet({ cloudtrail: of('cloudtrail'), bedrock: of('bedrock') }, set);
    expect(found.refused).toEqual([]);
    met = byRule(found);
  });

  it('can all be run, and each has cases', () => {
    expect(set.refused).toEqual([]);
    expect(Object.keys(cases.rules).toSorted()).toEqual(own.map(keyOf).toSorted());
  });

  it.each(set.rules.map((rule) => [keyOf(rule), rule] as const))('%s names its signals', (_, rule) => {
    const named = rule.tags
      .filter((tag) => tag.startsWith('heptad.'))
      .map((tag) => tag.slice('heptad.'.length).toUpperCase());
    expect(named).not.toEqual([]);
    expect(named.filter((id) => !SIGNALS.some((signal) => signal.id === id))).toEqual([]);
  });

  it.each(own.filter(({ kind }) => kind === 'rule').map(keyOf))('%s', (name) => {
    const events = met[name]?.events ?? [];
    for (const [index, { rule, isMet, log, record }] of records.entries()) {
      if (rule !== name) continue;
      const reference = log === 'cloudtrail' ? String(record['eventID']) : `:${invocationNumber(index)}`;
      const isHit = events.some((event) => event.endsWith(reference));
      expect([reference, isHit]).toEqual([reference, isMet]);
    }
  });

  it.each(own.filter(({ kind }) => kind === 'correlation').map(keyOf))('%s', (name) => {
    const groups = (met[name]?.groups ?? []).flatMap(({ keys }) => Object.values(keys));
    const mine = records.filter(({ rule }) => rule === name);
    const wanted = new Set(mine.filter(({ isMet }) => isMet).map(({ arn }) => arn));
    const unwanted = new Set(mine.filter(({ isMet }) => !isMet).map(({ arn }) => arn));
    expect(groups.filter((arn) => wanted.has(arn))).toEqual([...wanted]);
    expect(groups.filter((arn) => unwanted.has(arn))).toEqual([]);
  });

  it.each(own.filter(({ response }) => response !== null).map((rule) => [keyOf(rule), rule] as const))(
    '%s starts a playbook that takes the caller',
    (_, rule) => {
      const { playbook } = findPlaybook(rule.response?.playbook ?? '');
      expect(playbook.inputs['principal']?.type).toBe('principal-arn');
      expect(playbook.inputs['window']?.type).toBe('time-window');
    },
  );
});

/** The ordinal of an invocation among them. */
function invocationNumber(index: number): number {
  return records.slice(0, index).filter(({ log }) => log === 'bedrock').length;
}
