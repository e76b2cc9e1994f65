/**
 * Conditions over `guardrail_assessments`. A full trace lists filters that found nothing as well, as not `detected`;
 * one that only watches says `NONE` and `detected`. Each pattern stays within one list, so that what another policy
 * found is not taken for it.
 */
const MET = `("(BLOCKED|ANONYMIZED)"|"detected": *true)`;

/** Something in this list of this assessment was met, e.g. `piiEntities`. */
export function metIn(list: string): string {
  return matched(`"${list}": *\\[[^\\]]*${MET}`);
}

/** Something in this list was answered with this action. */
export function actedIn(list: string, action: 'BLOCKED' | 'ANONYMIZED'): string {
  return matched(`"${list}": *\\[[^\\]]*"${action}"`);
}

/** The only list of this policy has something that was met. */
export function metByPolicy(policy: string): string {
  return matched(`"${policy}": *\\{"[A-Za-z]+": *\\[[^\\]]*${MET}`);
}

/** The policy refused. */
export function refusedByPolicy(policy: string): string {
  return matched(`"${policy}": *\\{"[A-Za-z]+": *\\[[^\\]]*"BLOCKED"`);
}

/** A filter of this type was met, in whatever order its members stand. */
export function metFilter(type: string): string {
  return matched(`("${type}"[^{}]*${MET}|${MET}[^{}]*"${type}")`);
}

function matched(pattern: string): string {
  return `coalesce(regexp_like(guardrail_assessments, '${pattern}'), false)`;
}
