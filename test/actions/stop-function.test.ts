import { InvokeCommand, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, colleague, intruder } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'lambda/stop-function';
const functionName = 'support-assistant-notify';

function invoke(open: ActionCase): Promise<string> {
  return refused(
    intruder(open, 'adminSession').lambda.send(new InvokeCommand({ FunctionName: functionName })),
  );
}

function reserve(open: ActionCase, ReservedConcurrentExecutions: number): Promise<unknown> {
  return colleague(open).lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: functionName, ReservedConcurrentExecutions }),
  );
}

checkAction({
  id: ID,
  params: { functionName },
  calls: ['PutFunctionConcurrency'],
  events: ['PutFunctionConcurrency20171031'],
  proof: { act: invoke, free: 'went through', inForce: 'TooManyRequestsException' },
  tamper: (open) => reserve(open, 5),
  conflict: /reserved concurrency of support-assistant-notify is 5, and was left 0/,
});

describe('lambda/stop-function', () => {
  it('gives a reservation back that was there, and refuses a function that is not', async () => {
    const open = await actionCase();
    await reserve(open, 7);
    await open.undo(await open.apply(ID, { functionName }));
    expect(await open.observe(ID, { functionName })).toMatchObject({ reserved: 7 });
    await expect(open.plan(ID, { functionName: 'gone' })).rejects.toMatchObject({
      why: expect.stringContaining('no function gone') as string,
    });
    await open.close();
  });
});
