import * as config from '@aws-sdk/client-config-service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { preparedAccount } from '../../src/simulator/scenarios/prepared.ts';
import { openAccount } from '../../src/simulator/account/account.ts';
import { inProcess } from '../../src/simulator/wire/in-process.ts';
import { controlledClock } from '../../src/simulator/world/clock.ts';
import { OPENED, refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

describe.each(['in process', 'over HTTP'] as const)('AWS Config %s', (over) => {
  let account: TestAccount;
  let client: config.ConfigServiceClient;
  beforeAll(async () => {
    account = await testAccount(over);
    client = new config.ConfigServiceClient(account.settings(account.responder));
  });
  afterAll(() => account.close());

  it('has no recorder and no rule where nobody set one up', async () => {
    const status = await client.send(new config.DescribeConfigurationRecorderStatusCommand({}));
    expect(status.ConfigurationRecordersStatus).toEqual([]);
    expect((await client.send(new config.DescribeConfigRulesCommand({}))).ConfigRules).toEqual([]);
  });

  it('refuses names that are not there, tokens of others, and whoever is not allowed', async () => {
    const ConfigurationRecorderNames = ['default'];
    for (const Ask of [
      config.DescribeConfigurationRecordersCommand,
      config.DescribeConfigurationRecorderStatusCommand,
    ])
      expect(await refused(client.send(new Ask({ ConfigurationRecorderNames })))).toBe(
        'NoSuchConfigurationRecorderException',
      );
    const rule = new config.DescribeConfigRulesCommand({ ConfigRuleNames: ['absent'] });
    expect(await refused(client.send(rule))).toBe('NoSuchConfigRuleException');
    const token = new config.DescribeConfigRulesCommand({ NextToken: 'other' });
    expect(await refused(client.send(token))).toBe('InvalidNextTokenException');
    const leaked = new config.ConfigServiceClient(
      account.settings(account.intruder['leakedKey'] ?? account.responder),
    );
    expect(await refused(leaked.send(new config.DescribeConfigRulesCommand({})))).toBe(
      'AccessDeniedException',
    );
  });
});

it('records and watches in each Region of the prepared account', async () => {
  const clock = controlledClock(OPENED, () => 0);
  const options = { seed: 'test', clock, realNow: () => Date.now(), backgroundEvents: 0 };
  const { world, responder } = preparedAccount(options);
  const requestHandler = inProcess(openAccount(world), '192.0.2.55');
  for (const region of world.regions) {
    const client = new config.ConfigServiceClient({ region, credentials: responder, requestHandler });
    const { ConfigurationRecordersStatus: [status] = [] } = await client.send(
      new config.DescribeConfigurationRecorderStatusCommand({ ConfigurationRecorderNames: ['default'] }),
    );
    expect(status).toMatchObject({ name: 'default', recording: true, lastStatus: 'Success' });
    const { ConfigurationRecorders: [recorder] = [] } = await client.send(
      new config.DescribeConfigurationRecordersCommand({}),
    );
    expect(recorder?.recordingGroup?.allSupported).toBe(true);
    const { ConfigRules: [rule] = [] } = await client.send(new config.DescribeConfigRulesCommand({}));
    expect(rule?.Source?.SourceIdentifier).toBe('BEDROCK_MODEL_INVOCATION_LOGGING_ENABLED');
    expect(rule?.ConfigRuleArn).toContain(`:${region}:`);
  }
});
