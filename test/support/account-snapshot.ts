import { sha256 } from '../../src/base/hashing.ts';
import type { World } from '../../src/simulator/world/world.ts';

export type Snapshot =
  { readonly [name: string]: Snapshot } | readonly Snapshot[] | string | number | boolean | null;

const REGION = 'us-east-1';

/** What a service keeps of itself, whatever is undone: when something was last changed or used, and what it is on the way. */
const MOVING = new Set([
  'agentAliasHistoryEvents',
  'changedAt',
  'lastUpdatedAt',
  'lastUsed',
  'liveVersion',
  'meanwhile',
  'passwordLastUsed',
  'policyChangedAt',
  'preparedAt',
  'since',
  'startedAt',
  'stoppedAt',
  'updatedAt',
]);

/** Everything that is set in the account, of every service in its home Region, in a form that can be compared. */
export function accountSnapshot(world: World): Snapshot {
  const { iam, s3, trail, organization } = world;
  return plain({
    iam: { users: iam.users, groups: iam.groups, roles: iam.roles, policies: iam.policies },
    s3: new Map(
      [...s3.buckets].map(([name, bucket]) => [name, { ...bucket, objects: ownObjects(bucket.objects) }]),
    ),
    trails: new Map(
      [...trail.trails].map(([name, { changes, delivery: _delivery, ...own }]) => [
        name,
        { ...own, settings: changes.at(-1)?.settings },
      ]),
    ),
    organization,
    contacts: world.contacts,
    alarms: world.metrics(REGION).alarms,
    analyzers: world.analyzers(REGION),
    eventRules: world.eventRules(REGION),
    anomalies: world.anomalies,
    budgets: world.budgets,
    agentCore: world.agentCore(REGION),
    agents: world.agents(REGION),
    bedrock: world.bedrock(REGION),
    ec2: world.ec2(REGION),
    guardduty: world.guardduty(REGION),
    kms: world.kms(REGION),
    lambda: world.lambda(REGION),
    logs: new Map([...world.logs(REGION).groups].map(([name, { streams: _streams, ...own }]) => [name, own])),
    deliveries: [
      world.logs(REGION).deliverySources,
      world.logs(REGION).deliveryDestinations,
      world.logs(REGION).deliveries,
    ],
    qbusiness: world.qbusiness(REGION),
    rds: world.rds(REGION),
    sagemaker: world.sagemaker(REGION),
    ses: world.ses(REGION).sendingEnabled,
  });
}

/** Without the log files that go on being delivered. */
function ownObjects<T>(objects: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...objects].filter(([key]) => !/(^|\/)AWSLogs\//.test(key)));
}

function plain(value: unknown): Snapshot {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return sha256(value);
  if (value instanceof Set) return [...value].map(plain).toSorted(byText);
  if (value instanceof Map) return members([...value].map(([key, own]) => [String(key), own] as const));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object') return members(Object.entries(value));
  return value as string | number | boolean;
}

/** In the order of their names; what is not there is not told. */
function members(entries: readonly (readonly [string, unknown])[]): Snapshot {
  const told = entries
    .filter(([name, own]) => own !== undefined && !MOVING.has(name) && !isNoHold(name, own))
    .map(([name, own]) => [name, plain(own)] as const);
  return Object.fromEntries(told.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A version that never was held and one whose hold was lifted can be deleted alike. */
function isNoHold(name: string, own: unknown): boolean {
  return name === 'legalHold' && own === 'OFF';
}

function byText(a: Snapshot, b: Snapshot): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

/** A snapshot without what these paths name (`lambda.functions.*.url.FunctionUrl`; `*` for any one name). */
export function withoutPaths(snapshot: Snapshot, paths: readonly string[]): Snapshot {
  return paths.reduce((left, path) => without(left, path.split('.')), snapshot);
}

function without(snapshot: Snapshot, [first = '', ...rest]: readonly string[]): Snapshot {
  if (typeof snapshot !== 'object' || snapshot === null) return snapshot;
  if (Array.isArray(snapshot)) return snapshot.map((own: Snapshot) => without(own, rest));
  return Object.fromEntries(
    Object.entries(snapshot as { readonly [name: string]: Snapshot }).flatMap(([name, own]) => {
      if (first !== '*' && first !== name) return [[name, own]];
      return rest.length === 0 ? [] : [[name, without(own, rest)]];
    }),
  );
}
