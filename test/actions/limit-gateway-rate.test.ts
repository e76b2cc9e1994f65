import {
  BedrockAgentCoreControlClient,
  CreateGatewayRateLimitCommand,
  ListGatewayRateLimitsCommand,
  UpdateGatewayRateLimitCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { ADMIN_ROLE, checkAction, OPERATOR } from '../support/action-checks.ts';

const ID = 'bedrock-agentcore/limit-gateway-rate';
const gateway = 'support-tools-example001';
const dimension = '$.context.iam.principal';
const params = { gateway, dimension, value: ADMIN_ROLE, requests: 0 };
const MINUTE = 60_000;

const control = ({ account }: ActionCase) =>
  new BedrockAgentCoreControlClient(account.settings(account.responder));

const others = {
  gatewayIdentifier: gateway,
  rateLimitId: 'callers',
  description: 'What callers may use',
  entries: [{ dimensions: { [dimension]: '*' }, requests: [{ rate: 60, period: 'minute' as const }] }],
};

/** Somebody limits all callers; a while later that counts. */
async function limitAll(open: ActionCase): Promise<void> {
  await control(open).send(new CreateGatewayRateLimitCommand({ ...others, dimensionKeys: [dimension] }));
  open.account.clock.advance(MINUTE);
}

async function limits(open: ActionCase): Promise<unknown> {
  open.account.clock.advance(MINUTE);
  const { rateLimits = [] } = await control(open).send(
    new ListGatewayRateLimitsCommand({ gatewayIdentifier: gateway }),
  );
  return rateLimits.map(({ rateLimitId, description, entries = [] }) => [
    rateLimitId,
    description,
    entries.map(({ dimensions, requests }) => [dimensions?.[dimension], requests?.[0]?.rate]),
  ]);
}

checkAction({
  id: ID,
  params,
  prepare: limitAll,
  calls: ['UpdateGatewayRateLimit'],
  proof: {
    act: limits,
    free: [['callers', 'What callers may use', [['*', 60]]]],
    inForce: [
      [
        'callers',
        'What callers may use',
        [
          ['*', 60],
          [ADMIN_ROLE, 0],
        ],
      ],
    ],
  },
  tamper: async (open) => {
    open.account.clock.advance(MINUTE);
    await control(open).send(new UpdateGatewayRateLimitCommand(others));
    open.account.clock.advance(MINUTE);
    await control(open).send(
      new UpdateGatewayRateLimitCommand({
        ...others,
        entries: [{ dimensions: { [dimension]: '*' }, requests: [{ rate: 1, period: 'second' }] }],
      }),
    );
  },
  withoutResidue: ({ limit }) =>
    (limit as { readonly entries: object[] } | null)?.entries.map((one) => ({ ...one })) ?? null,
  own: { ...params, value: OPERATOR },
});

describe('bedrock-agentcore/limit-gateway-rate', () => {
  it('makes a limit where there is none, changes its own, and takes it away again', async () => {
    const open = await actionCase();
    const first = await open.apply(ID, { ...params, requests: 5 });
    open.account.clock.advance(MINUTE);
    const second = await open.apply(ID, params);
    expect(await limits(open)).toMatchObject([
      ['heptad-context-iam-principal', undefined, [[ADMIN_ROLE, 0]]],
    ]);
    await open.undo(second);
    open.account.clock.advance(MINUTE);
    await open.undo(first);
    expect(await limits(open)).toEqual([]);
    expect(open.changesInTrail()).toEqual([
      'CreateGatewayRateLimit',
      'UpdateGatewayRateLimit',
      'UpdateGatewayRateLimit',
      'DeleteGatewayRateLimit',
    ]);
    await open.close();
  });

  it('waits for a limit that is on its way, and refuses a gateway that is not there', async () => {
    const open = await actionCase();
    await open.apply(ID, params);
    await expect(open.plan(ID, { ...params, requests: 3 })).rejects.toMatchObject({
      why: expect.stringContaining('CREATING') as string,
    });
    await expect(open.plan(ID, { ...params, gateway: 'gone' })).rejects.toMatchObject({
      why: expect.stringContaining('no gateway gone') as string,
    });
    await open.close();
  });
});
