import type { World } from '../../src/simulator/world/world.ts';

/** All that is set in an account, as plain data: for comparing it before and after. */
export function stateOfAccount(world: World): unknown {
  const regional = (region: string) => ({
    bedrock: world.bedrock(region),
    agents: world.agents(region),
    logs: world.logs(region),
    guardduty: world.guardduty(region),
    kms: world.kms(region),
    alarms: world.metrics(region).alarms,
    analyzers: world.analyzers(region),
    eventRules: world.eventRules(region),
  });
  return plain({
    buckets: world.s3.buckets,
    iam: world.iam,
    trails: world.trail.trails,
    organization: world.organization,
    contacts: world.contacts,
    anomalies: world.anomalies,
    budgets: world.budgets,
    regions: Object.fromEntries(world.regions.map((region) => [region, regional(region)])),
  });
}

/** The places at which two states differ; of a thing that is in one of them only, its own place. */
export function placesThatDiffer(a: unknown, b: unknown, at = ''): readonly string[] {
  if (!isRecord(a) || !isRecord(b)) return JSON.stringify(a) === JSON.stringify(b) ? [] : [at];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted();
  return names.flatMap((name) => placesThatDiffer(a[name], b[name], at === '' ? name : `${at} > ${name}`));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function plain(value: unknown): unknown {
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, own]) => [String(key), plain(own)]));
  if (value instanceof Set) return [...value].map(plain);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, plain(own)]));
}
