import type { Condition, Finding, FindingCriteria } from '@aws-sdk/client-guardduty';
import { isObject } from '../../../base/json.ts';
import { rejected } from './handlers.ts';

/** Whether a finding fits every criterion. Times are compared in milliseconds since 1970. */
export function matches(finding: Finding, criteria: FindingCriteria | undefined): boolean {
  return Object.entries(criteria?.Criterion ?? {}).every(([name, condition]) =>
    fits(fieldOf(finding, name), condition),
  );
}

/** `service.archived` of a finding, whose members have capitals. */
export function fieldOf(finding: Finding, name: string): unknown {
  let value: unknown = finding;
  for (const step of name.split('.')) {
    const member = `${step.charAt(0).toUpperCase()}${step.slice(1)}`;
    value = isObject(value) ? value[member] : undefined;
  }
  if (/(^|\.)(createdAt|updatedAt|eventFirstSeen|eventLastSeen)$/.test(name))
    return Date.parse(String(value));
  return value;
}

function fits(value: unknown, condition: Condition): boolean {
  const text = String(value);
  const number = Number(value);
  const { Eq, Neq, Gt, Gte, Lt, Lte, Equals = Eq, NotEquals = Neq } = condition;
  const { GreaterThan = Gt, GreaterThanOrEqual = Gte, LessThan = Lt, LessThanOrEqual = Lte } = condition;
  if (condition.Matches !== undefined || condition.NotMatches !== undefined)
    throw rejected('matches and notMatches are not supported for this attribute.');
  return (
    (Equals === undefined || Equals.includes(text)) &&
    NotEquals?.includes(text) !== true &&
    (GreaterThan === undefined || number > GreaterThan) &&
    (GreaterThanOrEqual === undefined || number >= GreaterThanOrEqual) &&
    (LessThan === undefined || number < LessThan) &&
    (LessThanOrEqual === undefined || number <= LessThanOrEqual)
  );
}
