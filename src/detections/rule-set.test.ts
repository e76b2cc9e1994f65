import { describe, expect, it } from 'vitest';
import { ruleSet } from './rule-set.ts';

const HEAD = 'title: A rule\nlogsource: { product: aws, service: cloudtrail }\n';

/** What a text of rules is refused for: `line:column: what`. */
function faultsOf(text: string): readonly string[] {
  const { refused } = ruleSet([{ file: 'r.yml', text }]);
  return refused.flatMap(({ faults }) =>
    faults.map(({ line, column, what }) => `${line}:${column}: ${what}`),
  );
}

function search(text: string): string {
  return `${HEAD}detection:\n  s:\n    ${text}\n  condition: s\n`;
}

describe('a set of rules', () => {
  it('refuses what cannot be run, by place and reason', () => {
    expect(faultsOf(search('eventnam: x'))).toEqual(["5:5: cloudtrail has no field 'eventnam'"]);
    expect(faultsOf(search('eventName|expand: "%names%"'))).toEqual([
      "5:5: the modifier 'expand' is not supported",
    ]);
    expect(faultsOf(search('eventName|contain: x'))).toEqual([
      "5:5: the modifier 'contain' is not one of Sigma",
    ]);
    expect(faultsOf(search("eventName|re: '(?=x)'"))).toEqual([
      '5:19: the regular expression has a look-around',
    ]);
    expect(faultsOf(search("eventName|re: '('"))).toEqual(['5:19: the regular expression cannot be read']);
    expect(faultsOf(search('sourceIPAddress|cidr: 10.0.0.0'))).toEqual([
      "5:27: the network '10.0.0.0' cannot be compared",
    ]);
    expect(faultsOf(search('eventName|lt: many'))).toEqual(['5:19: only numbers are less or more']);
    expect(faultsOf(search('eventName|fieldref: nothing'))).toEqual([
      "5:25: cloudtrail has no field 'nothing'",
    ]);
  });

  it('refuses a condition at the word that is wrong', () => {
    const rule = (condition: string): string =>
      `${HEAD}detection:\n  sel: { eventName: x }\n  condition: ${condition}\n`;
    expect(faultsOf(rule('sel and sol'))).toEqual(["5:22: the detection has no search 'sol'"]);
    expect(faultsOf(rule('(sel'))).toEqual(['5:14: this parenthesis is not closed']);
    expect(faultsOf(rule('sel | count() > 5'))).toEqual(['5:18: the condition counts behind a |']);
    expect(faultsOf(rule('2 of sel*'))).toEqual(["5:14: '2 of' is not a quantity that Sigma has"]);
    expect(faultsOf(rule('sel and'))).toEqual(['5:21: the condition ends where a search should be named']);
    expect(faultsOf(rule('sel sel'))).toEqual(["5:18: 'sel' stands where 'and' or 'or' should"]);
  });

  it('refuses other log sources, and correlations whose rules are not there', () => {
    expect(
      faultsOf(
        'title: W\nlogsource: { product: windows, service: security }\ndetection: { s: { a: b }, condition: s }\n',
      ),
    ).toEqual(['2:12: the lake has no table for this log source']);
    expect(
      faultsOf(
        'title: C\ncorrelation: { type: event_count, rules: [gone], timespan: 1m, condition: { gte: 2 } }\n',
      ),
    ).toEqual(["1:1: the rule 'gone' is not among the rules, or was refused"]);
    expect(
      faultsOf('title: C\nname: c\ncorrelation: { type: temporal, rules: [c], timespan: 1m }\n'),
    ).toEqual(["1:1: the correlation leads to itself through 'c'"]);
    expect(
      faultsOf(
        'title: C\ncorrelation: { type: event_count, rules: [x], timespan: soon, condition: { gte: 2 } }\n',
      ),
    ).toEqual(["2:57: the timespan is not one like '10m'"]);
  });

  it('keeps the other rules of a file, each with its place', () => {
    const { rules, refused } = ruleSet([
      {
        file: 'r.yml',
        text: `${search('eventName: one')}---\n${search('nothing: x')}---\n${search('eventName: two')}`,
      },
    ]);
    expect(rules.map(({ place }) => place.line)).toEqual([1, 15]);
    expect(refused).toHaveLength(1);
  });

  it('refuses the second rule of one id, and has a hash that does not depend on the order of files', () => {
    const rule = (name: string): string => `name: ${name}\n${search('eventName: x')}`;
    const twice = ruleSet([
      { file: 'a.yml', text: rule('same') },
      { file: 'b.yml', text: `${rule('same')}\n` },
    ]);
    expect([twice.rules.length, twice.refused.length]).toEqual([1, 1]);
    const files = [
      { file: 'a.yml', text: rule('a') },
      { file: 'b.yml', text: rule('b') },
    ];
    expect(ruleSet(files).sha256).toBe(ruleSet(files.toReversed()).sha256);
    expect(ruleSet(files.slice(1)).sha256).not.toBe(ruleSet(files).sha256);
  });
});
