import type { World } from '../../world/world.ts';
import type { Ec2Handlers } from './handlers.ts';

/** Endpoints and flow logs of networks as they are; filters are not known here. */
export function networkHandlers({ ec2 }: World): Ec2Handlers {
  return {
    DescribeVpcEndpoints: ({ VpcEndpointIds }, { region }) => ({
      VpcEndpoints: [...(ec2(region).endpoints?.values() ?? [])].filter(
        ({ VpcEndpointId = '' }) => VpcEndpointIds?.includes(VpcEndpointId) ?? true,
      ),
    }),
    DescribeFlowLogs: ({ FlowLogIds }, { region }) => ({
      FlowLogs: [...(ec2(region).flowLogs?.values() ?? [])].filter(
        ({ FlowLogId = '' }) => FlowLogIds?.includes(FlowLogId) ?? true,
      ),
    }),
  };
}
