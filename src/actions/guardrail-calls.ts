import type { JsonObject } from '../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../model/plan.ts';
import type { GuardrailVersion } from './guardrails.ts';

export function createCall(region: string, input: JsonObject): PlannedCall {
  return {
    service: 'bedrock',
    operation: 'CreateGuardrail',
    region,
    input,
    purpose: 'make the deleted guardrail anew, under a new id',
    reversibility: { kind: 'leaves', residue: 'the guardrail: heptad does not delete one' },
  };
}

export function updateCall(
  region: string,
  { id, body, description, purpose }: GuardrailVersion & { readonly purpose: string },
): PlannedCall {
  const described = description === null ? {} : { description };
  const input = { guardrailIdentifier: id, ...body, ...described };
  return {
    service: 'bedrock',
    operation: 'UpdateGuardrail',
    region,
    input,
    purpose,
    reversibility: REVERSIBLE,
  };
}

export function versionCall(region: string, guardrailIdentifier: JsonObject[string]): PlannedCall {
  return {
    service: 'bedrock',
    operation: 'CreateGuardrailVersion',
    region,
    input: { guardrailIdentifier, description: 'Restored during incident response' },
    purpose: 'make a version of it that callers can pin',
    reversibility: { kind: 'leaves', residue: 'the new version: callers may pin it by then' },
  };
}
