import { REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { textOf } from '../answers.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly functionName: string;
  readonly region?: string;
}

interface Observed {
  readonly role: string | null;
  readonly modified: string | null;
  readonly exists: boolean;
  /** Null = no reservation. */
  readonly reserved: number | null;
}

/** C22: a function with no concurrency is refused for every caller, in every version. */
export const stopFunction = defineAction<Params, Observed>({
  catalogue: 'C22',
  kind: 'containment',
  title: 'Stop a function',
  summary:
    'Reserves no concurrency for a Lambda function, so that every call of it is refused; its code stays.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['functionName'],
    properties: {
      functionName: { type: 'string', minLength: 1, description: 'Name or ARN of the function.' },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['lambda:GetFunctionConfiguration', 'lambda:GetFunctionConcurrency'],
  changes: ['lambda:PutFunctionConcurrency', 'lambda:DeleteFunctionConcurrency'],
  undone: 'Gives the reservation back, or takes it away where there was none.',
  keepFirst: ['the function’s code, which its holder can still replace: heptad collect CASE brings it in'],
  mistakes: [
    'All versions and aliases stop; calls that are running finish.',
    'Its role goes on: who has its credentials uses them elsewhere. Revoke the role’s sessions.',
    'Events that come in meanwhile wait in their queue, or are lost, as the source has it.',
  ],
  observe: async ({ functionName, region }, reader, context) => {
    const request = {
      service: 'lambda',
      region: region ?? context.region,
      input: { FunctionName: functionName },
    };
    const absent = ['ResourceNotFoundException'];
    const found = await reader.read({ ...request, operation: 'GetFunctionConfiguration', absent });
    const concurrency = await reader.read({ ...request, operation: 'GetFunctionConcurrency', absent });
    const reserved = concurrency?.['ReservedConcurrentExecutions'];
    return {
      exists: found !== null,
      role: textOf(found, 'Role'),
      modified: textOf(found, 'LastModified'),
      reserved: typeof reserved === 'number' ? reserved : null,
    };
  },
  target: ({ functionName }) => `function ${functionName}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ functionName }, { exists }) =>
    exists
      ? null
      : {
          why: `there is no function ${functionName} in this Region`,
          instead: 'check the name and the Region; a function that was deleted runs no more',
        },
  blast: ({ functionName }, { role, reserved }) => [
    `everything that calls ${functionName} gets errors, whoever it is: applications, agents, schedules, URLs`,
    `its reserved concurrency until now: ${reserved ?? 'none'}; it runs as ${role ?? 'an unknown role'}`,
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

function settings(
  { functionName, region }: Params,
  { reserved }: Observed,
  context: ActionContext,
): readonly Setting[] {
  return [
    {
      name: `reserved concurrency of ${functionName}`,
      is: reserved,
      wanted: 0,
      set: (to) => [
        {
          service: 'lambda',
          operation: to === null ? 'DeleteFunctionConcurrency' : 'PutFunctionConcurrency',
          region: region ?? context.region,
          input: {
            FunctionName: functionName,
            ...(to === null ? {} : { ReservedConcurrentExecutions: to }),
          },
          purpose: to === 0 ? 'let nothing run any more' : 'let it run as before',
          reversibility: REVERSIBLE,
        },
      ],
    },
  ];
}
