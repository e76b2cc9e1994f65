import {
  InvalidParameterCombinationException,
  InvalidTrailNameException,
  MaximumNumberOfTrailsExceededException,
  NotOrganizationMasterAccountException,
  S3BucketDoesNotExistException,
  TrailAlreadyExistsException,
  type CreateTrailCommandInput,
  type UpdateTrailCommandInput,
} from '@aws-sdk/client-cloudtrail';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import { changeTrail, settingsOf } from '../../world/trail-settings.ts';
import { newTrail, type Trail, type TrailSettings } from '../../world/trail-state.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import { DEFAULT_SELECTORS } from './selectors.ts';
import { atHome, settingsShape, trailOf, type CloudTrailHandlers } from './trails.ts';

const MOST_IN_A_REGION = 5;

/** Trails are made, changed and deleted. */
export function trailChangeHandlers(world: World): CloudTrailHandlers {
  const { trail: state, accountId } = world;
  const trails = (): readonly Trail[] => [...state.trails.values()];
  return {
    CreateTrail: (input, call) => {
      const name = checkedName(given(input.Name, 'Name'));
      refuseOneMore(trails(), name, call);
      const settings: TrailSettings = {
        isMultiRegion: false,
        globalServices: true,
        isOrganization: false,
        validation: false,
        prefix: undefined,
        kmsKeyId: undefined,
        logGroup: undefined,
        ...changesIn(input),
        bucket: given(input.S3BucketName, 'S3BucketName'),
        // A new trail waits for StartLogging.
        isLogging: false,
        selectors: DEFAULT_SELECTORS,
      };
      check(world, settings);
      const arn = `arn:aws:cloudtrail:${call.region}:${accountId}:trail/${name}`;
      const made = newTrail({ name, arn, homeRegion: call.region }, call.now, settings);
      state.trails.set(arn, made);
      return settingsShape(made);
    },
    UpdateTrail: (input, call) => {
      const found = atHome(trailOf(trails(), given(input.Name, 'Name'), call), call);
      const changes = changesIn(input);
      check(world, { ...settingsOf(found), ...changes });
      changeTrail(found, call.now, changes);
      return settingsShape(found);
    },
    DeleteTrail: ({ Name }, call) => {
      const found = atHome(trailOf(trails(), given(Name, 'Name'), call), call);
      changeTrail(found, call.now, { isLogging: false });
      for (const [key, one] of state.trails) if (one === found) state.trails.delete(key);
      state.deleted.push(found);
      return {};
    },
  };
}

/** What an input names; what it leaves out stays. */
function changesIn(
  input: Partial<CreateTrailCommandInput> & UpdateTrailCommandInput,
): Partial<TrailSettings> {
  const arn = input.CloudWatchLogsLogGroupArn;
  const named = {
    bucket: input.S3BucketName,
    prefix: input.S3KeyPrefix,
    isMultiRegion: input.IsMultiRegionTrail,
    globalServices: input.IncludeGlobalServiceEvents,
    isOrganization: input.IsOrganizationTrail,
    validation: input.EnableLogFileValidation,
    kmsKeyId: input.KmsKeyId,
    logGroup: arn === undefined ? undefined : { arn, roleArn: input.CloudWatchLogsRoleArn ?? '' },
  };
  const changes = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
  // An empty text takes the log group or the key away.
  return {
    ...changes,
    ...(arn === '' ? { logGroup: undefined } : {}),
    ...(input.KmsKeyId === '' ? { kmsKeyId: undefined } : {}),
  };
}

function check({ s3, trail }: World, settings: TrailSettings): void {
  if (!s3.buckets.has(settings.bucket))
    throw new S3BucketDoesNotExistException(because(`S3 bucket ${settings.bucket} does not exist!`));
  if (settings.isMultiRegion && !settings.globalServices)
    throw new InvalidParameterCombinationException(
      because('Multi-Region trail must include global service events.'),
    );
  if (settings.isOrganization && trail.organizationId === undefined)
    throw new NotOrganizationMasterAccountException(
      because('You must be a management account or a delegated administrator to make an organization trail.'),
    );
}

function checkedName(name: string): string {
  if (/^[A-Za-z0-9](?:[A-Za-z0-9]|[._-](?=[A-Za-z0-9_.-])){1,126}[A-Za-z0-9]$/.test(name)) return name;
  throw new InvalidTrailNameException(
    because(
      'Trail name must have 3 to 128 letters, digits, periods, underscores or hyphens, with a letter or digit at each end.',
    ),
  );
}

function refuseOneMore(trails: readonly Trail[], name: string, { region }: Call): void {
  const here = trails.filter((trail) => trail.homeRegion === region);
  if (here.some((trail) => trail.name === name))
    throw new TrailAlreadyExistsException(because(`Trail ${name} already exists.`));
  if (here.length >= MOST_IN_A_REGION)
    throw new MaximumNumberOfTrailsExceededException(
      because(`There can be at most ${MOST_IN_A_REGION} trails in a Region.`),
    );
}
