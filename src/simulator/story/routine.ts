import type { JsonObject } from '../../base/json.ts';
import type { Caller } from './cloudtrail-record.ts';
import type { Cast } from './cast.ts';
import type { Random } from './random.ts';
import { SHAPES, type Shape, type ShapeName } from './shapes.ts';

/** Who calls at a time. */
export type Actor = (cast: Cast, random: Random, time: number) => Caller;

/** A call as it was put, for what the answer has to agree with. */
export interface Asked {
  readonly region: string;
  readonly time: number;
  readonly request: JsonObject | null;
}

/** One thing the organization does again and again: a call, who makes it and how often. */
export interface Routine {
  readonly weight: number;
  readonly actor: Actor;
  readonly service: string;
  readonly name: string;
  readonly readOnly: boolean;
  /** Logged in us-east-1 whatever the caller's Region. */
  readonly global?: boolean;
  /** Only done in the Region where the workload lives. */
  readonly home?: boolean;
  readonly data?: boolean;
  readonly eventType?: string;
  readonly request?: Shape;
  readonly response?: (random: Random, asked: Asked) => JsonObject;
  readonly additional?: (random: Random, asked: Asked) => JsonObject;
  readonly resources?: (asked: Asked) => readonly JsonObject[];
  /** Where a denial of this call would be ordinary. */
  readonly deniable?: boolean;
}

const GLOBAL_SERVICES = new Set([
  'iam',
  'organizations',
  'route53',
  'cloudfront',
  'support',
  'ce',
  'budgets',
]);

/** The read calls of one service by one actor, as `name: [weight, shape]`. */
export function reads(
  actor: Actor,
  service: string,
  calls: Readonly<Record<string, readonly [weight: number, shape: ShapeName]>>,
): readonly Routine[] {
  return Object.entries(calls).map(([name, [weight, shape]]) => ({
    weight,
    actor,
    service,
    name,
    readOnly: true,
    deniable: true,
    ...(GLOBAL_SERVICES.has(service) ? { global: true } : {}),
    request: SHAPES[shape],
  }));
}
