import * as bedrock from '@aws-sdk/client-bedrock';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from 'vitest';
import { refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const ROLE = 'arn:aws:iam::111122223333:role/analytics-etl-exec';

function batch(jobName: string): bedrock.CreateModelInvocationJobCommand {
  return new bedrock.CreateModelInvocationJobCommand({
    jobName,
    roleArn: ROLE,
    modelId: 'amazon.nova-pro-v1:0',
    inputDataConfig: { s3InputDataConfig: { s3Uri: 's3://in/a.jsonl' } },
    outputDataConfig: { s3OutputDataConfig: { s3Uri: 's3://out/' } },
  });
}

describe('what the account owns in Bedrock', () => {
  let account: TestAccount;
  let client: bedrock.BedrockClient;
  beforeEach(async () => {
    account = await testAccount();
    client = account.as(account.responder).bedrock;
  });

  it('stops batch jobs, the intruder’s too, in time', async () => {
    const status = async (jobIdentifier: string): Promise<string | undefined> =>
      (await client.send(new bedrock.GetModelInvocationJobCommand({ jobIdentifier }))).status;
    const { invocationJobSummaries = [] } = await client.send(new bedrock.ListModelInvocationJobsCommand({}));
    expect(
      invocationJobSummaries.map(({ jobName, outputDataConfig }) => [
        jobName,
        outputDataConfig?.s3OutputDataConfig?.s3Uri,
      ]),
    ).toEqual([['batch-1', 's3://example-collected-444455556666/out/']]);
    const intruders = invocationJobSummaries[0]?.jobArn ?? '';
    expect(await status(intruders)).toBe('InProgress');
    const { jobArn = '' } = await client.send(batch('mine'));
    expect(await refused(client.send(batch('mine')))).toBe('ConflictException');
    await client.send(new bedrock.StopModelInvocationJobCommand({ jobIdentifier: jobArn }));
    expect([await status(jobArn), await status(intruders)]).toEqual(['Stopping', 'InProgress']);
    account.clock.advance(60_000);
    expect(await status(jobArn)).toBe('Stopped');
    expect(
      await refused(client.send(new bedrock.StopModelInvocationJobCommand({ jobIdentifier: jobArn }))),
    ).toBe('ConflictException');
    const track = account.world.trail.events.findLast(
      ({ record }) => record.eventName === 'CreateModelInvocationJob' && record.errorCode === undefined,
    )?.record;
    expect([track?.managementEvent, track?.readOnly, track?.responseElements]).toEqual([
      true,
      false,
      { jobArn },
    ]);
  });

  it('lets nobody hand a job a role they may not pass', async () => {
    const { iam } = account.as(account.responder);
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'example-incident-responder',
        PolicyName: 'no-pass',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Deny', Action: 'iam:PassRole', Resource: ROLE }],
        }),
      }),
    );
    expect(await refused(client.send(batch('mine')))).toBe('AccessDeniedException');
  });

  it('keeps models, their throughput and profiles', async () => {
    const { modelSummaries = [] } = await client.send(new bedrock.ListCustomModelsCommand({}));
    const modelIdentifier = modelSummaries[0]?.modelArn ?? '';
    expect((await client.send(new bedrock.GetCustomModelCommand({ modelIdentifier }))).jobName).toBe(
      'support-triage-1',
    );
    const remove = (): Promise<unknown> =>
      client.send(new bedrock.DeleteCustomModelCommand({ modelIdentifier }));
    expect(await refused(remove())).toBe('ConflictException');
    const { provisionedModelSummaries = [] } = await client.send(
      new bedrock.ListProvisionedModelThroughputsCommand({}),
    );
    const provisionedModelId = provisionedModelSummaries[0]?.provisionedModelArn ?? '';
    await client.send(new bedrock.DeleteProvisionedModelThroughputCommand({ provisionedModelId }));
    await remove();
    expect(await refused(remove())).toBe('ResourceNotFoundException');
    const { inferenceProfileSummaries = [] } = await client.send(
      new bedrock.ListInferenceProfilesCommand({}),
    );
    expect(inferenceProfileSummaries.map(({ inferenceProfileId }) => inferenceProfileId)).toContain(
      'us.anthropic.claude-3-haiku-20240307-v1:0',
    );
    expect(
      (await client.send(new bedrock.ListModelCustomizationJobsCommand({}))).modelCustomizationJobSummaries,
    ).toHaveLength(1);
    expect(
      await refused(
        client.send(new bedrock.StopModelCustomizationJobCommand({ jobIdentifier: 'support-triage-1' })),
      ),
    ).toBe('ConflictException');
    expect((await client.send(new bedrock.ListImportedModelsCommand({}))).modelSummaries).toEqual([]);
    expect((await client.send(new bedrock.ListModelImportJobsCommand({}))).modelImportJobSummaries).toEqual(
      [],
    );
  });

  it('keeps enforced guardrails and the retention of data', async () => {
    const put = (guardrailVersion: string, configId?: string) =>
      client.send(
        new bedrock.PutEnforcedGuardrailConfigurationCommand({
          ...(configId === undefined ? {} : { configId }),
          guardrailInferenceConfig: { guardrailIdentifier: 'grexample002', guardrailVersion },
        }),
      );
    const { configId = '' } = await put('1');
    expect(await refused(put('7'))).toBe('ResourceNotFoundException');
    await put('DRAFT', configId);
    const list = async () =>
      (await client.send(new bedrock.ListEnforcedGuardrailsConfigurationCommand({}))).guardrailsConfig;
    expect(await list()).toMatchObject([
      { configId, guardrailId: 'grexample002', guardrailVersion: 'DRAFT' },
    ]);
    await client.send(new bedrock.DeleteEnforcedGuardrailConfigurationCommand({ configId }));
    expect(await list()).toEqual([]);
    await client.send(new bedrock.PutAccountDataRetentionCommand({ mode: 'none' }));
    expect((await client.send(new bedrock.GetAccountDataRetentionCommand({}))).mode).toBe('none');
  });
});
