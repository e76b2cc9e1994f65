import {
  AccessAnalyzerClient,
  CreateAnalyzerCommand,
  DeleteAnalyzerCommand,
  ListAnalyzersCommand,
} from '@aws-sdk/client-accessanalyzer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newAnalyzer } from '../../src/simulator/world/access-analyzer-state.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction } from '../support/action-checks.ts';

const ID = 'accessanalyzer/set-up-analyzer';
const OWN = 'heptad-external-access';
const REGIONS = ['eu-west-1', 'us-east-1'];

function client({ account }: ActionCase, region = 'us-east-1'): AccessAnalyzerClient {
  return new AccessAnalyzerClient(account.settings(account.responder, region));
}

async function analyzers(open: ActionCase): Promise<unknown> {
  const all = REGIONS.map(async (region) => {
    const { analyzers: found = [] } = await client(open, region).send(new ListAnalyzersCommand({}));
    return found.map(({ name, type, status }) => [name, type, status]);
  });
  return Promise.all(all);
}

checkAction({
  id: ID,
  params: { regions: REGIONS },
  calls: ['CreateAnalyzer', 'CreateAnalyzer'],
  proof: { act: analyzers, free: [[], []], inForce: REGIONS.map(() => [[OWN, 'ACCOUNT', 'ACTIVE']]) },
});

describe('accessanalyzer/set-up-analyzer', () => {
  let open: ActionCase;
  beforeEach(async () => {
    open = await actionCase();
  });
  afterEach(() => open.close());
  const operations = async (regions = REGIONS) =>
    (await open.plan(ID, { regions })).calls.map(({ operation, region }) => `${operation} ${region}`);
  const make = (analyzerName: string, type: 'ACCOUNT' | 'ORGANIZATION' | 'ACCOUNT_UNUSED_ACCESS') =>
    client(open).send(new CreateAnalyzerCommand({ analyzerName, type }));

  it.each(['ACCOUNT', 'ORGANIZATION'] as const)('leaves another one of %s as it is', async (type) => {
    await make('theirs', type);
    expect(await operations()).toEqual(['CreateAnalyzer eu-west-1']);
  });

  it('makes one beside an analyzer of something else', async () => {
    await make('unused', 'ACCOUNT_UNUSED_ACCESS');
    expect(await operations(['us-east-1'])).toEqual(['CreateAnalyzer us-east-1']);
  });

  it('keeps its own when another one comes, and takes it away in undo alone', async () => {
    const entry = await open.apply(ID, { regions: ['us-east-1'] });
    await make('theirs', 'ORGANIZATION');
    expect(await operations(['us-east-1'])).toEqual([]);
    await open.undo(entry);
    expect(await analyzers(open)).toEqual([[], [['theirs', 'ORGANIZATION', 'ACTIVE']]]);
  });

  it('refuses where one stands in the way that does not work', async () => {
    const { world, clock } = open.account;
    const broken = newAnalyzer({
      name: 'theirs',
      type: 'ACCOUNT',
      createdAt: clock.now(),
      region: 'us-east-1',
      accountId: world.accountId,
    });
    world.analyzers('us-east-1').set('theirs', { ...broken, status: 'DISABLED' });
    await expect(open.plan(ID, { regions: REGIONS })).rejects.toMatchObject({
      why: expect.stringContaining('theirs in us-east-1 is DISABLED') as string,
    });
  });

  it('does not count as undone by itself what somebody else broke since', async () => {
    const entry = await open.apply(ID, { regions: ['us-east-1'] });
    const own = open.account.world.analyzers('us-east-1');
    const made = own.get(OWN);
    if (made === undefined) throw new Error('the analyzer is not there');
    own.set(OWN, { ...made, status: 'FAILED' });
    await expect(open.undo(entry)).rejects.toMatchObject({
      why: expect.stringContaining('is FAILED, and was left there') as string,
    });
    await client(open).send(new DeleteAnalyzerCommand({ analyzerName: OWN }));
    await expect(open.undo(entry)).rejects.toMatchObject({
      why: expect.stringContaining('as it was before already') as string,
    });
  });
});
