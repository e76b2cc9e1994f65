import type { NormalizedSchema } from '@smithy/core/schema';
import type { Json, JsonObject } from '../../base/json.ts';
import { isObject } from '../../base/json.ts';
import { seconds } from '../story/names.ts';

/** What stands in an event for what it may not show. */
export const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** How a service's parameters look in its events. */
export interface ParameterStyle {
  /** Secrets are left out, or a text stands in for them. */
  readonly secrets: 'left out' | 'hidden';
  /** `Jan 15, 2026, 9:08:00 AM` or ISO 8601. */
  readonly dates: 'spoken' | 'iso';
}

/** Bedrock shows that something is hidden; the others leave secrets out. IAM and STS write dates in words. */
export function styleOf(service: string): ParameterStyle {
  return {
    secrets: service === 'bedrock' ? 'hidden' : 'left out',
    dates: service === 'iam' || service === 'sts' ? 'spoken' : 'iso',
  };
}

/** The members of an input or output as an event shows them, or null when there are none. */
export function parametersOf(
  schema: NormalizedSchema,
  value: object,
  style: ParameterStyle,
): JsonObject | null {
  if (schema.isUnitSchema()) return null;
  const shown = structure(schema, value, style);
  return Object.keys(shown).length === 0 ? null : shown;
}

function structure(schema: NormalizedSchema, value: object, style: ParameterStyle): JsonObject {
  const shown: Record<string, Json> = {};
  for (const [name, member] of schema.structIterator()) {
    const own: unknown = Reflect.get(value, name);
    const json = own === undefined || own === null ? undefined : shownAs(member, own, style);
    if (json !== undefined) shown[`${name.charAt(0).toLowerCase()}${name.slice(1)}`] = json;
  }
  return shown;
}

function shownAs(schema: NormalizedSchema, value: unknown, style: ParameterStyle): Json | undefined {
  if (schema.getMergedTraits().sensitive === 1) return style.secrets === 'hidden' ? HIDDEN : undefined;
  if (value instanceof Uint8Array) return undefined;
  if (value instanceof Date) return style.dates === 'iso' ? seconds(value.getTime()) : spoken(value);
  if (Array.isArray(value)) return shownList(schema, value, style);
  if (isObject(value)) {
    if (schema.isStructSchema()) return structure(schema, value, style);
    return Object.fromEntries(
      Object.entries(value).map(([key, own]) => [key, shownAs(schema.getValueSchema(), own, style) ?? null]),
    );
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined;
}

function shownList(schema: NormalizedSchema, values: readonly unknown[], style: ParameterStyle): Json {
  return values.flatMap((value) => {
    const json = shownAs(schema.getValueSchema(), value, style);
    return json === undefined ? [] : [json];
  });
}

/** `Jan 15, 2026, 9:08:00 AM` in UTC. */
function spoken(date: Date): string {
  return date.toLocaleString('en-US', {
    timeZone: 'UTC',
    month: 'short',
    day: 'numeric',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  });
}
