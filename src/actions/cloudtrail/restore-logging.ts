import { UserError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { defineAction } from '../../ports/action.ts';
import type { CloudReader } from '../../ports/cloud.ts';
import { objectOf, textOf } from '../answers.ts';
import { selectorInput, type Selectors, selectorsOf, widened } from '../event-selectors.ts';
import { neededCalls, sameButEmpty, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly trail: string;
  readonly dataTypes?: readonly string[];
  readonly region?: string;
}

interface Observed {
  readonly arn: string;
  readonly homeRegion: string;
  readonly bucket: string;
  readonly isLogging: boolean;
  readonly multiRegion: boolean;
  readonly validation: boolean;
  readonly globalEvents: boolean;
  readonly selectors: Selectors;
  readonly lastDelivery: string | null;
}

/** C18: has a trail write again, and write everything. */
export const restoreLogging = defineAction<Params, Observed>({
  catalogue: 'C18',
  kind: 'containment',
  title: 'Have a trail write again',
  summary:
    'Starts a trail’s logging, makes it cover every Region with log file validation, and widens its selectors to every management event and the data events named.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['trail'],
    properties: {
      trail: { type: 'string', minLength: 3, description: 'Name or ARN of the trail.' },
      dataTypes: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$' },
        description:
          'Resource types whose data events it has to write: AWS::S3::Object, AWS::Bedrock::AgentAlias.',
      },
      region: {
        type: 'string',
        description: 'Where to look for it by name; the Region of the case unless given.',
      },
    },
  },
  reads: ['cloudtrail:GetTrail', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
  changes: [
    'cloudtrail:StartLogging',
    'cloudtrail:StopLogging',
    'cloudtrail:UpdateTrail',
    'cloudtrail:PutEventSelectors',
  ],
  keepFirst: [],
  mistakes: [
    'The gap stays: note when logging stopped and when it began again.',
    'A trail that says it is logging may still deliver nothing: its bucket’s or key’s policy may be the cause. Look for a new delivery and a new digest.',
    'The chain of digests begins anew after a stop.',
    'InvokeAgent, Retrieve and other calls of Bedrock are data events: without a selector they leave no track.',
  ],
  observe: async ({ trail, region }, reader, context) =>
    observeTrail(trail, region ?? context.region, reader),
  target: (_, { arn }) => `trail ${arn}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: () => null,
  blast: (_, { bucket, isLogging, lastDelivery }) => [
    `events are written to the bucket ${bucket}, and cost what they cost; data events can be many`,
    isLogging
      ? 'the trail is logging already'
      : `it was stopped; its last delivery was ${lastDelivery ?? 'never'}`,
  ],
  plan: (params, observed) => neededCalls(settings(params, observed)),
  undo: (params, { before, now }) =>
    undoSettings({ before: settings(params, before), now: settings(params, now) }),
  contained: () => null,
});

async function observeTrail(name: string, region: string, reader: CloudReader): Promise<Observed> {
  const found = await reader.read({
    service: 'cloudtrail',
    operation: 'GetTrail',
    region,
    input: { Name: name },
    absent: ['TrailNotFoundException'],
  });
  const trail = objectOf(found, 'Trail');
  if (trail === null)
    throw new UserError(`there is no trail ${name} in ${region}`, {
      why: 'it was deleted, or its home Region is another',
      fix: 'give its ARN or its region; a deleted trail has to be made anew from your templates, with its bucket',
    });
  const arn = textOf(trail, 'TrailARN') ?? name;
  const homeRegion = textOf(trail, 'HomeRegion') ?? region;
  const ask = (operation: string, input: JsonObject): Promise<JsonObject | null> =>
    reader.read({ service: 'cloudtrail', operation, region: homeRegion, input });
  const status = await ask('GetTrailStatus', { Name: arn });
  return {
    arn,
    homeRegion,
    bucket: textOf(trail, 'S3BucketName') ?? '',
    isLogging: status?.['IsLogging'] === true,
    multiRegion: trail['IsMultiRegionTrail'] === true,
    validation: trail['LogFileValidationEnabled'] === true,
    globalEvents: trail['IncludeGlobalServiceEvents'] === true,
    selectors: selectorsOf(await ask('GetEventSelectors', { TrailName: arn })),
    lastDelivery: textOf(status, 'LatestDeliveryTime'),
  };
}

function settings({ dataTypes = [] }: Params, observed: Observed): readonly Setting[] {
  const { arn, isLogging, multiRegion, validation, globalEvents, selectors } = observed;
  const wanted = widened(selectors, [...dataTypes].toSorted());
  return [
    {
      name: 'logging of the trail',
      is: isLogging,
      wanted: true,
      set: (to) => [
        trailCall(observed, to === true ? 'StartLogging' : 'StopLogging', {
          input: { Name: arn },
          purpose: to === true ? 'have the trail write again' : 'stop the trail, as it was before',
        }),
      ],
    },
    {
      name: 'reach of the trail',
      is: { multiRegion, validation, globalEvents },
      wanted: { multiRegion: true, validation: true, globalEvents: true },
      set: (to) => [
        trailCall(observed, 'UpdateTrail', {
          input: reachInput(arn, to as JsonObject),
          purpose: 'set Regions, global events and digests of the trail',
        }),
      ],
    },
    {
      name: 'event selectors of the trail',
      is: selectors,
      wanted,
      same: sameButEmpty,
      set: (to) => [
        trailCall(observed, 'PutEventSelectors', {
          input: { TrailName: arn, ...selectorInput(to as unknown as Selectors) },
          purpose:
            to === wanted
              ? 'write every management event and the data events wanted, besides what was written'
              : 'put the selectors back as they were before',
        }),
      ],
    },
  ];
}

function reachInput(Name: string, { multiRegion, validation, globalEvents }: JsonObject): JsonObject {
  return {
    Name,
    IsMultiRegionTrail: multiRegion ?? true,
    EnableLogFileValidation: validation ?? true,
    IncludeGlobalServiceEvents: globalEvents ?? true,
  };
}

/** A trail is changed in its home Region only. */
function trailCall(
  { homeRegion }: Observed,
  operation: string,
  { input, purpose }: { readonly input: JsonObject; readonly purpose: string },
): PlannedCall {
  return { service: 'cloudtrail', operation, region: homeRegion, input, purpose, reversibility: REVERSIBLE };
}
