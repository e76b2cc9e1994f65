import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Actor } from '../../src/app/exercise/actor.ts';
import { judgeDeed, type Verdict } from '../../src/app/training/judge.ts';
import { findLesson } from '../../src/app/training/lesson-library.ts';
import type { JsonObject } from '../../src/base/json.ts';
import { stageLesson, type StagedLesson } from '../support/given-lesson.ts';

const LONG = { timeout: 120_000 };
const { lesson } = findLesson('contain');
const GROUP = { logGroupName: '/example/bedrock/invocations' };

describe('the lesson on containment', () => {
  let staged: StagedLesson;
  beforeEach(async () => {
    staged = await stageLesson(findLesson('contain'), 'contain');
  }, 120_000);
  afterEach(() => staged.close());

  const given = (name: string): string => String(staged.open.given[name]);
  const call = async (service: string, operation: string, input: JsonObject): Promise<void> => {
    const { account } = staged.open;
    const actor = new Actor(account.stage.dispatch, account.stage.responder, {
      address: '192.0.2.90',
      userAgent: 'aws-cli/2.22.0',
    });
    await actor.call({ service, operation, region: 'us-east-1', input });
    actor.close();
  };
  const hold = (): Promise<void> => call('cloudwatch-logs', 'DeleteRetentionPolicy', GROUP);
  const switchOff = (user: string, key: string): Promise<void> =>
    call('iam', 'UpdateAccessKey', { UserName: user, AccessKeyId: key, Status: 'Inactive' });
  const revoke = (): Promise<void> => {
    const until = new Date(staged.open.account.clock.now() + 30_000).toISOString();
    const deny = {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { DateLessThan: { 'aws:TokenIssueTime': until } },
    };
    return call('iam', 'PutRolePolicy', {
      RoleName: 'data-platform-admin',
      PolicyName: 'AWSRevokeOlderSessions',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [deny] }),
    });
  };
  const disableApiKey = (): Promise<void> =>
    call('iam', 'UpdateServiceSpecificCredential', {
      UserName: given('phantom'),
      ServiceSpecificCredentialId: given('apiKey'),
      Status: 'Inactive',
    });
  const verdict = (task: string): Promise<Verdict> => {
    const goal = lesson.tasks.find(({ id }) => id === task)?.goal;
    if (goal?.kind !== 'do') throw new Error(`no deed ${task}`);
    const { account, given: known } = staged.open;
    return judgeDeed(goal, { account, query: staged.query, told: { given: known, answers: {} } });
  };
  const said = async (task: string): Promise<string> => {
    const found = await verdict(task);
    return found.right ? 'right' : found.say;
  };

  it('takes the AWS CLI as well, and all four ways in', LONG, async () => {
    await hold();
    expect(await said('hold')).toBe('right');
    await switchOff('ci-deployer', given('leaked'));
    await switchOff(given('colleague'), given('backdoor'));
    await revoke();
    expect(await said('close')).toContain('Calls models for paying customers');
    await disableApiKey();
    expect(await said('close')).toBe('right');
  });

  it('sees that a session outlives its key, and a second key the first', LONG, async () => {
    await hold();
    await switchOff('ci-deployer', given('leaked'));
    await disableApiKey();
    expect(await said('close')).toContain('Reads a contract of a colleague');
    // With the session gone, the second key is tried.
    await revoke();
    expect(await said('close')).toContain('Reads a contract of a colleague');
    await switchOff(given('colleague'), given('backdoor'));
    expect(await said('close')).toBe('right');
  });

  it('knows from the records of the account when somebody contained before preserving', LONG, async () => {
    await switchOff('ci-deployer', given('leaked'));
    await hold();
    expect(await said('hold')).toContain('You contained before you preserved');
  });

  it('does not take a deleted key for a closed one', LONG, async () => {
    await hold();
    await call('iam', 'DeleteAccessKey', { UserName: 'ci-deployer', AccessKeyId: given('leaked') });
    expect(await said('close')).toContain('Something was deleted');
  });

  it('asks the future in a copy: the account of the learner stays where it is', LONG, async () => {
    const before = staged.open.account.clock.now();
    const first = await said('close');
    expect(await said('close')).toBe(first);
    expect(staged.open.account.clock.now()).toBe(before);
  });
});
