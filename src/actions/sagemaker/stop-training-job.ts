import { type ActionContext, defineAction } from '../../ports/action.ts';
import { objectOf, textOf } from '../answers.ts';

interface Params {
  readonly job: string;
  readonly region?: string;
}

interface Observed {
  /** InProgress, Stopping, Stopped, Completed, Failed …; null = there is no such job. */
  readonly status: string | null;
  readonly role: string | null;
  /** Where its model goes. */
  readonly output: string | null;
}

/** C27: stops a training job; it cannot be gone on with. */
export const stopTrainingJob = defineAction<Params, Observed>({
  catalogue: 'C27',
  kind: 'containment',
  title: 'Stop a training job',
  summary: 'Stops a SageMaker training job: it computes no more, and what it has learnt by then is saved.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['job'],
    properties: {
      job: { type: 'string', minLength: 1, maxLength: 63, description: 'Name of the training job.' },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['sagemaker:DescribeTrainingJob'],
  changes: ['sagemaker:StopTrainingJob'],
  undone: 'Nothing: a stopped job stays stopped. A new one can be made from the same request.',
  keepFirst: ['the whole description of the job: image, inputs, network and role tell what it did'],
  mistakes: [
    'Its role goes on: who has its credentials uses them elsewhere. Revoke the role’s sessions.',
    'What it has learnt by then is saved to its output: do not deploy it.',
    'A tuning job or a pipeline starts others: look at what started this one.',
  ],
  observe: async ({ job, region }, reader, context) => {
    const found = await reader.read({
      service: 'sagemaker',
      operation: 'DescribeTrainingJob',
      region: region ?? context.region,
      input: { TrainingJobName: job },
      absent: ['ValidationException', 'ResourceNotFound'],
    });
    return {
      status: textOf(found, 'TrainingJobStatus'),
      role: textOf(found, 'RoleArn'),
      output: textOf(objectOf(found, 'OutputDataConfig'), 'S3OutputPath'),
    };
  },
  target: ({ job }) => `training job ${job}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ job }, { status }) =>
    status === null
      ? { why: `there is no training job ${job} in this Region`, instead: 'check the name and the Region' }
      : null,
  blast: ({ job }, { role, output }) => [
    `${job} computes no more, and is not gone on with`,
    `it runs as ${role ?? 'an unknown role'}, which goes on; its model goes to ${output ?? 'an unknown place'}`,
  ],
  plan: (params, { status }, context) => (status === 'InProgress' ? [stopCall(params, context)] : []),
  undo: () => ({ kind: 'none', why: 'a stopped training job cannot be gone on with' }),
  contained: () => null,
});

function stopCall({ job, region }: Params, context: ActionContext) {
  return {
    service: 'sagemaker',
    operation: 'StopTrainingJob',
    region: region ?? context.region,
    input: { TrainingJobName: job },
    purpose: 'let it compute no more',
    reversibility: { kind: 'irreversible', why: 'a stopped training job cannot be gone on with' },
  } as const;
}
