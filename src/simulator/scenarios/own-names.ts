import { byRegion } from '../world/by-region.ts';
import type { World } from '../world/world.ts';

/** Gives a value's texts other names, however deep they lie; what has none stays as it is. */
export type Rename = <Value>(value: Value) => Value;

/**
 * An organization's own names in the place of the story's: the longest that fits is taken. Texts, keys and
 * members are renamed (assessments are kept by the guardrail's id); bytes are not.
 */
export function renaming(names: Readonly<Record<string, string>>): Rename {
  const known = Object.keys(names).toSorted((a, b) => b.length - a.length);
  if (known.length === 0) return (value) => value;
  const pattern = new RegExp(
    known.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|'),
    'g',
  );
  const renamed = (text: string): string => text.replaceAll(pattern, (name) => names[name] ?? name);
  return (value) => deep(value, renamed, new Map());
}

/** The account with its parts renamed, those of a Region when they are first asked for. */
export function withOwnNames(world: World, rename: Rename): World {
  const regional = <State extends object>(states: (region: string) => State): ((region: string) => State) =>
    byRegion((region) => rename(states(region)));
  return {
    ...world,
    iam: rename(world.iam),
    trail: rename(world.trail),
    s3: rename(world.s3),
    organization: rename(world.organization),
    anomalies: rename(world.anomalies),
    budgets: rename(world.budgets),
    bedrock: regional(world.bedrock),
    logs: regional(world.logs),
    kms: regional(world.kms),
    lambda: regional(world.lambda),
    metrics: regional(world.metrics),
    config: regional(world.config),
    ses: regional(world.ses),
    guardduty: regional(world.guardduty),
    agents: regional(world.agents),
    ec2: regional(world.ec2),
    rds: regional(world.rds),
    sagemaker: regional(world.sagemaker),
    qbusiness: regional(world.qbusiness),
    agentCore: regional(world.agentCore),
    secrets: regional(world.secrets),
    analyzers: regional(world.analyzers),
    contacts: rename(world.contacts),
    eventRules: regional(world.eventRules),
  };
}

/** What is in two places stays one. */
function deep<Value>(value: Value, text: (text: string) => string, seen: Map<object, unknown>): Value;
function deep(value: unknown, text: (text: string) => string, seen: Map<object, unknown>): unknown {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  const own = (inner: unknown): unknown => deep(inner, text, seen);
  const made = copyOf(value, own);
  seen.set(value, made);
  return made;
}

function copyOf(value: object, own: (inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(own);
  if (value instanceof Map) return new Map([...value].map(([key, inner]) => [own(key), own(inner)]));
  if (value instanceof Set) return new Set([...value].map(own));
  // Dates, bytes and whatever else has a shape of its own.
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [String(own(field)), own(inner)]));
}
