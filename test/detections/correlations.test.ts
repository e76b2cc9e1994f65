import { beforeAll, describe, expect, it } from 'vitest';
import { byRule, detectIn, event } from '../support/detect-in.ts';

const ada = { userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ada', userName: 'ada' } };
const bob = { userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/bob', userName: 'bob' } };

function many(prefix: string, given: object, seconds: readonly number[]): readonly object[] {
  return seconds.map((second, index) => event(`${prefix}${index}`, given, second));
}

const EVENTS = [
  // Three failures of ada within a minute, and one an hour later; three of bob, each an hour after the other.
  ...many('ada-fail', { ...ada, eventName: 'Fail' }, [0, 20, 60, 3600]),
  ...many('bob-fail', { ...bob, eventName: 'Fail' }, [0, 3600, 7200]),
  // Three addresses of ada within ten minutes, one of them twice; of bob the same address three times.
  event('ada-a', { ...ada, eventName: 'Call', sourceIPAddress: '192.0.2.1' }, 100),
  event('ada-b', { ...ada, eventName: 'Call', sourceIPAddress: '192.0.2.2' }, 200),
  event('ada-a2', { ...ada, eventName: 'Call', sourceIPAddress: '192.0.2.1' }, 300),
  event('ada-c', { ...ada, eventName: 'Call', sourceIPAddress: '192.0.2.3' }, 650),
  ...many('bob-same', { ...bob, eventName: 'Call', sourceIPAddress: '192.0.2.9' }, [0, 10, 20]),
  // First and then second: ada in this order, bob the other way round.
  event('ada-first', { ...ada, eventName: 'First' }, 9000),
  event('ada-second', { ...ada, eventName: 'Second' }, 9100),
  event('bob-second', { ...bob, eventName: 'Second' }, 9000),
  event('bob-first', { ...bob, eventName: 'First' }, 9100),
  ...many(
    'spend',
    { ...ada, eventName: 'Spend', additionalEventData: { inputTokens: 400 } },
    [20_000, 20_010, 20_020],
  ),
  ...many(
    'spend-less',
    { ...bob, eventName: 'Spend', additionalEventData: { inputTokens: 400 } },
    [20_000, 30_000],
  ),
];

const INVOCATIONS = [1, 2].map((number) => ({
  schemaType: 'ModelInvocationLog',
  schemaVersion: '1.0',
  timestamp: '2026-01-15T12:30:30Z',
  accountId: '111122223333',
  region: 'us-east-1',
  requestId: `request-${number}`,
  operation: 'Converse',
  modelId: 'example.model-v1:0',
  identity: { arn: 'arn:aws:iam::111122223333:user/ada' },
  input: { inputContentType: 'application/json', inputTokenCount: 10, inputBodyJson: {} },
  output: { outputContentType: 'application/json', outputTokenCount: 20, outputBodyJson: {} },
}));

function base(name: string, search: string, service = 'cloudtrail'): string {
  return `title: ${name}\nname: ${name}\nlogsource: { product: aws, service: ${service} }\ndetection: { s: ${search}, condition: s }\n`;
}

function correlation(name: string, body: string): string {
  return `title: ${name}\nname: ${name}\nlevel: high\ncorrelation:\n${body
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')}\n`;
}

const BY_ARN = 'group-by: [userIdentity.arn]';
const RULES = [
  base('fail', '{ eventName: Fail }'),
  base('call', '{ eventName: Call }'),
  base('first', '{ eventName: First }'),
  base('second', '{ eventName: Second }'),
  base('spend', '{ eventName: Spend }'),
  base('asked', '{ operation: Converse }', 'bedrock_invocations'),
  correlation('brute', `type: event_count\nrules: [fail]\n${BY_ARN}\ntimespan: 1m\ncondition: { gte: 3 }`),
  correlation(
    'spread',
    `type: value_count\nrules: [call]\n${BY_ARN}\ntimespan: 10m\ncondition: { field: sourceIPAddress, gte: 3 }`,
  ),
  correlation(
    'spread-short',
    `type: value_count\nrules: [call]\n${BY_ARN}\ntimespan: 5m\ncondition: { field: sourceIPAddress, gte: 3 }`,
  ),
  correlation('both', `type: temporal\nrules: [first, second]\n${BY_ARN}\ntimespan: 5m`),
  correlation('in-order', `type: temporal_ordered\nrules: [first, second]\n${BY_ARN}\ntimespan: 5m`),
  correlation(
    'sum',
    `type: value_sum\nrules: [spend]\n${BY_ARN}\ntimespan: 15m\ncondition: { field: additionalEventData.inputTokens, gt: 1000 }`,
  ),
  correlation('without-group', 'type: event_count\nrules: [fail]\ntimespan: 1m\ncondition: { gte: 4 }'),
  correlation(
    'across-logs',
    'type: temporal\nrules: [second, asked]\ngroup-by: [caller]\ntimespan: 10m\naliases:\n  caller:\n    second: userIdentity.arn\n    asked: identity.arn',
  ),
  correlation('same-event', `type: temporal\nrules: [call, spread]\n${BY_ARN}\ntimespan: 15m`),
  correlation('of-correlations', `type: temporal\nrules: [brute, spread]\n${BY_ARN}\ntimespan: 15m`),
].join('---\n');

describe('correlations', () => {
  let met: ReturnType<typeof byRule>;

  beforeAll(async () => {
    const found = await detectIn({ cloudtrail: EVENTS, bedrock: INVOCATIONS }, RULES);
    expect([...found.set.refused, ...found.refused]).toEqual([]);
    met = byRule(found);
  });

  const groupsOf = (name: string): readonly string[] =>
    (met[name]?.groups ?? []).map(({ keys }) => Object.values(keys)[0]?.split('/').at(-1) ?? '').toSorted();

  it('count events in a sliding window by group, and give those inside it', () => {
    expect(groupsOf('brute')).toEqual(['ada']);
    expect(met['brute']?.events.toSorted()).toEqual(['ada-fail0', 'ada-fail1', 'ada-fail2']);
    expect(met['brute']?.count).toBe(3);
  });

  it('count distinct values in a sliding window', () => {
    expect(groupsOf('spread')).toEqual(['ada']);
    expect(met['spread']?.events.toSorted()).toEqual(['ada-a', 'ada-a2', 'ada-b', 'ada-c']);
    expect(met['spread-short']?.count).toBe(0);
  });

  it('want all rules within the time, in any order or in theirs', () => {
    expect(groupsOf('both')).toEqual(['ada', 'bob']);
    expect(groupsOf('in-order')).toEqual(['ada']);
    expect(met['both']?.groups[0]?.rules).toEqual(['first', 'second']);
  });

  it('add values up', () => {
    expect(groupsOf('sum')).toEqual(['ada']);
  });

  it('take all events as one group where there is none', () => {
    expect(met['without-group']?.count).toBe(4);
  });

  it('join logs by an alias', () => {
    expect(groupsOf('across-logs')).toEqual(['ada']);
    expect(met['across-logs']?.count).toBe(3);
  });

  it('count an event once that two of the rules are met by', () => {
    expect(groupsOf('same-event')).toEqual(['ada']);
    const { count, events = [] } = met['same-event'] ?? {};
    expect(count).toBe(new Set(events).size);
    expect(events).toHaveLength(new Set(events).size);
  });

  it('stand on other correlations', () => {
    expect(groupsOf('of-correlations')).toEqual(['ada']);
    // Its events are met by one rule or the other; none counts twice.
    expect(met['of-correlations']?.count).toBe(met['of-correlations']?.events.length);
  });
});
