import { UserError } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../model/plan.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { objectOf, textOf } from './answers.ts';
import { selectorInput, type Selectors, selectorsOf, widened } from './event-selectors.ts';
import { sameButEmpty, type Setting } from './settings.ts';

/** A trail, whether it writes, and what. */
export interface TrailState {
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

export interface WantedTrail {
  /** Resource types whose data events are to be written. */
  readonly dataTypes?: readonly string[];
}

/** @throws UserError where there is no such trail */
export async function readTrail(name: string, region: string, reader: CloudReader): Promise<TrailState> {
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

/** What makes a trail whole. */
export function trailSettings({ dataTypes = [] }: WantedTrail, observed: TrailState): readonly Setting[] {
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
  { homeRegion }: TrailState,
  operation: string,
  { input, purpose }: { readonly input: JsonObject; readonly purpose: string },
): PlannedCall {
  return { service: 'cloudtrail', operation, region: homeRegion, input, purpose, reversibility: REVERSIBLE };
}
