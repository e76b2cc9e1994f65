import {
  InvalidEventSelectorsException,
  InvalidHomeRegionException,
  TrailNotFoundException,
  type Trail as TrailShape,
} from '@aws-sdk/client-cloudtrail';
import type * as cloudtrail from '@aws-sdk/client-cloudtrail';
import type { Call } from '../../world/call.ts';
import { dateOf, given } from '../../world/given.ts';
import type { Selectors, Trail } from '../../world/trail-state.ts';
import type { World } from '../../world/world.ts';
import type { Handlers } from '../../wire/handlers.ts';
import { because } from '../../wire/wire-error.ts';

export type CloudTrailHandlers = Handlers<typeof cloudtrail, Call>;

/** Trails, whether they write, and what they write. */
export function trailHandlers({ trail, s3 }: World): CloudTrailHandlers {
  const trails = (): readonly Trail[] => [...trail.trails.values()];
  return {
    DescribeTrails: ({ trailNameList = [], includeShadowTrails = true }, call) => ({
      trailList: trails()
        .filter(
          ({ homeRegion, isMultiRegion }) =>
            homeRegion === call.region || (isMultiRegion && includeShadowTrails),
        )
        .filter(
          ({ name, arn }) =>
            trailNameList.length === 0 || trailNameList.includes(name) || trailNameList.includes(arn),
        )
        .map(trailShape),
    }),
    ListTrails: () => ({
      Trails: trails().map(({ name, arn, homeRegion }) => ({
        Name: name,
        TrailARN: arn,
        HomeRegion: homeRegion,
      })),
    }),
    GetTrail: ({ Name }, call) => ({ Trail: trailShape(trailOf(trails(), given(Name, 'Name'), call)) }),
    GetTrailStatus: ({ Name }, call) => {
      const found = trailOf(trails(), given(Name, 'Name'), call);
      const delivered = latestDelivery(s3.buckets.get(found.bucket)?.objects ?? new Map());
      return {
        IsLogging: found.isLogging,
        StartLoggingTime: dateOf(found.startedAt),
        StopLoggingTime: dateOf(found.stoppedAt),
        TimeLoggingStarted: textOf(found.startedAt),
        TimeLoggingStopped: textOf(found.stoppedAt),
        LatestDeliveryTime: dateOf(delivered),
      };
    },
    StartLogging: ({ Name }, call) => {
      const found = atHome(trailOf(trails(), given(Name, 'Name'), call), call);
      found.isLogging = true;
      found.startedAt = call.now;
      return {};
    },
    StopLogging: ({ Name }, call) => {
      const found = atHome(trailOf(trails(), given(Name, 'Name'), call), call);
      found.isLogging = false;
      found.stoppedAt = call.now;
      return {};
    },
    GetEventSelectors: ({ TrailName }, call) => {
      const found = trailOf(trails(), given(TrailName, 'TrailName'), call);
      return { TrailARN: found.arn, ...selectorShape(found.selectors) };
    },
    PutEventSelectors: ({ TrailName, EventSelectors, AdvancedEventSelectors }, call) => {
      const found = atHome(trailOf(trails(), given(TrailName, 'TrailName'), call), call);
      found.selectors = newSelectors(EventSelectors, AdvancedEventSelectors);
      return { TrailARN: found.arn, ...selectorShape(found.selectors) };
    },
  };
}

/** A name is looked up in the caller's Region; an ARN anywhere. */
function trailOf(trails: readonly Trail[], name: string, call: Call): Trail {
  const found = trails.find(
    (trail) =>
      trail.arn === name ||
      (trail.name === name && (trail.isMultiRegion || trail.homeRegion === call.region)),
  );
  if (found === undefined) throw new TrailNotFoundException(because(`Unknown trail: ${name}`));
  return found;
}

function atHome(trail: Trail, call: Call): Trail {
  if (trail.homeRegion === call.region) return trail;
  throw new InvalidHomeRegionException(
    because(
      `Trail ${trail.arn} cannot be modified from the Region ${call.region}; its home Region is ${trail.homeRegion}.`,
    ),
  );
}

function trailShape(trail: Trail): TrailShape {
  return {
    Name: trail.name,
    TrailARN: trail.arn,
    S3BucketName: trail.bucket,
    HomeRegion: trail.homeRegion,
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: trail.isMultiRegion,
    IsOrganizationTrail: trail.isOrganization,
    LogFileValidationEnabled: trail.validation,
    HasCustomEventSelectors: trail.selectors.kind === 'advanced',
    HasInsightSelectors: false,
  };
}

function selectorShape(selectors: Selectors) {
  return selectors.kind === 'basic'
    ? { EventSelectors: [...selectors.selectors] }
    : { AdvancedEventSelectors: [...selectors.selectors] };
}

const MOST_BASIC = 5;
const BASIC_TYPES = new Set(['AWS::S3::Object', 'AWS::Lambda::Function', 'AWS::DynamoDB::Table']);

/** What is put replaces what was there, whole. */
function newSelectors(
  basic: readonly cloudtrail.EventSelector[] | undefined,
  advanced: readonly cloudtrail.AdvancedEventSelector[] | undefined,
): Selectors {
  const wrong = (message: string): InvalidEventSelectorsException =>
    new InvalidEventSelectorsException(because(message));
  if ((basic === undefined) === (advanced === undefined))
    throw wrong('Specify either EventSelectors or AdvancedEventSelectors, not both.');
  if (advanced !== undefined) {
    const without = advanced.find(
      ({ FieldSelectors = [] }) => !FieldSelectors.some(({ Field }) => Field === 'eventCategory'),
    );
    if (without !== undefined) throw wrong('Advanced event selectors must contain the field eventCategory.');
    return { kind: 'advanced', selectors: advanced };
  }
  const selectors = basic ?? [];
  if (selectors.length > MOST_BASIC) throw wrong(`A trail can have at most ${MOST_BASIC} event selectors.`);
  const unknown = selectors
    .flatMap(({ DataResources = [] }) => DataResources)
    .find(({ Type }) => !BASIC_TYPES.has(Type ?? ''));
  if (unknown !== undefined) throw wrong(`${unknown.Type} is not a resource type of basic event selectors.`);
  return { kind: 'basic', selectors };
}

function textOf(time: number | undefined): string {
  return time === undefined ? '' : `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** When the last log file came into the bucket. */
function latestDelivery(
  objects: ReadonlyMap<string, readonly { readonly modifiedAt: number }[]>,
): number | undefined {
  let latest: number | undefined;
  for (const [key, versions] of objects) {
    const at = versions.at(-1)?.modifiedAt;
    if (key.includes('/CloudTrail/') && at !== undefined && (latest === undefined || at > latest))
      latest = at;
  }
  return latest;
}
