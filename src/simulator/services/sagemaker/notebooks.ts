import type { NotebookInstanceStatus } from '@aws-sdk/client-sagemaker';
import { given } from '../../world/given.ts';
import type { NotebookEntry } from '../../world/sagemaker-state.ts';
import { settled } from '../../world/settled.ts';
import type { World } from '../../world/world.ts';
import { invalid, paged, type SageMakerHandlers } from './handlers.ts';

const ON_THE_WAY = { InService: 'Pending', Stopped: 'Stopping' } as const;

/** Notebook instances, started and stopped. */
export function notebookHandlers({ sagemaker }: World): SageMakerHandlers {
  const notebookOf = (region: string, name: string | undefined): NotebookEntry => {
    const found = sagemaker(region).notebooks.get(given(name, 'NotebookInstanceName'));
    if (found === undefined) throw invalid('RecordNotFound');
    return found;
  };
  const move = (notebook: NotebookEntry, now: number, wanted: NotebookEntry['wanted']): object => {
    const from = wanted === 'Stopped' ? 'InService' : 'Stopped';
    const status = statusOf(notebook, now);
    if (status !== from)
      throw invalid(
        `Status (${status}) not in ([${from}]). Unable to transition to (${ON_THE_WAY[wanted]}) for Notebook Instance (${notebook.shown.NotebookInstanceArn})`,
      );
    Object.assign(notebook, { wanted, since: now });
    return {};
  };
  return {
    ListNotebookInstances: ({ NameContains = '', StatusEquals, ...paging }, { region, now }) => {
      const all = [...sagemaker(region).notebooks.values()].map((entry) => {
        const { NotebookInstanceName, NotebookInstanceArn, InstanceType, Url, CreationTime } = entry.shown;
        return {
          NotebookInstanceName,
          NotebookInstanceArn,
          InstanceType,
          Url,
          CreationTime,
          LastModifiedTime: new Date(entry.since),
          NotebookInstanceStatus: statusOf(entry, now),
        };
      });
      const wanted = all.filter(
        ({ NotebookInstanceName = '', NotebookInstanceStatus: status }) =>
          NotebookInstanceName.includes(NameContains) && (StatusEquals ?? status) === status,
      );
      const question = `ListNotebookInstances ${NameContains} ${StatusEquals}`;
      const { items, NextToken } = paged(wanted, paging, question);
      return { NotebookInstances: items, NextToken };
    },
    DescribeNotebookInstance: ({ NotebookInstanceName }, { region, now }) => {
      const entry = notebookOf(region, NotebookInstanceName);
      return {
        ...entry.shown,
        NotebookInstanceStatus: statusOf(entry, now),
        LastModifiedTime: new Date(entry.since),
      };
    },
    StopNotebookInstance: ({ NotebookInstanceName }, { region, now }) =>
      move(notebookOf(region, NotebookInstanceName), now, 'Stopped'),
    StartNotebookInstance: ({ NotebookInstanceName }, { region, now }) =>
      move(notebookOf(region, NotebookInstanceName), now, 'InService'),
  };
}

function statusOf({ wanted, since }: NotebookEntry, now: number): NotebookInstanceStatus {
  return settled<NotebookInstanceStatus>({ since, now }, ON_THE_WAY[wanted], wanted);
}
