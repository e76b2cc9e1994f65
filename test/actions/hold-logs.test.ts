import {
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, colleague, intruder } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'cloudwatch-logs/hold-logs';
const logGroup = '/example/bedrock/invocations';

async function kept(open: ActionCase): Promise<unknown> {
  const { logGroups = [] } = await colleague(open).logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroup }),
  );
  return [logGroups[0]?.retentionInDays, logGroups[0]?.deletionProtectionEnabled ?? false];
}

function destroy(open: ActionCase): Promise<string> {
  return refused(
    intruder(open, 'adminSession').logs.send(new DeleteLogGroupCommand({ logGroupName: logGroup })),
  );
}

checkAction({
  id: ID,
  params: { logGroup },
  calls: ['PutLogGroupDeletionProtection', 'DeleteRetentionPolicy'],
  proof: { act: kept, free: [1, false], inForce: [undefined, true] },
  tamper: (open) =>
    colleague(open).logs.send(new PutRetentionPolicyCommand({ logGroupName: logGroup, retentionInDays: 30 })),
  conflict: /retention of .* is 30, and was left not there/,
});

describe('cloudwatch-logs/hold-logs', () => {
  it('keeps an administrator from deleting the group, until it is let go', async () => {
    const open = await actionCase();
    const entry = await open.apply(ID, { logGroup });
    expect(await destroy(open)).toBe('ValidationException');
    await open.undo(entry);
    expect(await destroy(open)).toBe('went through');
    await expect(open.plan(ID, { logGroup })).rejects.toMatchObject({
      why: expect.stringContaining('no log group') as string,
    });
    await open.close();
  });

  it('does not hold an undo that somebody changed right after it', async () => {
    const open = await actionCase();
    const entry = await open.apply(ID, { logGroup });
    const { cloud } = open.desk;
    const call: typeof cloud.call = async (asked, options) => {
      const answer = await cloud.call(asked, options);
      if (asked.operation === 'PutLogGroupDeletionProtection')
        await colleague(open).logs.send(
          new PutRetentionPolicyCommand({ logGroupName: logGroup, retentionInDays: 30 }),
        );
      return answer;
    };
    Object.assign(open.desk, { cloud: { ...cloud, call } });
    await expect(open.undo(entry)).rejects.toMatchObject({
      exitCode: 7,
      why: expect.stringContaining('is 30') as string,
    });
    expect(open.book.state.actions[entry]?.status).not.toBe('undone');
    await open.close();
  });
});
