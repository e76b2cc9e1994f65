import type { JsonObject } from '../../base/json.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { listOf, textOf } from '../answers.ts';

interface Params {
  readonly applicationId: string;
  readonly indexId: string;
  readonly dataSourceId: string;
  readonly region?: string;
}

interface Observed {
  /** Ids of the runs that take documents in; null = there is no such data source. */
  readonly running: readonly string[] | null;
}

const RUNNING = ['SYNCING', 'SYNCING_INDEXING'];

/** C28: stops a data source of Q Business from taking documents in. */
export const stopDataSourceSync = defineAction<Params, Observed>({
  catalogue: 'C28',
  kind: 'containment',
  title: 'Stop a synchronisation of Q Business',
  summary:
    'Stops the run of a data source’s connector in an Amazon Q Business application: no more documents are taken in.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['applicationId', 'indexId', 'dataSourceId'],
    properties: {
      applicationId: { type: 'string', minLength: 1, description: 'Id of the application.' },
      indexId: { type: 'string', minLength: 1, description: 'Id of the index.' },
      dataSourceId: { type: 'string', minLength: 1, description: 'Id of the data source.' },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['qbusiness:ListDataSourceSyncJobs'],
  changes: ['qbusiness:StopDataSourceSyncJob'],
  undone: 'Nothing: a stopped run stays stopped. The next one takes in what it had not come to.',
  keepFirst: ['the list of runs with their counts: it tells what was taken in, and when'],
  mistakes: [
    'A data source on a schedule runs again: take the schedule away, or the right to read the source.',
    'What was taken in by then stays in the index until it is deleted or synchronised away.',
    'Documents put in directly (BatchPutDocument) need no run.',
  ],
  observe: async ({ region, ...source }, reader, context) => {
    const runs: JsonObject[] = [];
    let page: JsonObject = {};
    for (;;) {
      const answer = await reader.read({
        service: 'qbusiness',
        operation: 'ListDataSourceSyncJobs',
        region: region ?? context.region,
        input: { ...source, ...page },
        absent: ['ResourceNotFoundException'],
      });
      if (answer === null) return { running: null };
      runs.push(...listOf(answer, 'history'));
      const nextToken = textOf(answer, 'nextToken');
      if (nextToken === null) break;
      page = { nextToken };
    }
    return {
      running: runs
        .filter((run) => RUNNING.includes(textOf(run, 'status') ?? ''))
        .map((run) => textOf(run, 'executionId') ?? ''),
    };
  },
  target: ({ dataSourceId }) => `data source ${dataSourceId}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ applicationId, dataSourceId }, { running }) =>
    running === null
      ? {
          why: `application ${applicationId} has no data source ${dataSourceId} in this Region`,
          instead: 'list them (qbusiness list-data-sources), and check the Region',
        }
      : null,
  blast: (_, { running }) => [
    `${running?.length ?? 0} runs of it are under way; what they have taken in by now stays, what they had not come to is missing`,
  ],
  // One call stops the run that is under way: there is never more than one.
  plan: (params, { running }, context) =>
    running === null || running.length === 0 ? [] : [stopCall(params, context)],
  undo: () => ({
    kind: 'none',
    why: 'a stopped run cannot be gone on with; start a new one when it is safe',
  }),
  contained: () => null,
});

function stopCall({ region, ...source }: Params, context: ActionContext) {
  return {
    service: 'qbusiness',
    operation: 'StopDataSourceSyncJob',
    region: region ?? context.region,
    input: source,
    purpose: 'take nothing more in',
    reversibility: { kind: 'irreversible', why: 'a stopped run cannot be gone on with' },
  } as const;
}
