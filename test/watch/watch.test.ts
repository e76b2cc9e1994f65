import {
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  IAMClient,
  ListAttachedUserPoliciesCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnswersResponder } from '../../src/app/answers-responder.ts';
import type * as Running from '../../src/app/run-case.ts';
import type * as Watching from '../../src/app/watch/watch-case.ts';
import { systemIds } from '../../src/app/ids.ts';
import { findPlaybook } from '../../src/app/playbook-library.ts';
import type { CaseTools } from '../../src/app/case-wiring.ts';
import { caseStatus } from '../../src/app/case-status.ts';
import { readCase } from '../../src/case/case-folder.ts';
import { type Answers, NO_ANSWERS } from '../../src/model/answers.ts';
import { foldJournal } from '../../src/engine/apply.ts';
import { NO_ORGANIZATION } from '../../src/model/organization.ts';
import { openAccount } from '../../src/simulator/account/account.ts';
import { leakedCredentialAccount } from '../../src/simulator/scenarios/leaked-credential.ts';
import type { Credentials, ScenarioAccount } from '../../src/simulator/scenarios/scenario.ts';
import { listen } from '../../src/simulator/wire/http-server.ts';
import { DIST } from '../support/built.ts';
import { refused } from '../support/simulated-account.ts';

/** Queries run in a process of their own, which is there only once built. */
const { runCase } = (await import(join(DIST, 'app/run-case.js'))) as typeof Running;
const { watchCase } = (await import(join(DIST, 'app/watch/watch-case.js'))) as typeof Watching;

const MINUTE = 60_000;
const LONG = { timeout: 300_000 };
const ANSWERS: Answers = {
  ...NO_ANSWERS,
  account: '111122223333',
  actions: { '*': 'approve' },
  default: 'unknown-and-decline',
};

describe('the watch after containment', () => {
  let folder = '';
  /** Added to the wall's clock, on both sides. */
  let shift = 0;
  const now = (): number => Date.now() + shift;
  let url = '';
  let account: ScenarioAccount;
  let close: () => Promise<void>;
  const iam = (credentials: Credentials): IAMClient =>
    new IAMClient({ region: 'us-east-1', credentials, endpoint: url, maxAttempts: 1 });
  /** Somebody takes back by hand what contained a user. */
  const letBackIn = async (UserName: string, AccessKeyId: string): Promise<void> => {
    const client = iam(account.responder);
    await client.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Active' }));
    const { PolicyNames = [] } = await client.send(new ListUserPoliciesCommand({ UserName }));
    for (const PolicyName of PolicyNames)
      if (PolicyName.toLowerCase().includes('heptad'))
        await client.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
    const { AttachedPolicies = [] } = await client.send(new ListAttachedUserPoliciesCommand({ UserName }));
    for (const { PolicyArn, PolicyName = '' } of AttachedPolicies)
      if (/Quarantine|DenyAll/.test(PolicyName))
        await client.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
  };
  const tools = (): CaseTools => ({
    by: { human: 'ada', identity: null },
    clock: { now: () => new Date(now()).toISOString() },
    ids: systemIds,
    interactive: false,
    responder: createAnswersResponder(ANSWERS, null, () => undefined),
  });
  const access = () => ({
    profile: null,
    region: 'us-east-1',
    endpoint: url,
    organization: { ...NO_ORGANIZATION, breakGlass: 'none' as const },
    credentials: account.responder,
  });

  beforeAll(async () => {
    folder = join(mkdtempSync(join(tmpdir(), 'heptad-watch-')), 'case');
    const clock = { now };
    account = leakedCredentialAccount({
      seed: 'watch',
      clock,
      realNow: Date.now,
      backgroundEvents: 100,
      lookupsPerSecond: 1000,
    });
    const server = await listen(openAccount(account.world), 0);
    url = server.url;
    close = server.close;
    await runCase(
      {
        found: findPlaybook('genai-workload'),
        folder,
        logs: [],
        inputs: { access_key: account.intruder['leakedKey']?.accessKeyId ?? '' },
        answers: ANSWERS,
        complete: null,
        account: { access: access(), regions: ['us-east-1'], reach: { roles: [], organizationRole: null } },
      },
      tools(),
    );
  }, 200_000);
  afterAll(async () => {
    await close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells that a contained key was only refused since, over what was seen', LONG, async () => {
    shift += 3 * MINUTE;
    const otherKey = account.intruder['secondKey'];
    if (otherKey === undefined) throw new Error('the scenario has no second key');
    await letBackIn('marta.silva', otherKey.accessKeyId);
    expect(await refused(iam(otherKey).send(new ListUsersCommand({})))).toBe('went through');
    shift += 7 * MINUTE;
    const key = account.intruder['leakedKey'];
    if (key === undefined) throw new Error('the scenario has no leaked key');
    expect(await refused(iam(key).send(new ListUsersCommand({})))).not.toBe('went through');
    shift += 30 * MINUTE;
    const round = await watchCase(folder, tools(), access());
    const watched = round.identities.find(({ value }) => value === key.accessKeyId);
    expect(watched).toMatchObject({ attribute: 'AccessKeyId', successes: 0 });
    // Without a hole at the containment, and without a word of files that are missing: none is.
    const until = /management events? read, \S+Z to (\S+Z)/.exec(watched?.coverage ?? '')?.[1];
    expect(Date.parse(until ?? '')).toBeGreaterThan(Date.parse(watched?.since ?? ''));
    expect(watched?.coverage).not.toContain('missing');
    expect(round.steps).toBeGreaterThan(3);
    // Its containment was seen to fail: that is no reason to look away.
    const failed = round.identities.find(({ value }) => value === otherKey.accessKeyId);
    expect(failed).toMatchObject({ successes: 1 });
    const { notHolding } = await caseStatus(folder);
    expect(notHolding).toEqual([expect.stringContaining(`entry ${failed?.plan}: iam/disable-access-key`)]);
  });

  it('tells a late success by name and time, and keeps the round in the journal', LONG, async () => {
    const key = account.intruder['leakedKey'];
    if (key === undefined) throw new Error('the scenario has no leaked key');
    await letBackIn('ci-deployer', key.accessKeyId);
    shift += MINUTE;
    expect(await refused(iam(key).send(new ListUsersCommand({})))).toBe('went through');
    shift += 30 * MINUTE;
    const round = await watchCase(folder, tools(), access());
    const watched = round.identities.find(({ value }) => value === key.accessKeyId);
    expect(watched).toMatchObject({ successes: 1 });
    expect(watched?.events[0]).toMatchObject({ name: 'ListUsers', error: null });
    const rounds = readCase(folder).entries.filter(({ kind }) => kind === 'watch-round');
    expect(rounds).toHaveLength(2);
    // The second began where the first ended, an hour before it for what comes late.
    const [before, last] = foldJournal(readCase(folder).entries).collections.slice(-2);
    expect(Date.parse(last?.from ?? '')).toBe(Date.parse(before?.to ?? '') - 60 * MINUTE);
  });

  it('refuses a case that contains nothing', async () => {
    const other = join(folder, '..', 'other');
    await runCase(
      {
        found: findPlaybook('genai-workload'),
        folder: other,
        logs: [],
        inputs: {},
        answers: { ...ANSWERS, actions: { '*': 'decline' } },
        complete: null,
        account: { access: access(), regions: ['us-east-1'], reach: { roles: [], organizationRole: null } },
      },
      {
        ...tools(),
        responder: createAnswersResponder({ ...ANSWERS, actions: { '*': 'decline' } }, null, () => undefined),
      },
    );
    await expect(watchCase(other, tools(), access())).rejects.toMatchObject({
      why: 'no containment of this case is in force',
    });
  }, 200_000);
});
