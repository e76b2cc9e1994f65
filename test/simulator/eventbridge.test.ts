import * as events from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastTrack, refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const Name = 'watch-trails';
const EventPattern = JSON.stringify({ detail: { eventName: ['StopLogging'] } });
const Arn = 'arn:aws:events:us-east-1:111122223333:rule/watch-trails';
const target = { Id: 'topic', Arn: 'arn:aws:sns:us-east-1:111122223333:security' };

describe.each(['in process', 'over HTTP'] as const)('EventBridge %s', (over) => {
  let account: TestAccount;
  let client: events.EventBridgeClient;
  beforeAll(async () => {
    account = await testAccount(over);
    client = new events.EventBridgeClient(account.settings(account.responder));
  });
  afterAll(() => account.close());
  const list = async (more: object = {}) =>
    ((await client.send(new events.ListRulesCommand(more))).Rules ?? []).map((rule) => rule.Name);
  const put = (more: object = {}) => client.send(new events.PutRuleCommand({ Name, EventPattern, ...more }));

  it('keeps the rules of the default bus', async () => {
    expect(await list()).toEqual([]);
    expect((await put()).RuleArn).toBe(Arn);
    await put({ Name: 'every-day', EventPattern: undefined, ScheduleExpression: 'rate(1 day)' });
    expect(await list()).toEqual([Name, 'every-day']);
    expect(await list({ NamePrefix: 'watch' })).toEqual([Name]);
    const { NextToken } = await client.send(new events.ListRulesCommand({ Limit: 1 }));
    expect(await list({ Limit: 1, NextToken })).toEqual(['every-day']);
    expect(await client.send(new events.DescribeRuleCommand({ Name }))).toMatchObject({
      Name,
      Arn,
      EventPattern,
      State: 'ENABLED',
      EventBusName: 'default',
    });
    await put({ State: 'DISABLED' });
    expect((await client.send(new events.DescribeRuleCommand({ Name }))).State).toBe('DISABLED');
  });

  it('refuses a rule that waits for nothing, a pattern that is none, and another bus', async () => {
    expect(await refused(put({ EventPattern: undefined }))).toBe('ValidationException');
    expect(await refused(put({ EventPattern: 'StopLogging' }))).toBe('InvalidEventPatternException');
    expect(await refused(list({ EventBusName: 'absent' }))).toBe('ResourceNotFoundException');
    expect(await refused(list({ NextToken: 'other' }))).toBe('ValidationException');
    expect(await refused(client.send(new events.DescribeRuleCommand({ Name: 'absent' })))).toBe(
      'ResourceNotFoundException',
    );
  });

  it('keeps the targets of a rule, which goes when it has none', async () => {
    await client.send(new events.PutTargetsCommand({ Rule: Name, Targets: [target] }));
    const targets = async () =>
      (await client.send(new events.ListTargetsByRuleCommand({ Rule: Name }))).Targets;
    expect(await targets()).toEqual([target]);
    // The targets stay when the rule is put anew.
    await put();
    expect(await targets()).toEqual([target]);
    const remove = new events.DeleteRuleCommand({ Name });
    expect(await refused(client.send(remove))).toBe('ValidationException');
    await client.send(new events.RemoveTargetsCommand({ Rule: Name, Ids: [target.Id] }));
    expect(await targets()).toEqual([]);
    await client.send(remove);
    expect(await list()).toEqual(['every-day']);
  });

  it('refuses whoever is not allowed, and leaves its tracks', async () => {
    const keys = account.settings(account.intruder['leakedKey'] ?? account.responder);
    const denied: unknown = await new events.EventBridgeClient(keys)
      .send(new events.PutTargetsCommand({ Rule: Name, Targets: [target] }))
      .catch((error: unknown) => error);
    expect(denied).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`events:PutTargets on resource: ${Arn}`) as string,
    });
    expect(lastTrack(account, 'PutTargets')).toMatchObject({
      eventSource: 'events.amazonaws.com',
      readOnly: false,
      errorCode: 'AccessDenied',
    });
    await list();
    expect(lastTrack(account, 'ListRules')?.readOnly).toBe(true);
  });
});
