import type { Json } from '../../base/json.ts';
import { REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { textOf } from '../answers.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly notebook: string;
  readonly region?: string;
}

interface Observed {
  /** InService, Stopping …; null = there is no such notebook instance. */
  readonly status: string | null;
  readonly role: string | null;
}

const RUNNING = ['InService', 'Pending'];
const STOPPED = ['Stopped', 'Stopping'];

/** C27: stops a notebook instance; its volume stays. */
export const stopNotebook = defineAction<Params, Observed>({
  catalogue: 'C27',
  kind: 'containment',
  title: 'Stop a notebook instance',
  summary: 'Stops a SageMaker notebook instance; what is on its volume stays, what is in memory is lost.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['notebook'],
    properties: {
      notebook: {
        type: 'string',
        minLength: 1,
        maxLength: 63,
        description: 'Name of the notebook instance.',
      },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['sagemaker:DescribeNotebookInstance'],
  changes: ['sagemaker:StopNotebookInstance', 'sagemaker:StartNotebookInstance'],
  undone: 'Starts it again; what was in memory is gone.',
  keepFirst: ['what is in memory, and everything outside /home/ec2-user/SageMaker: both are lost'],
  mistakes: [
    'Its role goes on: who has its credentials uses them elsewhere. Revoke the role’s sessions.',
    'A lifecycle configuration runs again at every start: look at it before it is started.',
    'Studio is something else: its apps and spaces are deleted, not stopped.',
  ],
  observe: async ({ notebook, region }, reader, context) => {
    const found = await reader.read({
      service: 'sagemaker',
      operation: 'DescribeNotebookInstance',
      region: region ?? context.region,
      input: { NotebookInstanceName: notebook },
      absent: ['ValidationException'],
    });
    return { status: textOf(found, 'NotebookInstanceStatus'), role: textOf(found, 'RoleArn') };
  },
  target: ({ notebook }) => `notebook instance ${notebook}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ notebook }, { status }) => {
    if (status === null)
      return {
        why: `there is no notebook instance ${notebook} in this Region`,
        instead: 'check the name and the Region',
      };
    if (status === 'InService' || STOPPED.includes(status)) return null;
    return {
      why: `it is ${status}: only one that is InService can be stopped`,
      instead: 'wait until it is InService; one that Failed runs nothing',
    };
  },
  blast: ({ notebook }, { role }) => [
    `whoever works in ${notebook} loses the session, and what was not saved`,
    `it runs as ${role ?? 'an unknown role'}, which goes on`,
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

function settings(
  { notebook, region }: Params,
  { status }: Observed,
  context: ActionContext,
): readonly Setting[] {
  if (status === null) return [];
  return [
    {
      name: `notebook instance ${notebook}`,
      is: settledStatus(status),
      wanted: 'Stopped',
      set: (to: Json) => [
        {
          service: 'sagemaker',
          operation: to === 'Stopped' ? 'StopNotebookInstance' : 'StartNotebookInstance',
          region: region ?? context.region,
          input: { NotebookInstanceName: notebook },
          purpose: to === 'Stopped' ? 'let nothing run on it' : 'start it again',
          reversibility:
            to === 'Stopped' ? { kind: 'leaves', residue: 'what was in memory is lost' } : REVERSIBLE,
        },
      ],
    },
  ];
}

/** Where it is on its way to. */
function settledStatus(status: string): string {
  if (RUNNING.includes(status)) return 'InService';
  return STOPPED.includes(status) ? 'Stopped' : status;
}
