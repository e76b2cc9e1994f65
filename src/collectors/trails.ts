import { isObject, type JsonObject } from '../base/json.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext } from '../ports/collector.ts';
import { objectsIn, readOrDenied, textIn } from './given-pieces.ts';

/** A trail that reaches the collector's Region, and where it writes. */
export interface FoundTrail {
  readonly name: string;
  readonly arn: string;
  readonly homeRegion: string;
  readonly bucket: string;
  /** What its keys begin with: `[prefix/]AWSLogs/[o-ORG/]ACCOUNT/`. */
  readonly root: string;
  readonly validation: boolean;
  readonly globalServices: boolean;
}

export const TRAIL_READS = [
  'cloudtrail:DescribeTrails',
  's3:ListObjectsV2',
  'organizations:DescribeOrganization',
] as const;

/** The trails that reach the Region, or why they could not be told. */
export async function trailsOf(context: CollectContext): Promise<readonly FoundTrail[] | CloudError> {
  const described = await readOrDenied(context, { service: 'cloudtrail', operation: 'DescribeTrails' });
  if (described instanceof CloudError) return described;
  const reaching = objectsIn(described['trailList']).filter(
    (trail) => trail['IsMultiRegionTrail'] === true || trail['HomeRegion'] === context.region,
  );
  const found = await Promise.all(reaching.map((trail) => foundTrail(context, trail)));
  return found.flat();
}

async function foundTrail(context: CollectContext, trail: JsonObject): Promise<readonly FoundTrail[]> {
  const bucket = textIn(trail['S3BucketName']);
  if (bucket === null) return [];
  const homeRegion = textIn(trail['HomeRegion']) ?? context.region;
  const prefix = textIn(trail['S3KeyPrefix']) ?? '';
  const logs = `${prefix === '' ? '' : `${prefix.replace(/\/$/, '')}/`}AWSLogs/`;
  const roots =
    trail['IsOrganizationTrail'] === true
      ? (await organizationsIn(context, { bucket, prefix: logs, region: homeRegion })).map(
          (folder) => `${folder}${context.account}/`,
        )
      : [`${logs}${context.account}/`];
  return roots.map((root) => ({
    name: textIn(trail['Name']) ?? '',
    arn: textIn(trail['TrailARN']) ?? '',
    homeRegion,
    bucket,
    root,
    validation: trail['LogFileValidationEnabled'] === true,
    globalServices: trail['IncludeGlobalServiceEvents'] === true,
  }));
}

/** Every account of an organization may ask for its id, also where it may not list the trail's bucket. */
async function organizationId(context: CollectContext): Promise<string | null> {
  const told = await readOrDenied(context, {
    service: 'organizations',
    operation: 'DescribeOrganization',
    region: 'us-east-1',
    absent: ['AWSOrganizationsNotInUseException'],
  });
  const organization = told instanceof CloudError ? null : told['Organization'];
  return isObject(organization) ? textIn(organization['Id']) : null;
}

/** A trail of the organization writes below the organization's id, which its description does not tell. */
async function organizationsIn(
  context: CollectContext,
  { bucket, prefix, region }: { readonly bucket: string; readonly prefix: string; readonly region: string },
): Promise<readonly string[]> {
  const listed = await readOrDenied(context, {
    service: 's3',
    operation: 'ListObjectsV2',
    input: { Bucket: bucket, Prefix: prefix, Delimiter: '/' },
    region,
  });
  const folders =
    listed instanceof CloudError
      ? []
      : objectsIn(listed['CommonPrefixes']).map(({ Prefix }) => String(Prefix));
  const organizations = folders.filter((folder) => /(^|\/)o-[a-z0-9]+\/$/.test(folder));
  if (organizations.length > 0) return organizations;
  const own = await organizationId(context);
  // Where neither tells it, the account alone is tried: the refusal is told from there.
  return own === null ? [prefix] : [`${prefix}${own}/`];
}
