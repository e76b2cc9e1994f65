import type { Json, JsonObject } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { textOf } from '../answers.ts';
import { allItems } from '../pages.ts';
import { neededCalls, sameButEmpty, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly functionName: string;
  readonly region?: string;
}

/** An address a function can be called at. */
interface FunctionUrl {
  readonly url: string;
  /** The alias it belongs to; null = the function without one. */
  readonly alias: string | null;
  /** What it takes to make one like it. */
  readonly made: JsonObject;
}

interface Observed {
  readonly exists: boolean;
  readonly urls: readonly FunctionUrl[];
}

/** C22: a function’s address is closed, and the function goes on for those who call it otherwise. */
export const deleteFunctionUrl = defineAction<Params, Observed>({
  catalogue: 'C22',
  kind: 'containment',
  title: 'Delete a function’s URLs',
  summary:
    'Deletes the URLs at which a Lambda function can be called over HTTP; who may invoke it by IAM goes on.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['functionName'],
    properties: {
      functionName: { type: 'string', minLength: 1, description: 'Name or ARN of the function.' },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['lambda:GetFunctionConfiguration', 'lambda:ListFunctionUrlConfigs'],
  changes: ['lambda:DeleteFunctionUrlConfig', 'lambda:CreateFunctionUrlConfig'],
  undone: 'Makes a URL with the same settings again; its address is a new one, the old one is gone for good.',
  keepFirst: ['the function’s code and policy, and its log group: they tell what came in at the URL'],
  mistakes: [
    'The permission lambda:InvokeFunctionUrl stays in the function’s policy: whoever may make a URL opens it again.',
    'The function can still be invoked through IAM, by events and by its aliases: lambda/stop-function stops all of it.',
    'Calls that are running finish.',
  ],
  observe: async ({ functionName, region }, reader, context) => {
    const request = {
      service: 'lambda',
      region: region ?? context.region,
      input: { FunctionName: functionName },
      absent: ['ResourceNotFoundException'],
    };
    const found = await reader.read({ ...request, operation: 'GetFunctionConfiguration' });
    const urls = await allItems(
      { ...request, operation: 'ListFunctionUrlConfigs' },
      { items: 'FunctionUrlConfigs', token: 'Marker', next: 'NextMarker' },
      reader,
    );
    return { exists: found !== null, urls: urls.map(urlOf) };
  },
  target: ({ functionName }) => `URLs of function ${functionName}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ functionName }, { exists }) =>
    exists
      ? null
      : {
          why: `there is no function ${functionName} in this Region`,
          instead: 'check the name and the Region; the URLs of a function that was deleted are gone with it',
        },
  blast: (_, { urls }) =>
    urls.length === 0
      ? ['the function has no URL']
      : urls.map(
          ({ url, made }) =>
            `${url} (sign-in: ${textOf(made, 'AuthType') ?? '?'}) answers nobody any more, and never comes back under this address`,
        ),
  plan: (params, observed, context) => neededCalls(settings(params, { observed, context })),
  undo: (params, { before, now }, context) =>
    undoSettings({
      before: settings(params, { observed: before, context }),
      now: settings(params, { observed: now, context, known: before }),
    }),
  contained: () => null,
});

function urlOf(config: JsonObject): FunctionUrl {
  const made = ['AuthType', 'Cors', 'InvokeMode'].flatMap((name) => {
    const value = config[name];
    return value === undefined || value === null ? [] : [[name, value] as const];
  });
  return {
    url: textOf(config, 'FunctionUrl') ?? '',
    alias: /:function:[^:]+:([^:]+)$/.exec(textOf(config, 'FunctionArn') ?? '')?.[1] ?? null,
    made: Object.fromEntries(made),
  };
}

interface States {
  readonly observed: Observed;
  readonly context: ActionContext;
  /** The state whose URLs are looked for, where some of them may be gone. */
  readonly known?: Observed;
}

function settings(params: Params, { observed, context, known = observed }: States): readonly Setting[] {
  return known.urls.map(({ alias }) => ({
    name: alias === null ? 'the function’s URL' : `the URL of alias ${alias}`,
    is: observed.urls.find((one) => one.alias === alias)?.made ?? null,
    wanted: null,
    same: sameButEmpty,
    set: (to: Json) => [urlCall(params, { to, alias, context })],
  }));
}

interface Wanted {
  readonly to: Json;
  readonly alias: string | null;
  readonly context: ActionContext;
}

function urlCall({ functionName, region }: Params, { to, alias, context }: Wanted): PlannedCall {
  const input = { FunctionName: functionName, ...(alias === null ? {} : { Qualifier: alias }) };
  const place = { service: 'lambda', region: region ?? context.region };
  return to === null
    ? {
        ...place,
        operation: 'DeleteFunctionUrlConfig',
        input,
        purpose: 'let nobody call it over HTTP any more',
        reversibility: { kind: 'leaves', residue: 'another address: a URL made again has a new one' },
      }
    : {
        ...place,
        operation: 'CreateFunctionUrlConfig',
        input: { ...input, ...(to as JsonObject) },
        purpose: 'make a URL with the settings it had',
        reversibility: REVERSIBLE,
      };
}
