import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker';
import { dateOf, given } from '../../world/given.ts';
import type { TrainingJobEntry } from '../../world/sagemaker-state.ts';
import { settled } from '../../world/settled.ts';
import type { World } from '../../world/world.ts';
import { invalid, type SageMakerHandlers } from './handlers.ts';

type Status = Pick<DescribeTrainingJobResponse, 'TrainingJobStatus' | 'SecondaryStatus'>;

const STOPPING: Status = { TrainingJobStatus: 'Stopping', SecondaryStatus: 'Stopping' };
const STOPPED: Status = { TrainingJobStatus: 'Stopped', SecondaryStatus: 'Stopped' };

/** Training jobs, which end by themselves or are stopped. */
export function trainingJobHandlers({ sagemaker }: World): SageMakerHandlers {
  const jobOf = (region: string, name: string | undefined): TrainingJobEntry => {
    const found = sagemaker(region).trainingJobs.get(given(name, 'TrainingJobName'));
    if (found === undefined) throw invalid('Requested resource not found.');
    return found;
  };
  return {
    DescribeTrainingJob: ({ TrainingJobName }, { region, now }) => {
      const job = jobOf(region, TrainingJobName);
      const status = statusOf(job, now);
      const ended = status.TrainingJobStatus === 'Stopped' || status.TrainingJobStatus === 'Completed';
      return {
        ...job.shown,
        ...status,
        TrainingEndTime: ended ? dateOf(job.stoppedAt ?? job.endsAt) : undefined,
      };
    },
    StopTrainingJob: ({ TrainingJobName }, { region, now }) => {
      const job = jobOf(region, TrainingJobName);
      const { TrainingJobStatus } = statusOf(job, now);
      if (TrainingJobStatus !== 'InProgress')
        throw invalid(`The request was rejected because the training job is in status ${TrainingJobStatus}.`);
      job.stoppedAt = now;
      return {};
    },
  };
}

function statusOf({ stoppedAt, endsAt }: TrainingJobEntry, now: number): Status {
  if (stoppedAt !== undefined) return settled({ since: stoppedAt, now }, STOPPING, STOPPED);
  return now < endsAt
    ? { TrainingJobStatus: 'InProgress', SecondaryStatus: 'Training' }
    : { TrainingJobStatus: 'Completed', SecondaryStatus: 'Completed' };
}
