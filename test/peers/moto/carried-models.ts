import * as agentcore from '@aws-sdk/client-bedrock-agentcore-control';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import { type Carried, without } from './carried.ts';
import { ACCOUNT, type MotoAccount, serviceRole } from './moto-account.ts';

const ENDPOINT = 'support-reranker';
const NOTEBOOK = 'reranker-lab';

async function endpoint(account: MotoAccount): Promise<void> {
  const { sagemaker: client } = account.clients;
  const ExecutionRoleArn = await serviceRole(account);
  await client.send(
    new sagemaker.CreateModelCommand({
      ModelName: 'reranker',
      ExecutionRoleArn,
      PrimaryContainer: { Image: `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/reranker:1` },
    }),
  );
  const variant = { ModelName: 'reranker', InitialInstanceCount: 1, InstanceType: 'ml.m5.large' as const };
  await client.send(
    new sagemaker.CreateEndpointConfigCommand({
      EndpointConfigName: 'reranker-1',
      ProductionVariants: [
        { ...variant, VariantName: 'AllTraffic', InitialVariantWeight: 1 },
        { ...variant, VariantName: 'Shadow', InitialVariantWeight: 1 },
      ],
    }),
  );
  await client.send(
    new sagemaker.CreateEndpointCommand({ EndpointName: ENDPOINT, EndpointConfigName: 'reranker-1' }),
  );
}

/** The actions on SageMaker and AgentCore. */
export const CARRIED_MODELS: readonly Carried[] = [
  {
    id: 'sagemaker/delete-endpoint',
    setup: async (account) => {
      await endpoint(account);
      return { endpoint: ENDPOINT };
    },
    calls: ['DeleteEndpoint'],
    proof: {
      of: 'effect',
      act: async ({ clients }) =>
        (await clients.sagemaker.send(new sagemaker.ListEndpointsCommand({}))).Endpoints?.length,
      before: 1,
      inForce: 0,
    },
    undo: without('sagemaker', 'CreationTime', 'LastModifiedTime'),
  },
  {
    id: 'sagemaker/drain-variant',
    setup: async (account) => {
      await endpoint(account);
      return { endpoint: ENDPOINT, variant: 'Shadow' };
    },
    calls: ['UpdateEndpointWeightsAndCapacities'],
    proof: {
      of: 'state',
      because: 'moto’s endpoints answer whatever the weights are',
      act: async ({ clients }) => {
        const { ProductionVariants } = await clients.sagemaker.send(
          new sagemaker.DescribeEndpointCommand({ EndpointName: ENDPOINT }),
        );
        return ProductionVariants?.map(({ CurrentWeight }) => CurrentWeight);
      },
      before: [1, 1],
      inForce: [1, 0],
    },
    // moto forgets the number of instances, which a call without DesiredInstanceCount leaves as it is:
    // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DesiredWeightAndCapacity.html
    undo: without('sagemaker', 'LastModifiedTime', 'CurrentInstanceCount', 'DesiredInstanceCount'),
  },
  {
    id: 'sagemaker/stop-notebook',
    setup: async (account) => {
      await account.clients.sagemaker.send(
        new sagemaker.CreateNotebookInstanceCommand({
          NotebookInstanceName: NOTEBOOK,
          InstanceType: 'ml.t3.medium',
          RoleArn: await serviceRole(account),
        }),
      );
      return { notebook: NOTEBOOK };
    },
    calls: ['StopNotebookInstance'],
    proof: {
      of: 'effect',
      act: async ({ clients }) => {
        const { NotebookInstanceStatus } = await clients.sagemaker.send(
          new sagemaker.DescribeNotebookInstanceCommand({ NotebookInstanceName: NOTEBOOK }),
        );
        return NotebookInstanceStatus;
      },
      before: 'InService',
      inForce: 'Stopped',
    },
    undo: without('sagemaker', 'LastModifiedTime'),
  },
  {
    id: 'bedrock-agentcore/restore-runtime-endpoint',
    setup: async (account) => {
      const roleArn = await serviceRole(account);
      const client = account.clients.agentcore;
      const runtime = {
        agentRuntimeArtifact: {
          containerConfiguration: { containerUri: `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/agent:1` },
        },
        roleArn,
        networkConfiguration: { networkMode: 'PUBLIC' as const },
      };
      const { agentRuntimeId = '' } = await client.send(
        new agentcore.CreateAgentRuntimeCommand({ agentRuntimeName: 'support_agent', ...runtime }),
      );
      await client.send(new agentcore.UpdateAgentRuntimeCommand({ agentRuntimeId, ...runtime }));
      await client.send(
        new agentcore.CreateAgentRuntimeEndpointCommand({
          agentRuntimeId,
          name: 'live',
          agentRuntimeVersion: '2',
        }),
      );
      return { agentRuntimeId, endpoint: 'live', version: '1' };
    },
    calls: ['UpdateAgentRuntimeEndpoint'],
    proof: {
      of: 'state',
      because: 'in moto no version goes live after the first',
      act: async ({ clients }, { agentRuntimeId }) => {
        const { targetVersion } = await clients.agentcore.send(
          new agentcore.GetAgentRuntimeEndpointCommand({
            agentRuntimeId: String(agentRuntimeId),
            endpointName: 'live',
          }),
        );
        return targetVersion;
      },
      before: '2',
      inForce: '1',
    },
    // moto never says READY again after an update.
    undo: without('agentcore', 'lastUpdatedAt', 'status'),
  },
  {
    id: 'bedrock-agentcore/restore-gateway',
    again: 'moto never says READY again after an update, so that it is refused',
    setup: async (account) => {
      const { gatewayId = '' } = await account.clients.agentcore.send(
        new agentcore.CreateGatewayCommand({
          name: 'support-tools',
          roleArn: await serviceRole(account),
          protocolType: 'MCP',
          authorizerType: 'AWS_IAM',
          policyEngineConfiguration: {
            arn: `arn:aws:bedrock-agentcore:us-east-1:${ACCOUNT}:policy-engine/tools-example001`,
            mode: 'LOG_ONLY',
          },
        }),
      );
      return { gateway: gatewayId };
    },
    calls: ['UpdateGateway'],
    proof: {
      of: 'state',
      because: 'moto’s gateways carry no call',
      act: async ({ clients }, { gateway }) => {
        const { policyEngineConfiguration } = await clients.agentcore.send(
          new agentcore.GetGatewayCommand({ gatewayIdentifier: String(gateway) }),
        );
        return policyEngineConfiguration?.mode;
      },
      before: 'LOG_ONLY',
      inForce: 'ENFORCE',
    },
    undo: without('agentcore', 'updatedAt', 'status'),
  },
];
