import * as bedrock from '@aws-sdk/client-bedrock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const BLOCKED = { blockedInputMessaging: 'no', blockedOutputsMessaging: 'no' };
const MODEL = 'mistral.mistral-large-2402-v1:0';

describe.each(['in process', 'over HTTP'] as const)('Bedrock %s', (over) => {
  let account: TestAccount;
  let client: bedrock.BedrockClient;
  beforeAll(async () => {
    account = await testAccount(over);
    client = account.as(account.responder).bedrock;
  });
  afterAll(() => account.close());

  it('has lost the guardrail and the log that the intruder removed', async () => {
    expect(
      await refused(client.send(new bedrock.GetGuardrailCommand({ guardrailIdentifier: 'grexample001' }))),
    ).toBe('ResourceNotFoundException');
    expect(
      (await client.send(new bedrock.ListGuardrailsCommand({}))).guardrails?.map(({ name }) => name),
    ).toEqual(['hr-portal']);
    expect(
      (await client.send(new bedrock.GetModelInvocationLoggingConfigurationCommand({}))).loggingConfig,
    ).toBeUndefined();
  });

  it('keeps guardrails and versions; an update replaces', async () => {
    const content: bedrock.GuardrailContentPolicyConfig = {
      filtersConfig: [{ type: 'VIOLENCE', inputStrength: 'HIGH', outputStrength: 'HIGH' }],
    };
    const words = {
      wordsConfig: [{ text: 'secret' }],
      managedWordListsConfig: [{ type: 'PROFANITY' as const }],
    };
    const { guardrailId } = await client.send(
      new bedrock.CreateGuardrailCommand({
        name: 'g',
        ...BLOCKED,
        contentPolicyConfig: content,
        wordPolicyConfig: words,
      }),
    );
    expect(await refused(client.send(new bedrock.CreateGuardrailCommand({ name: 'g', ...BLOCKED })))).toBe(
      'ConflictException',
    );
    const guardrailIdentifier = guardrailId ?? '';
    expect(
      (
        await client.send(
          new bedrock.CreateGuardrailVersionCommand({ guardrailIdentifier, description: 'first' }),
        )
      ).version,
    ).toBe('1');
    await client.send(
      new bedrock.UpdateGuardrailCommand({
        guardrailIdentifier,
        name: 'g',
        ...BLOCKED,
        wordPolicyConfig: { wordsConfig: [{ text: 'other' }] },
      }),
    );
    const draft = await client.send(new bedrock.GetGuardrailCommand({ guardrailIdentifier }));
    expect([draft.status, draft.contentPolicy, draft.wordPolicy?.words]).toEqual([
      'READY',
      undefined,
      [{ text: 'other' }],
    ]);
    const first = await client.send(
      new bedrock.GetGuardrailCommand({ guardrailIdentifier, guardrailVersion: '1' }),
    );
    expect([first.description, first.contentPolicy?.filters?.[0]?.type]).toEqual(['first', 'VIOLENCE']);
    const page = await client.send(new bedrock.ListGuardrailsCommand({ guardrailIdentifier, maxResults: 1 }));
    const rest = await client.send(
      new bedrock.ListGuardrailsCommand({ guardrailIdentifier, maxResults: 1, nextToken: page.nextToken }),
    );
    expect([page, rest].flatMap(({ guardrails }) => guardrails?.map(({ version }) => version))).toEqual([
      'DRAFT',
      '1',
    ]);
    await client.send(new bedrock.DeleteGuardrailCommand({ guardrailIdentifier, guardrailVersion: '1' }));
    await client.send(new bedrock.DeleteGuardrailCommand({ guardrailIdentifier }));
    expect(await refused(client.send(new bedrock.GetGuardrailCommand({ guardrailIdentifier })))).toBe(
      'ResourceNotFoundException',
    );
  });

  it('keeps the invocation log of each Region; a Put replaces', async () => {
    const s3Config = { bucketName: 'example-bedrock-logs-111122223333', keyPrefix: 'logs' };
    const put = (loggingConfig: bedrock.LoggingConfig): Promise<unknown> =>
      client.send(new bedrock.PutModelInvocationLoggingConfigurationCommand({ loggingConfig }));
    await put({ s3Config, textDataDeliveryEnabled: true });
    const { loggingConfig } = await client.send(
      new bedrock.GetModelInvocationLoggingConfigurationCommand({}),
    );
    expect(loggingConfig).toMatchObject({ s3Config, textDataDeliveryEnabled: true });
    const west = account.as(account.responder, 'us-west-2').bedrock;
    expect(
      (await west.send(new bedrock.GetModelInvocationLoggingConfigurationCommand({}))).loggingConfig,
    ).toBeUndefined();
    expect(await refused(put({ s3Config: { bucketName: 'no-such-bucket' } }))).toBe('ValidationException');
    expect(await refused(put({ textDataDeliveryEnabled: true }))).toBe('ValidationException');
    await client.send(new bedrock.DeleteModelInvocationLoggingConfigurationCommand({}));
    expect(
      (await client.send(new bedrock.GetModelInvocationLoggingConfigurationCommand({}))).loggingConfig,
    ).toBeUndefined();
  });

  it('keeps models and agreements', async () => {
    const { modelSummaries = [] } = await client.send(
      new bedrock.ListFoundationModelsCommand({ byProvider: 'Anthropic' }),
    );
    expect(modelSummaries.map(({ providerName }) => providerName)).toEqual([
      'Anthropic',
      'Anthropic',
      'Anthropic',
    ]);
    expect(
      (await client.send(new bedrock.GetFoundationModelCommand({ modelIdentifier: MODEL }))).modelDetails
        ?.modelName,
    ).toBe('Mistral Large');
    const availability = (): Promise<bedrock.GetFoundationModelAvailabilityCommandOutput> =>
      client.send(new bedrock.GetFoundationModelAvailabilityCommand({ modelId: MODEL }));
    expect((await availability()).agreementAvailability?.status).toBe('NOT_AVAILABLE');
    const { offers = [] } = await client.send(
      new bedrock.ListFoundationModelAgreementOffersCommand({ modelId: MODEL }),
    );
    expect(
      await refused(
        client.send(
          new bedrock.CreateFoundationModelAgreementCommand({ modelId: MODEL, offerToken: 'none' }),
        ),
      ),
    ).toBe('ValidationException');
    await client.send(
      new bedrock.CreateFoundationModelAgreementCommand({
        modelId: MODEL,
        offerToken: offers[0]?.offerToken,
      }),
    );
    expect((await availability()).agreementAvailability?.status).toBe('AVAILABLE');
    await client.send(new bedrock.DeleteFoundationModelAgreementCommand({ modelId: MODEL }));
    expect(
      await refused(client.send(new bedrock.DeleteFoundationModelAgreementCommand({ modelId: MODEL }))),
    ).toBe('ResourceNotFoundException');
    expect(await refused(client.send(new bedrock.GetUseCaseForModelAccessCommand({})))).toBe(
      'ResourceNotFoundException',
    );
    await client.send(new bedrock.PutUseCaseForModelAccessCommand({ formData: Buffer.from('{}') }));
    expect(
      Buffer.from(
        (await client.send(new bedrock.GetUseCaseForModelAccessCommand({}))).formData ?? [],
      ).toString(),
    ).toBe('{}');
  });

  it('says clearly what it does not have', async () => {
    const error: unknown = await client
      .send(new bedrock.ListPromptRoutersCommand({}))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'NotImplemented',
      message: 'Bedrock: ListPromptRouters is not part of the simulated account',
    });
  });
});
