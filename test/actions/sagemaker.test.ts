import {
  DescribeEndpointCommand,
  DescribeNotebookInstanceCommand,
  SageMakerClient,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction } from '../support/action-checks.ts';

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

describe('sagemaker actions', () => {
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
