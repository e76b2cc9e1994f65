import * as ec2 from '@aws-sdk/client-ec2';
import type { ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import { serviceModel } from '../../wire/service-model.ts';
import type { Ec2Handlers } from './handlers.ts';
import { instanceHandlers } from './instances.ts';
import { securityGroupHandlers } from './security-groups.ts';
import { snapshotSharingHandlers } from './snapshot-sharing.ts';
import { snapshotHandlers } from './snapshots.ts';

/** What containment needs of EC2. */
export function ec2Service(world: World): ServiceUnit {
  const handlers: Ec2Handlers = {
    ...instanceHandlers(world),
    ...snapshotHandlers(world),
    ...snapshotSharingHandlers(world),
    ...securityGroupHandlers(world),
  };
  return {
    model: serviceModel(ec2, ec2.EC2Client),
    handlers: untyped(handlers),
    access: (operation, input, { region }) => {
      const id = input['InstanceId'];
      const ids =
        Array.isArray(input['InstanceIds']) && !operation.startsWith('Describe')
          ? input['InstanceIds']
          : [id];
      return ids.map((one) => ({
        action: `ec2:${operation}`,
        resource: typeof one === 'string' ? `arn:aws:ec2:${region}:${world.accountId}:instance/${one}` : '*',
      }));
    },
  };
}
