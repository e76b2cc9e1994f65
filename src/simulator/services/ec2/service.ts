import * as ec2 from '@aws-sdk/client-ec2';
import type { Call, ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped, type UntypedHandler } from '../../wire/handlers.ts';
import { isObject } from '../../../base/json.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { WireError } from '../../wire/wire-error.ts';
import type { Ec2Handlers } from './handlers.ts';
import { instanceHandlers } from './instances.ts';
import { launchHandlers } from './launches.ts';
import { networkInterfaceHandlers } from './network-interfaces.ts';
import { networkHandlers } from './networks.ts';
import { securityGroupHandlers } from './security-groups.ts';
import { snapshotSharingHandlers } from './snapshot-sharing.ts';
import { snapshotHandlers } from './snapshots.ts';
import { volumeHandlers } from './volumes.ts';

/** What containment needs of EC2. */
export function ec2Service(world: World): ServiceUnit {
  const handlers: Ec2Handlers = {
    ...instanceHandlers(world),
    ...launchHandlers(world),
    ...networkInterfaceHandlers(world),
    ...volumeHandlers(world),
    ...snapshotHandlers(world),
    ...snapshotSharingHandlers(world),
    ...securityGroupHandlers(world),
    ...networkHandlers(world),
  };
  return {
    model: serviceModel(ec2, ec2.EC2Client),
    handlers: Object.fromEntries(
      Object.entries(untyped<Call>(handlers)).map(([name, handler]) => [name, unlessDryRun(handler)]),
    ),
    access: (operation, input, { region }) => {
      const arn = (path: string): string => `arn:aws:ec2:${region}:${world.accountId}:${path}`;
      if (operation === 'RunInstances') return [{ action: 'ec2:RunInstances', resource: arn('instance/*') }];
      const own = input['NetworkInterfaceId'];
      if (typeof own === 'string')
        return [{ action: `ec2:${operation}`, resource: arn(`network-interface/${own}`) }];
      const snapshot = input['SnapshotId'];
      // The ARN of a snapshot has no account (service authorization reference of EC2).
      if (typeof snapshot === 'string')
        return [{ action: `ec2:${operation}`, resource: `arn:aws:ec2:${region}::snapshot/${snapshot}` }];
      const id = input['InstanceId'];
      const ids =
        Array.isArray(input['InstanceIds']) && !operation.startsWith('Describe')
          ? input['InstanceIds']
          : [id];
      return ids.map((one) => ({
        action: `ec2:${operation}`,
        resource: typeof one === 'string' ? arn(`instance/${one}`) : '*',
      }));
    },
  };
}

/** A dry run that is allowed ends in an error that says so, and changes nothing. */
function unlessDryRun(handler: UntypedHandler<Call> | undefined): UntypedHandler<Call> | undefined {
  if (handler === undefined) return undefined;
  return (input, call) => {
    if (isObject(input) && input['DryRun'] === true)
      throw new WireError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
    return handler(input, call);
  };
}
