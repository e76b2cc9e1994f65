import { isObject } from '../base/json.ts';

/** What a guardrail did in an exchange. Both null = no guardrail is seen (which does not mean there was none). */
export interface GuardrailResult {
  /** `INTERVENED`, `NONE`, or null. */
  readonly action: string | null;
  /** The assessments as JSON text: a list, each with the place it was found in. */
  readonly assessments: string | null;
}

interface Found {
  action: string | null;
  readonly assessments: { readonly at: string; readonly assessment: unknown }[];
}

/**
 * Looks in all the places and layouts of FACTS 2.3: InvokeModel's `amazon-bedrock-*` members (in streams on late
 * chunks), Converse's `stopReason` and `trace.guardrail`, with assessments as maps, maps of arrays or arrays of maps.
 */
export function guardrailOf(body: unknown): GuardrailResult {
  const found: Found = { action: null, assessments: [] };
  for (const part of Array.isArray(body) ? body : [body]) if (isObject(part)) look(part, found);
  if (found.action === null && found.assessments.some(({ assessment }) => blocked(assessment)))
    found.action = 'INTERVENED';
  if (found.action === null && found.assessments.length > 0) found.action = 'NONE';
  return {
    action: found.action,
    assessments: found.assessments.length === 0 ? null : JSON.stringify(found.assessments),
  };
}

function look(part: Readonly<Record<string, unknown>>, found: Found): void {
  const action = part['amazon-bedrock-guardrailAction'];
  if (typeof action === 'string') note(found, action.toUpperCase() === 'NONE' ? 'NONE' : 'INTERVENED');
  const stop =
    part['stopReason'] ??
    (isObject(part['messageStop']) ? part['messageStop']['stopReason'] : undefined) ??
    part['stop_reason'];
  if (stop === 'guardrail_intervened') note(found, 'INTERVENED');
  for (const trace of [
    part['amazon-bedrock-trace'],
    part['trace'],
    isObject(part['metadata']) ? part['metadata']['trace'] : undefined,
  ]) {
    if (!isObject(trace) || !isObject(trace['guardrail'])) continue;
    const guardrail = trace['guardrail'];
    for (const [at, key] of [
      ['input', 'input'],
      ['input', 'inputAssessment'],
      ['output', 'outputs'],
      ['output', 'outputAssessments'],
    ] as const) {
      for (const assessment of assessments(guardrail[key])) found.assessments.push({ at, assessment });
    }
  }
}

/** An intervention outweighs a `NONE` from another chunk. */
function note(found: Found, action: string): void {
  if (found.action !== 'INTERVENED') found.action = action;
}

/** `{id: {…}}`, `{id: [{…}]}`, `[{id: {…}}]` and `[{…}]` alike. */
function assessments(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => assessments(item));
  if (!isObject(value)) return [];
  if (Object.keys(value).some((key) => key.endsWith('Policy') || key === 'invocationMetrics')) return [value];
  return Object.keys(value).flatMap((key) => assessments(value[key]));
}

function blocked(assessment: unknown): boolean {
  return (
    JSON.stringify(assessment).includes('"action":"BLOCKED"') ||
    JSON.stringify(assessment).includes('"action":"ANONYMIZED"')
  );
}
