import * as lambda from '@aws-sdk/client-lambda';
import { PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastTrack, refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const ASSISTANT = 'support-assistant';
const NOTIFY = 'support-assistant-notify';
const NOTIFY_ARN = `arn:aws:lambda:us-east-1:111122223333:function:${NOTIFY}`;
const Role = 'arn:aws:iam::111122223333:role/support-assistant-exec';
const Bucket = 'example-release-artefacts-111122223333';
const zip = (text: string): Uint8Array => Buffer.from(`PK\u0003\u0004${text}`);

/** What an answer shows of a layer version, without where its code lies for now. */
function told({ Content, LayerVersionArn, Version, CreatedDate }: lambda.GetLayerVersionResponse) {
  return { LayerVersionArn, Version, CreatedDate, sha256: Content?.CodeSha256, size: Content?.CodeSize };
}

describe.each(['in process', 'over HTTP'] as const)('Lambda %s', (over) => {
  let account: TestAccount;
  let client: lambda.LambdaClient;
  beforeAll(async () => {
    account = await testAccount(over);
    client = account.as(account.responder).lambda;
  });
  afterAll(() => account.close());
  const make = (FunctionName: string) =>
    client.send(
      new lambda.CreateFunctionCommand({ FunctionName, Role, Code: { ZipFile: zip(FunctionName) } }),
    );
  const invoke = (FunctionName: string, from = client) =>
    from.send(new lambda.InvokeCommand({ FunctionName, Payload: Buffer.from('{}') }));

  it('has the functions of the story as the intruder left them', async () => {
    const { Functions = [] } = await client.send(new lambda.ListFunctionsCommand({}));
    expect(Functions.map(({ FunctionName, Timeout }) => [FunctionName, Timeout])).toEqual([
      [ASSISTANT, 900],
      [NOTIFY, 3],
    ]);
    const own = await client.send(new lambda.GetFunctionCommand({ FunctionName: ASSISTANT }));
    const first = await client.send(
      new lambda.GetFunctionCommand({ FunctionName: ASSISTANT, Qualifier: '1' }),
    );
    expect(own.Configuration?.LastModified).toMatch(/^2026-01-15T09:49:00\.\d{3}\+0000$/);
    expect(own.Configuration?.CodeSha256).not.toBe(first.Configuration?.CodeSha256);
    expect(own.Tags).toEqual({ workload: ASSISTANT });
    const url = await client.send(new lambda.GetFunctionUrlConfigCommand({ FunctionName: NOTIFY_ARN }));
    expect([url.AuthType, url.FunctionUrl]).toEqual([
      'NONE',
      'https://fnexample.lambda-url.us-east-1.on.aws/',
    ]);
  });

  it('keeps code, configuration and versions', async () => {
    const FunctionName = 'f';
    const made = await make(FunctionName);
    expect([made.Version, made.State, made.Timeout]).toEqual(['$LATEST', 'Active', 3]);
    expect(await refused(make(FunctionName))).toBe('ResourceConflictException');
    const { s3 } = account.as(account.responder);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'f.zip', Body: zip('new') }));
    const code = (S3Key: string, Publish = false) =>
      client.send(new lambda.UpdateFunctionCodeCommand({ FunctionName, S3Bucket: Bucket, S3Key, Publish }));
    expect(await refused(code('none.zip'))).toBe('InvalidParameterValueException');
    const published = await code('f.zip', true);
    expect([published.Version, published.FunctionArn?.endsWith(':f:1')]).toEqual(['1', true]);
    expect(
      await refused(
        client.send(new lambda.UpdateFunctionCodeCommand({ FunctionName, ZipFile: Buffer.from('no') })),
      ),
    ).toBe('InvalidParameterValueException');
    const configure = (more: object) =>
      client.send(new lambda.UpdateFunctionConfigurationCommand({ FunctionName, ...more }));
    await configure({ Environment: { Variables: { A: '1', B: '2' } } });
    const last = await configure({ Environment: { Variables: { A: '3' } }, Timeout: 60 });
    expect([last.Environment?.Variables, last.Timeout]).toEqual([{ A: '3' }, 60]);
    expect(await refused(configure({ Timeout: 901 }))).toBe('InvalidParameterValueException');
    expect(await refused(configure({ Timeout: 5, RevisionId: published.RevisionId }))).toBe(
      'PreconditionFailedException',
    );
    const { Versions = [] } = await client.send(new lambda.ListVersionsByFunctionCommand({ FunctionName }));
    expect(Versions.map(({ Version, Timeout }) => [Version, Timeout])).toEqual([
      ['$LATEST', 60],
      ['1', 3],
    ]);
    await client.send(new lambda.DeleteFunctionCommand({ FunctionName }));
    expect(await refused(client.send(new lambda.GetFunctionConfigurationCommand({ FunctionName })))).toBe(
      'ResourceNotFoundException',
    );
  });

  it('answers by script, and not at all once its concurrency is 0', async () => {
    const answer = await invoke(ASSISTANT);
    expect([answer.StatusCode, JSON.parse(answer.Payload?.transformToString() ?? '')]).toEqual([
      200,
      { statusCode: 200, body: 'How can I help you?' },
    ]);
    const logged = await account.as(account.responder).logs.send(
      new FilterLogEventsCommand({
        logGroupName: `/aws/lambda/${ASSISTANT}`,
        filterPattern: `"START RequestId: ${answer.$metadata.requestId}"`,
      }),
    );
    expect(logged.events).toHaveLength(1);
    const reserve = (ReservedConcurrentExecutions: number) =>
      client.send(
        new lambda.PutFunctionConcurrencyCommand({ FunctionName: ASSISTANT, ReservedConcurrentExecutions }),
      );
    expect(await refused(reserve(901))).toBe('InvalidParameterValueException');
    await reserve(0);
    const { Concurrency } = await client.send(new lambda.GetFunctionCommand({ FunctionName: ASSISTANT }));
    expect(Concurrency).toEqual({ ReservedConcurrentExecutions: 0 });
    const stopped: unknown = await invoke(ASSISTANT).catch((error: unknown) => error);
    expect(stopped).toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    });
    await client.send(new lambda.DeleteFunctionConcurrencyCommand({ FunctionName: ASSISTANT }));
    const after = await client.send(new lambda.GetFunctionConcurrencyCommand({ FunctionName: ASSISTANT }));
    expect(after.ReservedConcurrentExecutions).toBeUndefined();
    await make('unscripted');
    expect((await invoke('unscripted')).FunctionError).toBe('Unhandled');
  });

  it('keeps function URLs', async () => {
    const FunctionName = 'u';
    await make(FunctionName);
    const create = new lambda.CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE' });
    const { FunctionUrl } = await client.send(create);
    expect(FunctionUrl).toMatch(/^https:\/\/[a-z2-7]{32}\.lambda-url\.us-east-1\.on\.aws\/$/);
    expect(await refused(client.send(create))).toBe('ResourceConflictException');
    await client.send(new lambda.UpdateFunctionUrlConfigCommand({ FunctionName, AuthType: 'AWS_IAM' }));
    const list = new lambda.ListFunctionUrlConfigsCommand({ FunctionName });
    expect((await client.send(list)).FunctionUrlConfigs?.map(({ AuthType }) => AuthType)).toEqual([
      'AWS_IAM',
    ]);
    await client.send(new lambda.DeleteFunctionUrlConfigCommand({ FunctionName }));
    expect((await client.send(list)).FunctionUrlConfigs).toEqual([]);
    expect(await refused(client.send(new lambda.GetFunctionUrlConfigCommand({ FunctionName })))).toBe(
      'ResourceNotFoundException',
    );
  });

  it('has resource policies that decide over invocations', async () => {
    const { Policy } = await client.send(new lambda.GetPolicyCommand({ FunctionName: NOTIFY }));
    const { Statement } = JSON.parse(Policy ?? '') as { Statement: readonly object[] };
    expect(Statement[1]).toEqual({
      Sid: 'public',
      Effect: 'Allow',
      Principal: '*',
      Action: 'lambda:InvokeFunctionUrl',
      Resource: NOTIFY_ARN,
      Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
    });
    const phantom = account.as(account.intruder['phantomKey'] ?? account.responder).lambda;
    expect(await refused(invoke(NOTIFY, phantom))).toBe('AccessDeniedException');
    const { userName = '' } = (lastTrack(account, 'Invoke')?.userIdentity ?? {}) as { userName?: string };
    const permission = {
      FunctionName: NOTIFY,
      StatementId: 'one-user',
      Action: 'lambda:InvokeFunction',
      Principal: `arn:aws:iam::111122223333:user/${userName}`,
    };
    await client.send(new lambda.AddPermissionCommand(permission));
    expect(await refused(client.send(new lambda.AddPermissionCommand(permission)))).toBe(
      'ResourceConflictException',
    );
    expect(await refused(invoke(NOTIFY, phantom))).toBe('went through');
    const remove = new lambda.RemovePermissionCommand({ FunctionName: NOTIFY, StatementId: 'one-user' });
    await client.send(remove);
    expect(await refused(invoke(NOTIFY, phantom))).toBe('AccessDeniedException');
    expect(await refused(client.send(remove))).toBe('ResourceNotFoundException');
  });

  it('needs the role to be passed', async () => {
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: 'iam:PassRole', Resource: Role }],
    });
    await account
      .as(account.responder)
      .iam.send(new PutUserPolicyCommand({ UserName: 'marta.silva', PolicyName: 'p', PolicyDocument }));
    const admin = account.as(account.intruder['secondKey'] ?? account.responder).lambda;
    const denied: unknown = await admin
      .send(new lambda.UpdateFunctionConfigurationCommand({ FunctionName: NOTIFY, Role }))
      .catch((error: unknown) => error);
    expect(denied).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('iam:PassRole') as string,
    });
  });

  it('publishes layers, and lets functions use those that may be read', async () => {
    const LayerName = 'tools';
    const publish = new lambda.PublishLayerVersionCommand({ LayerName, Content: { ZipFile: zip('layer') } });
    const first = await client.send(publish);
    expect(first.LayerVersionArn).toBe('arn:aws:lambda:us-east-1:111122223333:layer:tools:1');
    expect((await client.send(publish)).Version).toBe(2);
    expect(lastTrack(account, 'PublishLayerVersion20181031')?.requestParameters).toMatchObject({
      layerName: LayerName,
    });
    const read = (VersionNumber: number, name = LayerName) =>
      client.send(new lambda.GetLayerVersionCommand({ LayerName: name, VersionNumber }));
    const byArn = (Arn = '', from = client) => from.send(new lambda.GetLayerVersionByArnCommand({ Arn }));
    const shown = told(first);
    expect(shown).toMatchObject({ Version: 1, size: zip('layer').length });
    expect(told(await read(1))).toEqual(shown);
    expect(told(await read(1, first.LayerArn))).toEqual(shown);
    expect(told(await byArn(first.LayerVersionArn))).toEqual(shown);
    expect(await refused(read(3))).toBe('ResourceNotFoundException');
    expect(await refused(byArn('tools'))).toBe('InvalidParameterValueException');
    const phantom = account.as(account.intruder['phantomKey'] ?? account.responder).lambda;
    expect(await refused(byArn(first.LayerVersionArn, phantom))).toBe('AccessDeniedException');
    const foreign = 'arn:aws:lambda:us-east-1:444455556666:layer:helper:7';
    const denied = {
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        /lambda:GetLayerVersion on resource: .*helper:7 because no resource-based policy allows the lambda:GetLayerVersion action$/,
      ) as string,
    };
    await expect(byArn(foreign)).rejects.toMatchObject(denied);
    const use = (...Layers: readonly string[]) =>
      client.send(
        new lambda.UpdateFunctionConfigurationCommand({ FunctionName: NOTIFY, Layers: [...Layers] }),
      );
    await expect(use(foreign)).rejects.toMatchObject(denied);
    expect(await refused(use(`${first.LayerArn}:9`))).toBe('InvalidParameterValueException');
    const { Layers } = await use(first.LayerVersionArn ?? '');
    expect(Layers).toEqual([{ Arn: first.LayerVersionArn, CodeSize: zip('layer').length }]);
    const own = await client.send(new lambda.GetFunctionCommand({ FunctionName: NOTIFY }));
    expect(own.Configuration?.Layers).toEqual(Layers);
  });

  it('leaves tracks under the names with the version of the API, without secrets', async () => {
    await client.send(
      new lambda.UpdateFunctionConfigurationCommand({
        FunctionName: NOTIFY,
        Environment: { Variables: { TOKEN: 'hush' } },
      }),
    );
    const track = lastTrack(account, 'UpdateFunctionConfiguration20150331v2');
    expect(track).toMatchObject({
      eventSource: 'lambda.amazonaws.com',
      readOnly: false,
      managementEvent: true,
      requestParameters: { functionName: NOTIFY },
    });
    expect(JSON.stringify(track)).not.toContain('hush');
    await client.send(new lambda.TagResourceCommand({ Resource: NOTIFY_ARN, Tags: { a: 'b' } }));
    expect(lastTrack(account, 'TagResource20170331v2')?.requestParameters).toMatchObject({
      resource: NOTIFY_ARN,
    });
    const { Tags } = await client.send(new lambda.ListTagsCommand({ Resource: NOTIFY_ARN }));
    expect(Tags).toMatchObject({ a: 'b' });
    await invoke(NOTIFY);
    expect(lastTrack(account, 'Invoke')).toMatchObject({
      eventCategory: 'Data',
      managementEvent: false,
      requestParameters: { functionName: NOTIFY },
      resources: [{ type: 'AWS::Lambda::Function', ARN: NOTIFY_ARN }],
    });
  });
});
