import { expect, it } from 'vitest';
import { connectAccount } from '../../src/aws/connect.ts';
import { withFaults } from '../../src/simulator/faults/with-faults.ts';
import { inProcess } from '../../src/simulator/wire/in-process.ts';
import { MODELS } from '../support/service-modules.ts';
import { testAccount } from '../support/simulated-account.ts';

it('waits for a turn before every attempt of a call with a quota, and for none before others', async () => {
  const account = await testAccount();
  const turns: string[] = [];
  const cloud = await connectAccount({
    profile: null,
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1',
    token: 'hptd-test',
    pacer: { turn: (key) => Promise.resolve(void turns.push(key)) },
    now: () => new Date(account.clock.now()).toISOString(),
    onCall: () => undefined,
    credentials: account.responder,
    requestHandler: inProcess(
      withFaults(account.dispatch, {
        plan: [1, 2].map((nth) => ({
          match: { operation: 'LookupEvents', nth },
          fault: { kind: 'throttling' },
        })),
        models: MODELS,
        delay: () => Promise.resolve(),
      }),
    ),
  });
  const call = { service: 'cloudtrail', region: 'us-east-1', input: {} };
  const { output } = await cloud.call({ ...call, operation: 'LookupEvents' });
  expect(output['Events']).toHaveLength(50);
  expect(turns).toEqual(Array(3).fill('cloudtrail:LookupEvents us-east-1'));
  await cloud.call({ ...call, operation: 'DescribeTrails' });
  expect(turns).toHaveLength(3);
  cloud.close();
  await account.close();
});
