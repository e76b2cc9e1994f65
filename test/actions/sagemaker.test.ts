import {
  DescribeEndpointCommand,
  DescribeNotebookInstanceCommand,
  SageMakerClient,
  UpdateEndpointCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction } from '../support/action-checks.ts';
import { secondVariant } from '../support/service-examples.ts';

const ENDPOINT = 'support-reranker';
const NOTEBOOK = 'reranker-lab';
const MINUTE = 60_000;

const sagemaker = ({ account }: ActionCase) => new SageMakerClient(account.settings(account.responder));

/** What answers once the change has settled. */
async function answering(open: ActionCase): Promise<unknown> {
  open.account.clock.advance(MINUTE);
  const { EndpointConfigName, EndpointStatus } = await sagemaker(open).send(
    new DescribeEndpointCommand({ EndpointName: ENDPOINT }),
  );
  return [EndpointConfigName, EndpointStatus];
}

async function runs(open: ActionCase): Promise<unknown> {
  open.account.clock.advance(MINUTE);
  const { NotebookInstanceStatus } = await sagemaker(open).send(
    new DescribeNotebookInstanceCommand({ NotebookInstanceName: NOTEBOOK }),
  );
  return NotebookInstanceStatus;
}

async function weights(open: ActionCase): Promise<unknown> {
  open.account.clock.advance(MINUTE);
  const { ProductionVariants = [] } = await sagemaker(open).send(
    new DescribeEndpointCommand({ EndpointName: ENDPOINT }),
  );
  return ProductionVariants.map(({ DesiredWeight }) => DesiredWeight);
}

async function weigh(open: ActionCase, DesiredWeight: number): Promise<void> {
  open.account.clock.advance(MINUTE);
  await sagemaker(open).send(
    new UpdateEndpointWeightsAndCapacitiesCommand({
      EndpointName: ENDPOINT,
      DesiredWeightsAndCapacities: [{ VariantName: 'AllTraffic', DesiredWeight }],
    }),
  );
}

/** A change takes its time: where it goes is what counts. */
function settled({ status: _status, ...observed }: Record<string, unknown>) {
  return observed as Record<string, string>;
}

checkAction({
  id: 'sagemaker/restore-endpoint',
  params: { endpoint: ENDPOINT, config: 'support-reranker-1' },
  calls: ['UpdateEndpoint'],
  proof: {
    act: answering,
    free: ['support-reranker-2', 'InService'],
    inForce: ['support-reranker-1', 'InService'],
  },
  withoutResidue: settled,
});

checkAction({
  id: 'sagemaker/stop-notebook',
  params: { notebook: NOTEBOOK },
  calls: ['StopNotebookInstance'],
  proof: { act: runs, free: 'InService', inForce: 'Stopped' },
  withoutResidue: settled,
});

checkAction({
  id: 'sagemaker/delete-endpoint',
  params: { endpoint: ENDPOINT },
  calls: ['DeleteEndpoint'],
  proof: {
    act: (open) => answering(open).catch((error: Error) => error.name),
    free: ['support-reranker-2', 'InService'],
    inForce: 'ValidationException',
  },
  withoutResidue: settled,
});

checkAction({
  id: 'sagemaker/drain-variant',
  params: { endpoint: ENDPOINT, variant: 'AllTraffic' },
  calls: ['UpdateEndpointWeightsAndCapacities'],
  prepare: secondVariant,
  proof: { act: weights, free: [1, 1], inForce: [0, 1] },
  tamper: (open) => weigh(open, 0.5),
  withoutResidue: settled,
});

describe('sagemaker/stop-training-job', () => {
  const params = { job: 'support-reranker-3' };

  it('stops the job, and offers no undo', async () => {
    const open = await actionCase();
    const plan = await open.plan('sagemaker/stop-training-job', params);
    expect(plan.calls.map(({ reversibility }) => reversibility.kind)).toEqual(['irreversible']);
    expect(plan.blast.join()).toContain(':role/');
    expect(open.changesInTrail()).toEqual([]);
    const entry = await open.apply('sagemaker/stop-training-job', params);
    expect(open.book.state.actions[entry]?.status).toBe('applied');
    expect(open.changesInTrail()).toEqual(['StopTrainingJob']);
    open.account.clock.advance(MINUTE);
    expect(await open.observe('sagemaker/stop-training-job', params)).toMatchObject({ status: 'Stopped' });
    expect((await open.plan('sagemaker/stop-training-job', params)).calls).toEqual([]);
    await expect(open.undo(entry)).rejects.toThrow(/cannot be undone/);
    await open.close();
  });
});

describe('sagemaker actions', () => {
  it('refuse to drain what is not there, or the only variant', async () => {
    const open = await actionCase();
    const why = (part: string) => ({ why: expect.stringContaining(part) as string });
    const drain = (params: Record<string, string>) => open.plan('sagemaker/drain-variant', params);
    await expect(drain({ endpoint: 'gone', variant: 'AllTraffic' })).rejects.toMatchObject(
      why('no endpoint gone'),
    );
    await expect(drain({ endpoint: ENDPOINT, variant: 'gone' })).rejects.toMatchObject(
      why('no variant gone'),
    );
    await expect(drain({ endpoint: ENDPOINT, variant: 'AllTraffic' })).rejects.toMatchObject(
      why('only variant'),
    );
    await expect(open.plan('sagemaker/stop-training-job', { job: 'gone' })).rejects.toMatchObject(
      why('no training job gone'),
    );
    await open.close();
  });

  it('refuse what is not there, and an endpoint that is being changed', async () => {
    const open = await actionCase();
    const why = (part: string) => ({ why: expect.stringContaining(part) as string });
    const params = { endpoint: ENDPOINT, config: 'support-reranker-1' };
    await expect(
      open.plan('sagemaker/restore-endpoint', { ...params, config: 'gone' }),
    ).rejects.toMatchObject(why('no endpoint configuration gone'));
    await expect(
      open.plan('sagemaker/restore-endpoint', { ...params, endpoint: 'gone' }),
    ).rejects.toMatchObject(why('no endpoint gone'));
    await expect(open.plan('sagemaker/stop-notebook', { notebook: 'gone' })).rejects.toMatchObject(
      why('no notebook instance gone'),
    );
    await sagemaker(open).send(
      new UpdateEndpointCommand({ EndpointName: ENDPOINT, EndpointConfigName: 'support-reranker-2' }),
    );
    await expect(open.plan('sagemaker/restore-endpoint', params)).rejects.toMatchObject(why('is Updating'));
    await open.close();
  });
});
