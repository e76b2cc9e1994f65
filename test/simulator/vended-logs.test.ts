import * as logs from '@aws-sdk/client-cloudwatch-logs';
import { beforeAll, describe, expect, it } from 'vitest';
import { refused, testAccount } from '../support/simulated-account.ts';

const KNOWLEDGE = 'arn:aws:bedrock:us-east-1:111122223333:knowledge-base/KBEXAMPLE1';
const GROUP = '/t/knowledge';
const SOURCE = { name: 'manuals', resourceArn: KNOWLEDGE, logType: 'APPLICATION_LOGS' };
const DESTINATION = {
  name: 'to-group',
  deliveryDestinationConfiguration: {
    destinationResourceArn: `arn:aws:logs:us-east-1:111122223333:log-group:${GROUP}`,
  },
};

describe('deliveries of vended logs', () => {
  let client: logs.CloudWatchLogsClient;
  beforeAll(async () => {
    const account = await testAccount('in process', { backgroundEvents: 10 });
    client = account.as(account.responder).logs;
    await client.send(new logs.CreateLogGroupCommand({ logGroupName: GROUP }));
  });

  it('take a source, a destination that is there, and are listed', async () => {
    const { deliverySource } = await client.send(new logs.PutDeliverySourceCommand(SOURCE));
    expect(deliverySource).toMatchObject({ service: 'bedrock', resourceArns: [KNOWLEDGE] });
    const nowhere = { destinationResourceArn: 'arn:aws:logs:us-east-1:111122223333:log-group:/t/none' };
    const lost = { ...DESTINATION, deliveryDestinationConfiguration: nowhere };
    expect(await refused(client.send(new logs.PutDeliveryDestinationCommand(lost)))).toBe(
      'ResourceNotFoundException',
    );
    const { deliveryDestination } = await client.send(new logs.PutDeliveryDestinationCommand(DESTINATION));
    const pair = { deliverySourceName: 'manuals', deliveryDestinationArn: deliveryDestination?.arn };
    await client.send(new logs.CreateDeliveryCommand(pair));
    const { deliveries } = await client.send(new logs.DescribeDeliveriesCommand({}));
    expect(deliveries).toMatchObject([{ ...pair, deliveryDestinationType: 'CWL' }]);
    expect(await refused(client.send(new logs.CreateDeliveryCommand(pair)))).toBe('ConflictException');
  });

  it('of one resource have one source', async () => {
    const second = new logs.PutDeliverySourceCommand({ ...SOURCE, name: 'again' });
    expect(await refused(client.send(second))).toBe('ConflictException');
    expect(await refused(client.send(new logs.PutDeliverySourceCommand(SOURCE)))).toBe('went through');
  });

  it('hold their source and destination until they are deleted', async () => {
    const source = new logs.DeleteDeliverySourceCommand({ name: SOURCE.name });
    const destination = new logs.DeleteDeliveryDestinationCommand({ name: DESTINATION.name });
    expect(await refused(client.send(source))).toBe('ConflictException');
    expect(await refused(client.send(destination))).toBe('ConflictException');
    const { deliveries = [] } = await client.send(new logs.DescribeDeliveriesCommand({}));
    await client.send(new logs.DeleteDeliveryCommand({ id: deliveries[0]?.id }));
    await client.send(destination);
    await client.send(source);
    expect((await client.send(new logs.DescribeDeliverySourcesCommand({}))).deliverySources).toEqual([]);
    expect(await refused(client.send(source))).toBe('ResourceNotFoundException');
  });
});
