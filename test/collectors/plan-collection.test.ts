import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import { planCollection } from '../../src/app/collecting/plan-collection.ts';
import type { AccountDesk } from '../../src/app/actions/account-desk.ts';
import { CloudError } from '../../src/model/cloud-error.ts';
import type { ReadRequest } from '../../src/ports/cloud.ts';

const WISH = { regions: ['us-east-1'], from: null, to: null };

/** A desk whose reads are answered as told; a text is the code of a refusal. */
function desk(answer: (request: ReadRequest) => JsonObject | string): AccountDesk {
  const read = (request: ReadRequest) => {
    const output = answer(request);
    if (typeof output !== 'string') return Promise.resolve(output);
    const { service, operation, region = 'us-east-1' } = request;
    const retryable = output === 'ThrottlingException';
    const fault = { service, operation, region, code: output, requestId: null, retryable };
    return Promise.reject(new CloudError('as told', { ...fault, missingPermission: null }));
  };
  const identity = { account: '111122223333', region: 'us-east-1' };
  const clock = { now: () => '2026-01-15T12:00:00.000Z' };
  return { cloud: { identity }, reader: { read }, clock } as unknown as AccountDesk;
}

const profile = (...arns: readonly string[]): JsonObject => ({
  models: arns.map((modelArn) => ({ modelArn })),
});
const model = (region: string): string => `arn:aws:bedrock:${region}::foundation-model/vendor.model-v1:0`;

/** What planning asks of an account with an alias and two Regions. */
const ACCOUNT = ({ operation, input }: ReadRequest): JsonObject | string => {
  if (operation === 'ListAccountAliases') return { AccountAliases: ['example-support'] };
  if (operation === 'DescribeRegions')
    return { Regions: [{ RegionName: 'us-west-2' }, { RegionName: 'us-east-1' }] };
  return input?.['nextToken'] === undefined
    ? { inferenceProfileSummaries: [profile(model('us-east-1'), model('us-east-2'))], nextToken: 'more' }
    : { inferenceProfileSummaries: [profile(model('us-west-2'), model(''))] };
};

describe('the plan of a collection', () => {
  it('has the alias of the account, and Regions that inference profiles run models in besides', async () => {
    expect(await planCollection(WISH, desk(ACCOUNT))).toMatchObject({
      account: '111122223333',
      alias: 'example-support',
      regions: ['us-east-1'],
      from: '2026-01-01T12:00:00.000Z',
      to: '2026-01-15T12:00:00.000Z',
      limits: [
        'only the Regions given: us-east-1',
        'inference profiles also run models in any Region (global profiles), us-east-2 and us-west-2: not looked at, as a call is logged where it was made',
      ],
    });
  });

  it('looks up the events of one attribute in place of the whole history, and says so', async () => {
    const narrowing = { attribute: 'AccessKeyId', value: 'AKIAIOSFODNN7EXAMPLE' } as const;
    const plan = await planCollection({ ...WISH, narrowing }, desk(ACCOUNT));
    expect(plan).toMatchObject({ narrowing });
    expect(plan.collectors).toContain('cloudtrail-events-of-one');
    expect(plan.collectors).not.toContain('cloudtrail-event-history');
    expect(plan.limits.join()).toContain('only the events of AccessKeyId AKIAIOSFODNN7EXAMPLE');
    const usual = await planCollection(WISH, desk(ACCOUNT));
    expect(usual).not.toHaveProperty('narrowing');
    expect(usual.collectors).toContain('cloudtrail-event-history');
    expect(usual.collectors).not.toContain('cloudtrail-events-of-one');
  });

  it('has every enabled Region where none is named, the own one first', async () => {
    const { regions, limits } = await planCollection({ ...WISH, regions: [] }, desk(ACCOUNT));
    expect(regions).toEqual(['us-east-1', 'us-west-2']);
    expect(limits.join()).not.toContain('us-west-2');
  });

  it('says what it could not find out', async () => {
    const plan = await planCollection(
      { ...WISH, regions: [] },
      desk(() => 'AccessDeniedException'),
    );
    expect(plan).toMatchObject({
      alias: null,
      regions: ['us-east-1'],
      limits: [
        'the enabled Regions could not be listed (AccessDeniedException): only us-east-1 is looked at',
        "the account's alias may not be read (AccessDeniedException)",
        'where inference profiles run models could not be listed in 1 Region (AccessDeniedException)',
      ],
    });
  });

  it('is not made where a call may go through later', async () => {
    await expect(
      planCollection(
        WISH,
        desk(() => 'ThrottlingException'),
      ),
    ).rejects.toMatchObject({
      exitCode: 5,
    });
  });
});
