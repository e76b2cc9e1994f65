import * as guardduty from '@aws-sdk/client-guardduty';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastTrack, OPENED, refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const DetectorId = '12abc34d567e8fa901bc2d34e56789f0';

describe.each(['in process', 'over HTTP'] as const)('GuardDuty %s', (over) => {
  let account: TestAccount;
  let client: guardduty.GuardDutyClient;
  beforeAll(async () => {
    account = await testAccount(over);
    client = account.as(account.responder).guardduty;
  });
  afterAll(() => account.close());
  const list = async (more: object = {}): Promise<string[]> =>
    (await client.send(new guardduty.ListFindingsCommand({ DetectorId, ...more }))).FindingIds ?? [];
  const get = async (FindingIds: string[]): Promise<guardduty.Finding[]> =>
    (await client.send(new guardduty.GetFindingsCommand({ DetectorId, FindingIds }))).Findings ?? [];
  const feature = async (name: string, id = DetectorId, from = client) =>
    (await from.send(new guardduty.GetDetectorCommand({ DetectorId: id }))).Features?.find(
      ({ Name }) => Name === name,
    )?.Status;

  it('has found what the story did, told with the ids of the logs', async () => {
    const { DetectorIds } = await client.send(new guardduty.ListDetectorsCommand({}));
    expect(DetectorIds).toEqual([DetectorId]);
    const found = await get(await list());
    expect(found.map(({ Type, Severity }) => [Type, Severity])).toEqual([
      ['Discovery:IAMUser/AnomalousBehavior', 2],
      ['DefenseEvasion:IAMUser/BedrockLoggingDisabled', 8],
      ['Impact:IAMUser/AnomalousModelInvocation', 2],
    ]);
    const [discovery, disabled, invocation] = found;
    expect(discovery?.Resource?.AccessKeyDetails?.UserName).toBe('ci-deployer');
    const deletion = account.world.trail.events.find(
      ({ record }) => record.eventName === 'DeleteModelInvocationLoggingConfiguration',
    )?.record;
    expect(disabled?.Service?.Action?.AwsApiCallAction?.RemoteIpDetails?.IpAddressV4).toBe(
      deletion?.sourceIPAddress,
    );
    expect(disabled?.Resource?.AccessKeyDetails?.AccessKeyId).toBe(deletion?.userIdentity['accessKeyId']);
    expect(invocation?.Resource?.ModelDetails?.[0]?.ModelId).toMatch(/^[a-z]/);
    expect(invocation?.Service?.FeatureName).toBe('AI_PROTECTION');
    expect(await feature('AI_PROTECTION')).toBe('ENABLED');
    expect(await get(['none'])).toEqual([]);
  });

  it('lists by criteria, in order, page by page', async () => {
    const all = await list({ SortCriteria: { AttributeName: 'updatedAt', OrderBy: 'ASC' } });
    const { FindingIds: one, NextToken } = await client.send(
      new guardduty.ListFindingsCommand({
        DetectorId,
        MaxResults: 2,
        SortCriteria: { AttributeName: 'updatedAt', OrderBy: 'ASC' },
      }),
    );
    const rest = await list({
      MaxResults: 2,
      NextToken,
      SortCriteria: { AttributeName: 'updatedAt', OrderBy: 'ASC' },
    });
    expect([...(one ?? []), ...rest]).toEqual(all);
    const by = async (Criterion: Record<string, guardduty.Condition>) =>
      (await list({ FindingCriteria: { Criterion } })).length;
    expect(await by({ severity: { GreaterThanOrEqual: 7 } })).toBe(1);
    expect(await by({ type: { Equals: ['Impact:IAMUser/AnomalousModelInvocation'] } })).toBe(1);
    expect(await by({ type: { NotEquals: ['Impact:IAMUser/AnomalousModelInvocation'] } })).toBe(2);
    expect(await by({ updatedAt: { GreaterThan: OPENED } })).toBe(0);
    expect(await by({ 'resource.accessKeyDetails.userName': { Equals: ['ci-deployer'] } })).toBe(1);
    expect(await refused(list({ NextToken: 'other' }))).toBe('BadRequestException');
  });

  it('archives findings and takes them out again', async () => {
    const [id = ''] = await list();
    const live = { FindingCriteria: { Criterion: { 'service.archived': { Equals: ['false'] } } } };
    await client.send(new guardduty.ArchiveFindingsCommand({ DetectorId, FindingIds: [id] }));
    expect([(await list(live)).includes(id), (await list()).includes(id)]).toEqual([false, true]);
    await client.send(new guardduty.UnarchiveFindingsCommand({ DetectorId, FindingIds: [id] }));
    expect((await list(live)).includes(id)).toBe(true);
    const unknown = new guardduty.ArchiveFindingsCommand({ DetectorId, FindingIds: ['none'] });
    expect(await refused(client.send(unknown))).toBe('BadRequestException');
  });

  it('has one detector a Region, whose features change one by one', async () => {
    const west = account.as(account.responder, 'us-west-2').guardduty;
    expect((await west.send(new guardduty.ListDetectorsCommand({}))).DetectorIds).toEqual([]);
    const create = new guardduty.CreateDetectorCommand({ Enable: true });
    const { DetectorId: id = '' } = await west.send(create);
    expect(await refused(west.send(create))).toBe('BadRequestException');
    expect([await feature('S3_DATA_EVENTS', id, west), await feature('AI_PROTECTION', id, west)]).toEqual([
      'ENABLED',
      'DISABLED',
    ]);
    await west.send(
      new guardduty.UpdateDetectorCommand({
        DetectorId: id,
        Features: [{ Name: 'AI_PROTECTION', Status: 'ENABLED' }],
      }),
    );
    expect([await feature('S3_DATA_EVENTS', id, west), await feature('AI_PROTECTION', id, west)]).toEqual([
      'ENABLED',
      'ENABLED',
    ]);
    await west.send(new guardduty.UpdateDetectorCommand({ DetectorId: id, Enable: false }));
    expect((await west.send(new guardduty.GetDetectorCommand({ DetectorId: id }))).Status).toBe('DISABLED');
    const remove = new guardduty.DeleteDetectorCommand({ DetectorId: id });
    await west.send(remove);
    expect(await refused(west.send(remove))).toBe('BadRequestException');
  });

  it('refuses whoever is not allowed, and leaves its tracks', async () => {
    const legacy = account.as(account.intruder['leakedKey'] ?? account.responder).guardduty;
    const disable = new guardduty.UpdateDetectorCommand({ DetectorId, Enable: false });
    const denied: unknown = await legacy.send(disable).catch((error: unknown) => error);
    expect(denied).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `guardduty:UpdateDetector on resource: arn:aws:guardduty:us-east-1:111122223333:detector/${DetectorId}`,
      ) as string,
    });
    expect(lastTrack(account, 'UpdateDetector')).toMatchObject({
      eventSource: 'guardduty.amazonaws.com',
      readOnly: false,
      errorCode: 'AccessDenied',
      requestParameters: { detectorId: DetectorId, enable: false },
    });
    await list();
    expect(lastTrack(account, 'ListFindings')?.readOnly).toBe(true);
  });
});
