import * as analyzer from '@aws-sdk/client-accessanalyzer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastTrack, refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const analyzerName = 'external-access';

describe.each(['in process', 'over HTTP'] as const)('Access Analyzer %s', (over) => {
  let account: TestAccount;
  let client: analyzer.AccessAnalyzerClient;
  beforeAll(async () => {
    account = await testAccount(over);
    client = new analyzer.AccessAnalyzerClient(account.settings(account.responder));
  });
  afterAll(() => account.close());
  const names = async (more: object = {}, from = client): Promise<readonly unknown[]> =>
    ((await from.send(new analyzer.ListAnalyzersCommand(more))).analyzers ?? []).map(({ name }) => name);
  const create = (name: string, type: analyzer.Type) =>
    client.send(new analyzer.CreateAnalyzerCommand({ analyzerName: name, type }));

  it('makes one analyzer of a type in a Region, and deletes it', async () => {
    expect(await names()).toEqual([]);
    const { arn } = await create(analyzerName, 'ACCOUNT');
    expect(arn).toBe('arn:aws:access-analyzer:us-east-1:111122223333:analyzer/external-access');
    const { analyzer: made } = await client.send(new analyzer.GetAnalyzerCommand({ analyzerName }));
    expect(made).toMatchObject({
      arn,
      type: 'ACCOUNT',
      status: 'ACTIVE',
      createdAt: new Date(account.clock.now()),
    });
    expect(await refused(create(analyzerName, 'ORGANIZATION'))).toBe('ConflictException');
    expect(await refused(create('second', 'ACCOUNT'))).toBe('ServiceQuotaExceededException');
    await create('second', 'ORGANIZATION');
    expect(await names({ type: 'ORGANIZATION' })).toEqual(['second']);
    const west = new analyzer.AccessAnalyzerClient(account.settings(account.responder, 'us-west-2'));
    expect(await names({}, west)).toEqual([]);
    const remove = new analyzer.DeleteAnalyzerCommand({ analyzerName });
    await client.send(remove);
    expect(await refused(client.send(remove))).toBe('ResourceNotFoundException');
    expect(await refused(client.send(new analyzer.GetAnalyzerCommand({ analyzerName })))).toBe(
      'ResourceNotFoundException',
    );
    expect(await names()).toEqual(['second']);
  });

  it('lists page by page', async () => {
    await create(analyzerName, 'ACCOUNT');
    const { nextToken } = await client.send(new analyzer.ListAnalyzersCommand({ maxResults: 1 }));
    expect(await names({ maxResults: 1, nextToken })).toEqual([analyzerName]);
    expect(await refused(names({ nextToken: 'other' }))).toBe('ValidationException');
  });

  it('refuses whoever is not allowed, and leaves its tracks', async () => {
    const keys = account.settings(account.intruder['leakedKey'] ?? account.responder);
    const legacy = new analyzer.AccessAnalyzerClient(keys);
    const denied: unknown = await legacy
      .send(new analyzer.DeleteAnalyzerCommand({ analyzerName }))
      .catch((error: unknown) => error);
    expect(denied).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `access-analyzer:DeleteAnalyzer on resource: arn:aws:access-analyzer:us-east-1:111122223333:analyzer/${analyzerName}`,
      ) as string,
    });
    expect(lastTrack(account, 'DeleteAnalyzer')).toMatchObject({
      eventSource: 'access-analyzer.amazonaws.com',
      readOnly: false,
      errorCode: 'AccessDenied',
      requestParameters: { analyzerName },
    });
  });
});
