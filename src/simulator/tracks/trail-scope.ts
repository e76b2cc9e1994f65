import { textField } from '../story/field.ts';
import type { CloudTrailRecord } from '../story/cloudtrail-record.ts';
import { settingsAround } from '../world/trail-settings.ts';
import type { TrackedEvent, Trail, TrailSettings } from '../world/trail-state.ts';
import { selects } from './event-selectors.ts';

/** Whether a trail logs an event, by what it was set to when the event happened. */
export function trailTakes(trail: Trail, { time, record }: TrackedEvent): boolean {
  return settingsAround(trail, time).some(
    (settings) =>
      settings.isLogging && reaches(trail, settings, record) && selects(settings.selectors, record),
  );
}

/** The Regions a trail looks at. */
export function seesRegion({ homeRegion }: Trail, { isMultiRegion }: TrailSettings, region: string): boolean {
  return isMultiRegion || region === homeRegion;
}

/** Events of services without a Region are in us-east-1 and only for trails that ask for them. */
function reaches(trail: Trail, settings: TrailSettings, record: CloudTrailRecord): boolean {
  if (!seesRegion(trail, settings, record.awsRegion)) return false;
  return settings.globalServices || !isGlobal(record);
}

const GLOBAL = new Set([
  'iam.amazonaws.com',
  'organizations.amazonaws.com',
  'route53.amazonaws.com',
  'cloudfront.amazonaws.com',
]);

function isGlobal({ eventSource, tlsDetails }: CloudTrailRecord): boolean {
  if (GLOBAL.has(eventSource)) return true;
  if (eventSource !== 'sts.amazonaws.com' || tlsDetails === undefined) return false;
  return textField(tlsDetails, 'clientProvidedHostHeader') === 'sts.amazonaws.com';
}
