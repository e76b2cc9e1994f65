import {
  InvalidHomeRegionException,
  TrailNotFoundException,
  type Trail as TrailShape,
} from '@aws-sdk/client-cloudtrail';
import type * as cloudtrail from '@aws-sdk/client-cloudtrail';
import type { Call } from '../../world/call.ts';
import { dateOf, given } from '../../world/given.ts';
import { changeTrail, settingsOf } from '../../world/trail-settings.ts';
import type { Trail } from '../../world/trail-state.ts';
import type { World } from '../../world/world.ts';
import type { Handlers } from '../../wire/handlers.ts';
import { because } from '../../wire/wire-error.ts';
import { DEFAULT_SELECTORS, newSelectors, selectorShape } from './selectors.ts';

export type CloudTrailHandlers = Handlers<typeof cloudtrail, Call>;

/** Trails, whether they write, and what they write. */
export function trailHandlers({ trail }: World): CloudTrailHandlers {
  const trails = (): readonly Trail[] => [...trail.trails.values()];
  const own = (name: string | undefined, call: Call): Trail => trailOf(trails(), given(name, 'Name'), call);
  return {
    DescribeTrails: ({ trailNameList = [], includeShadowTrails = true }, call) => ({
      trailList: trails()
        .filter(
          (one) => one.homeRegion === call.region || (settingsOf(one).isMultiRegion && includeShadowTrails),
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
    GetTrail: ({ Name }, call) => ({ Trail: trailShape(own(Name, call)) }),
    GetTrailStatus: ({ Name }, call) => statusShape(own(Name, call)),
    StartLogging: ({ Name }, call) => {
      changeTrail(atHome(own(Name, call), call), call.now, { isLogging: true });
      return {};
    },
    StopLogging: ({ Name }, call) => {
      changeTrail(atHome(own(Name, call), call), call.now, { isLogging: false });
      return {};
    },
    GetEventSelectors: ({ TrailName }, call) => {
      const found = own(TrailName, call);
      return { TrailARN: found.arn, ...selectorShape(settingsOf(found).selectors) };
    },
    PutEventSelectors: ({ TrailName, EventSelectors, AdvancedEventSelectors }, call) => {
      const found = atHome(own(TrailName, call), call);
      const selectors = newSelectors(EventSelectors, AdvancedEventSelectors);
      changeTrail(found, call.now, { selectors });
      return { TrailARN: found.arn, ...selectorShape(selectors) };
    },
  };
}

/** A name is looked up in the caller's Region; an ARN anywhere. */
export function trailOf(trails: readonly Trail[], name: string, call: Call): Trail {
  const found = trails.find(
    (trail) =>
      trail.arn === name ||
      (trail.name === name && (settingsOf(trail).isMultiRegion || trail.homeRegion === call.region)),
  );
  if (found === undefined) throw new TrailNotFoundException(because(`Unknown trail: ${name}`));
  return found;
}

/** A trail is changed in its home Region only. */
export function atHome(trail: Trail, call: Call): Trail {
  if (trail.homeRegion === call.region) return trail;
  throw new InvalidHomeRegionException(
    because(
      `Trail ${trail.arn} cannot be modified from the Region ${call.region}; its home Region is ${trail.homeRegion}.`,
    ),
  );
}

function trailShape(trail: Trail): TrailShape {
  return {
    ...settingsShape(trail),
    HomeRegion: trail.homeRegion,
    HasCustomEventSelectors: settingsOf(trail).selectors !== DEFAULT_SELECTORS,
    HasInsightSelectors: trail.insights !== undefined,
  };
}

/** What CreateTrail and UpdateTrail answer, and DescribeTrails shows among other things. */
export function settingsShape(trail: Trail) {
  const settings = settingsOf(trail);
  return {
    Name: trail.name,
    TrailARN: trail.arn,
    S3BucketName: settings.bucket,
    S3KeyPrefix: settings.prefix,
    IncludeGlobalServiceEvents: settings.globalServices,
    IsMultiRegionTrail: settings.isMultiRegion,
    IsOrganizationTrail: settings.isOrganization,
    LogFileValidationEnabled: settings.validation,
    KmsKeyId: settings.kmsKeyId,
    CloudWatchLogsLogGroupArn: settings.logGroup?.arn,
    CloudWatchLogsRoleArn: settings.logGroup?.roleArn,
  };
}

function statusShape(trail: Trail): cloudtrail.GetTrailStatusResponse {
  const { startedAt, stoppedAt, delivery } = trail;
  return {
    IsLogging: settingsOf(trail).isLogging,
    StartLoggingTime: dateOf(startedAt),
    StopLoggingTime: dateOf(stoppedAt),
    TimeLoggingStarted: textOf(startedAt),
    TimeLoggingStopped: textOf(stoppedAt),
    LatestDeliveryTime: dateOf(delivery.log.latest),
    LatestDeliveryError: delivery.log.error,
    LatestCloudWatchLogsDeliveryTime: dateOf(delivery.logGroup?.latest),
    LatestCloudWatchLogsDeliveryError: delivery.logGroup?.error,
    LatestDigestDeliveryTime: dateOf(delivery.digest.latest),
    LatestDigestDeliveryError: delivery.digest.error,
  };
}

function textOf(time: number | undefined): string {
  return time === undefined ? '' : `${new Date(time).toISOString().slice(0, 19)}Z`;
}
