import {
  CreateFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, colleague } from '../support/action-checks.ts';

const ID = 'lambda/delete-function-url';
const functionName = 'support-assistant-notify';
const ADDRESS = 'https://fnexample.lambda-url.us-east-1.on.aws/';

/** What answers over HTTP: the address and who may call it. */
async function address(open: ActionCase): Promise<string> {
  const asked = colleague(open).lambda.send(new GetFunctionUrlConfigCommand({ FunctionName: functionName }));
  return asked.then(
    ({ FunctionUrl, AuthType }) =>
      FunctionUrl === ADDRESS ? `its own, ${AuthType}` : `another, ${AuthType}`,
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
}

checkAction({
  id: ID,
  params: { functionName },
  calls: ['DeleteFunctionUrlConfig'],
  proof: {
    act: address,
    free: 'its own, NONE',
    inForce: 'ResourceNotFoundException',
    undone: 'another, NONE',
  },
  tamper: (open) =>
    colleague(open).lambda.send(
      new CreateFunctionUrlConfigCommand({ FunctionName: functionName, AuthType: 'AWS_IAM' }),
    ),
  conflict: /the function’s URL is \{"AuthType":"AWS_IAM","InvokeMode":"BUFFERED"\}, and was left not there/,
  withoutResidue: ({ urls }) =>
    (urls as readonly { readonly made: object }[]).map(({ made }) => ({ ...made })),
});

describe('lambda/delete-function-url', () => {
  it('says that the address is lost, and gives settings back that it had', async () => {
    const open = await actionCase();
    const { lambda } = colleague(open);
    const Cors = { AllowOrigins: ['https://app.example.com'], MaxAge: 60 };
    await lambda.send(new UpdateFunctionUrlConfigCommand({ FunctionName: functionName, Cors }));
    const [call] = (await open.plan(ID, { functionName })).calls;
    expect(call?.reversibility).toMatchObject({ kind: 'leaves' });
    await open.undo(await open.apply(ID, { functionName }));
    expect(await lambda.send(new GetFunctionUrlConfigCommand({ FunctionName: functionName }))).toMatchObject({
      Cors,
      AuthType: 'NONE',
    });
    await open.close();
  });

  it('has nothing to do where there is no URL, and refuses a function that is not there', async () => {
    const open = await actionCase();
    await open.apply(ID, { functionName });
    expect((await open.plan(ID, { functionName })).calls).toEqual([]);
    await expect(open.plan(ID, { functionName: 'gone' })).rejects.toMatchObject({
      why: expect.stringContaining('no function gone') as string,
    });
    await open.close();
  });
});
