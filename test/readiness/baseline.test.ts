import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { baselinePlace, keepBaseline, loadBaseline } from '../../src/app/readiness/baseline-file.ts';
import type { buildBaseline as building } from '../../src/app/readiness/build-baseline.ts';
import type { World } from '../../src/simulator/world/world.ts';
import { DIST } from '../support/built.ts';
import { openFor, RECENT, reportOn } from '../support/readiness-account.ts';
import { OPENED } from '../support/simulated-account.ts';

// The lake it asks runs its queries in the built worker.
const { buildBaseline } = (await import(join(DIST, 'app/readiness/build-baseline.js'))) as {
  readonly buildBaseline: typeof building;
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heptad-baseline-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const HOUR = 3_600_000;

/** Synthetic calls of a model: one that went through, one that was denied, one of heptad's own. */
function calls(world: World): void {
  const event = eventsOf(world);
  event('aaaaaaaa-0000-4000-8000-000000000001', {});
  event('aaaaaaaa-0000-4000-8000-000000000002', {
    errorCode: 'AccessDenied',
    sourceIPAddress: '203.0.113.66',
  });
  event('aaaaaaaa-0000-4000-8000-000000000003', { userAgent: 'aws-sdk-js/3 heptad/1 x', eventName: 'List' });
}

/** Synthetic: a sign-in, an ingestion, and after both more calls of a model than are read. */
function busy(world: World): void {
  const event = eventsOf(world);
  const signIn = { eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' };
  event('bbbbbbbb-0000-4000-8000-000000000001', {
    ...signIn,
    sourceIPAddress: '198.51.100.7',
    responseElements: { ConsoleLogin: 'Success' },
  });
  event('bbbbbbbb-0000-4000-8000-000000000002', {
    ...signIn,
    sourceIPAddress: '203.0.113.66',
    responseElements: { ConsoleLogin: 'Failure' },
  });
  event('bbbbbbbb-0000-4000-8000-000000000003', {
    eventName: 'StartIngestionJob',
    requestParameters: { knowledgeBaseId: 'KB12345678' },
  });
  for (let call = 0; call <= 50; call += 1)
    event(`cccccccc-0000-4000-8000-${String(call).padStart(12, '0')}`, {}, OPENED - 20 * HOUR);
}

function eventsOf(world: World): (id: string, extra: object, time?: number) => void {
  const role = 'arn:aws:iam::111122223333:role/support-assistant-exec';
  return (id, extra, time = OPENED - 30 * HOUR) => {
    world.trail.events.push({
      time,
      record: {
        eventVersion: '1.11',
        eventID: id,
        requestID: id,
        eventTime: new Date(time).toISOString().replace('.000', ''),
        eventSource: 'bedrock.amazonaws.com',
        eventName: 'Converse',
        awsRegion: 'us-east-1',
        sourceIPAddress: '192.0.2.10',
        userAgent: 'aws-sdk-js/3',
        userIdentity: {
          type: 'AssumedRole',
          arn: 'arn:aws:sts::111122223333:assumed-role/support-assistant-exec/a',
          sessionContext: { sessionIssuer: { arn: role } },
        },
        requestParameters: { modelId: 'amazon.nova-pro-v1:0' },
        responseElements: null,
        readOnly: true,
        eventType: 'AwsApiCall',
        managementEvent: true,
        recipientAccountId: '111122223333',
        eventCategory: 'Management',
        ...extra,
      },
    });
  };
}

it('holds what was called and went through, and passes R39', async () => {
  const opened = await openFor('bare', { change: calls });
  const made = await buildBaseline(opened.desk, {
    regions: ['us-east-1', 'eu-west-1'],
    everyRegion: true,
    days: 30,
  });
  expect(made).toMatchObject({
    account: '111122223333',
    events: 1,
    complete: true,
    principals: ['arn:aws:iam::111122223333:role/support-assistant-exec'],
    models: ['amazon.nova-pro-v1:0'],
    regions: ['us-east-1'],
    addresses: ['192.0.2.10'],
    userAgents: ['aws-sdk-js/3'],
    tools: ['Converse'],
  });
  const file = join(folder, 'deep', 'baseline.json');
  keepBaseline(file, made);
  const loaded = loadBaseline(file, '111122223333');
  expect(loaded).toEqual(made);
  const { checks } = await reportOn(await openFor('bare'), { baseline: loaded });
  const own = checks.find(({ check }) => check === 'R39');
  expect(own).toMatchObject({ status: 'pass' });
  expect(own?.remarks.join()).toContain('Data events are not in it');
});

it('tells by their names what a busy service cuts off, and nothing of what event history never has', async () => {
  const opened = await openFor('bare', { change: busy });
  const made = await buildBaseline(opened.desk, {
    regions: ['us-east-1'],
    everyRegion: true,
    days: 30,
    pages: 1,
  });
  expect(made.complete).toBe(false);
  expect(made.habits).toMatchObject({
    signin_addresses: ['198.51.100.7'],
    ingesters: ['KB12345678 arn:aws:iam::111122223333:role/support-assistant-exec'],
    training_inputs: [],
  });
  expect(made.habits).not.toHaveProperty('agent_callers');
  expect(made.source).toContain('who calls which agent or flow');
});

it('tells neither Regions nor sign-ins of an account that was read in some Regions', async () => {
  const opened = await openFor('bare', { change: busy });
  const wish = { regions: ['us-east-1'], everyRegion: false, days: 30, pages: 1 };
  const made = await buildBaseline(opened.desk, wish);
  expect(made.regions).toBeNull();
  expect(made.habits).not.toHaveProperty('signin_addresses');
  expect(made.habits).not.toHaveProperty('compute_regions');
  expect(made.habits).toHaveProperty('ingesters');
});

it('takes a file of before it had further lists, and refuses one with a list nobody knows', () => {
  const file = join(folder, 'baseline.json');
  keepBaseline(file, RECENT);
  expect(loadBaseline(file, '111122223333')).toEqual(RECENT);
  writeFileSync(file, JSON.stringify({ ...RECENT, habits: { agents: [] } }));
  expect(() => loadBaseline(file, '111122223333')).toThrow(/no baseline/);
});

it('fails R39 where the baseline is older than 30 days', async () => {
  const old = { ...RECENT, madeAt: '2025-12-01T00:00:00.000Z' };
  const { checks } = await reportOn(await openFor('bare'), { baseline: old });
  expect(checks.find(({ check }) => check === 'R39')).toMatchObject({ status: 'fail' });
});

it('fails R39 where the baseline holds no call', async () => {
  const none = { ...RECENT, events: 0, principals: [], models: [], regions: [], tools: [] };
  const { checks } = await reportOn(await openFor('bare'), { baseline: none });
  expect(checks.find(({ check }) => check === 'R39')).toMatchObject({ status: 'fail' });
});

it('is kept beside the cases, by account', () => {
  expect(baselinePlace({ cases: '/data/heptad/cases', config: '/config' }, '111122223333')).toBe(
    '/data/heptad/baselines/111122223333.json',
  );
  expect(loadBaseline(join(folder, 'none.json'), '111122223333')).toBeNull();
});

it('refuses what is no baseline, or is another account’s', () => {
  const file = join(folder, 'baseline.json');
  keepBaseline(file, RECENT);
  expect(() => loadBaseline(file, '444455556666')).toThrow(/account 111122223333/);
  writeFileSync(file, '{"heptad":1}');
  expect(() => loadBaseline(file, '111122223333')).toThrow(/no baseline/);
  writeFileSync(file, '{');
  expect(() => loadBaseline(file, '111122223333')).toThrow(/no JSON/);
});
