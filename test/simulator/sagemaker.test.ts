import * as sagemaker from '@aws-sdk/client-sagemaker';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastTrack, refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const EndpointName = 'support-reranker';
const NotebookInstanceName = 'reranker-lab';
const TrainingJobName = 'support-reranker-3';

describe.each(['in process', 'over HTTP'] as const)('SageMaker %s', (over) => {
  let account: TestAccount;
  let client: sagemaker.SageMakerClient;
  beforeEach(async () => {
    account = await testAccount(over);
    client = new sagemaker.SageMakerClient(account.settings(account.responder));
  });
  afterEach(() => {
    client.destroy();
    return account.close();
  });
  const endpoint = () => client.send(new sagemaker.DescribeEndpointCommand({ EndpointName }));
  const update = (EndpointConfigName: string) =>
    client.send(new sagemaker.UpdateEndpointCommand({ EndpointName, EndpointConfigName }));
  const weigh = (VariantName: string, DesiredWeight: number) =>
    client.send(
      new sagemaker.UpdateEndpointWeightsAndCapacitiesCommand({
        EndpointName,
        DesiredWeightsAndCapacities: [{ VariantName, DesiredWeight }],
      }),
    );

  it('moves an endpoint back to a good configuration, in time', async () => {
    expect(await endpoint()).toMatchObject({
      EndpointStatus: 'InService',
      EndpointConfigName: 'support-reranker-2',
    });
    await update('support-reranker-1');
    expect((await endpoint()).EndpointStatus).toBe('Updating');
    expect(await refused(update('support-reranker-2'))).toBe('ValidationException');
    account.clock.advance(60_000);
    expect(await endpoint()).toMatchObject({
      EndpointStatus: 'InService',
      EndpointConfigName: 'support-reranker-1',
    });
    expect(await refused(update('support-reranker-9'))).toBe('ValidationException');
    expect(lastTrack(account, 'UpdateEndpoint')).toMatchObject({
      eventSource: 'sagemaker.amazonaws.com',
      requestParameters: { endpointName: EndpointName },
      errorCode: 'ValidationException',
    });
  });

  it('takes the weight of a variant away', async () => {
    await weigh('AllTraffic', 0);
    account.clock.advance(60_000);
    expect((await endpoint()).ProductionVariants).toMatchObject([
      { VariantName: 'AllTraffic', CurrentWeight: 0, CurrentInstanceCount: 2 },
    ]);
    expect(await refused(weigh('Other', 0))).toBe('ValidationException');
  });

  it('deletes an endpoint and makes it again of the kept configuration', async () => {
    const { EndpointConfigName } = await endpoint();
    const config = await client.send(new sagemaker.DescribeEndpointConfigCommand({ EndpointConfigName }));
    expect(config.ProductionVariants?.[0]?.InstanceType).toBe('ml.g5.xlarge');
    await client.send(new sagemaker.DeleteEndpointCommand({ EndpointName }));
    expect(await refused(endpoint())).toBe('ValidationException');
    const create = () =>
      client.send(new sagemaker.CreateEndpointCommand({ EndpointName, EndpointConfigName }));
    await create();
    expect(await refused(create())).toBe('ValidationException');
    const { Endpoints = [] } = await client.send(new sagemaker.ListEndpointsCommand({}));
    expect(Endpoints.map(({ EndpointStatus }) => EndpointStatus)).toEqual(['Creating']);
  });

  it('stops and starts a notebook', async () => {
    const stop = () => client.send(new sagemaker.StopNotebookInstanceCommand({ NotebookInstanceName }));
    const status = async () =>
      (await client.send(new sagemaker.DescribeNotebookInstanceCommand({ NotebookInstanceName })))
        .NotebookInstanceStatus;
    await stop();
    expect([await status(), await refused(stop())]).toEqual(['Stopping', 'ValidationException']);
    account.clock.advance(60_000);
    expect(await status()).toBe('Stopped');
    await client.send(new sagemaker.StartNotebookInstanceCommand({ NotebookInstanceName }));
    const { NotebookInstances = [] } = await client.send(new sagemaker.ListNotebookInstancesCommand({}));
    expect(NotebookInstances.map((one) => one.NotebookInstanceStatus)).toEqual(['Pending']);
  });

  it('stops a training job once', async () => {
    const stop = () => client.send(new sagemaker.StopTrainingJobCommand({ TrainingJobName }));
    const job = () => client.send(new sagemaker.DescribeTrainingJobCommand({ TrainingJobName }));
    expect((await job()).TrainingJobStatus).toBe('InProgress');
    await stop();
    expect((await job()).TrainingJobStatus).toBe('Stopping');
    account.clock.advance(60_000);
    expect([(await job()).TrainingJobStatus, await refused(stop())]).toEqual([
      'Stopped',
      'ValidationException',
    ]);
  });

  it('refuses the intruder, as in the story', async () => {
    const leaked = new sagemaker.SageMakerClient(
      account.settings(account.intruder['leakedKey'] ?? account.responder),
    );
    expect(await refused(leaked.send(new sagemaker.ListEndpointsCommand({})))).toBe('AccessDeniedException');
    leaked.destroy();
  });
});
