import {
  AuthorizeSecurityGroupEgressCommand,
  EC2Client,
  ModifyInstanceAttributeCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, still } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'ec2/isolate-instance';
const instanceId = 'i-0example0000000001';
const group = 'sg-0example0isolation';
const params = { instanceId, group };

const ec2 = ({ account }: ActionCase) => new EC2Client(account.settings(account.responder));
const home = ({ account }: ActionCase) => account.world.ec2('us-east-1');

/** What stands between the instance and the world. */
function kept(open: ActionCase): Promise<unknown> {
  const instance = home(open).instances.get(instanceId);
  return Promise.resolve([
    instance?.interfaces.every(({ groups }) => groups.join() === group),
    instance?.metadata.endpoint,
    instance?.protected,
    [...home(open).groups.keys()].length,
  ]);
}

/** The snapshots stay. */
function withoutSnapshots({ instance, ...observed }: Record<string, unknown>) {
  return still({ ...observed, instance: { ...(instance as object), snapshots: [] } });
}

checkAction({
  id: ID,
  params,
  calls: [
    'CreateSnapshots',
    'ModifyInstanceAttribute',
    'ModifyInstanceAttribute',
    'ModifyInstanceMetadataOptions',
  ],
  proof: { act: kept, free: [false, 'enabled', false, 2], inForce: [true, 'disabled', true, 2] },
  tamper: async (open) =>
    ec2(open)
      .send(
        new ModifyInstanceAttributeCommand({
          InstanceId: instanceId,
          DisableApiTermination: { Value: false },
        }),
      )
      .then(() =>
        ec2(open).send(
          new ModifyInstanceAttributeCommand({ InstanceId: instanceId, Groups: [group, others(open)] }),
        ),
      ),
  conflict: /security groups of eni-0example000000001 is .*, and was left \["sg-0example0isolation"\]/,
  withoutResidue: withoutSnapshots,
});

function others(open: ActionCase): string {
  return [...home(open).groups.keys()].find((id) => id !== group) ?? '';
}

describe('ec2/isolate-instance', () => {
  it('keeps the disks first, and an administrator from terminating it', async () => {
    const open = await actionCase();
    const entry = await open.apply(ID, params);
    expect([...home(open).snapshots.values()].map(({ VolumeId }) => VolumeId)).toEqual([
      'vol-0example000000001',
    ]);
    const { adminSession = open.account.responder } = open.account.intruder;
    const terminate = () =>
      refused(
        new EC2Client(open.account.settings(adminSession)).send(
          new TerminateInstancesCommand({ InstanceIds: [instanceId] }),
        ),
      );
    expect(await terminate()).toBe('OperationNotPermitted');
    await open.undo(entry);
    // Done again much later, it keeps the disks as they are then.
    open.account.clock.advance(7_200_000);
    await open.apply(ID, params);
    expect(home(open).snapshots.size).toBe(2);
    await open.close();
  });

  it('takes every interface of an instance that has several, and gives each its own groups back', async () => {
    const open = await actionCase();
    const instance = home(open).instances.get(instanceId);
    if (instance === undefined) throw new Error('the account has no such instance');
    const second = { id: 'eni-0example000000002', address: '192.0.2.21', groups: [others(open)] };
    const two = { ...instance, interfaces: [instance.interfaces[0], second] } as const;
    home(open).instances.set(instanceId, two);
    const before = await open.observe(ID, params);
    const entry = await open.apply(ID, params);
    expect(open.changesInTrail().slice(1, 3)).toEqual([
      'ModifyNetworkInterfaceAttribute',
      'ModifyNetworkInterfaceAttribute',
    ]);
    expect(two.interfaces.map(({ groups }) => groups)).toEqual([[group], [group]]);
    await open.undo(entry);
    expect(withoutSnapshots(await open.observe(ID, params))).toEqual(withoutSnapshots(before));
    await open.close();
  });

  it('refuses a group that is not there or lets anything out, and an instance that is gone', async () => {
    const open = await actionCase();
    const why = (part: string) => ({ why: expect.stringContaining(part) as string });
    await expect(open.plan(ID, { ...params, group: 'sg-0gone' })).rejects.toMatchObject(why('sg-0gone'));
    await expect(open.plan(ID, { ...params, instanceId: 'i-0gone' })).rejects.toMatchObject(why('i-0gone'));
    await ec2(open).send(
      new AuthorizeSecurityGroupEgressCommand({
        GroupId: group,
        IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      }),
    );
    await expect(open.plan(ID, params)).rejects.toMatchObject(why('reaches everywhere'));
    await open.close();
  });
});
