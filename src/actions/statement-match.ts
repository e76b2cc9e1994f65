import type { Json } from '../base/json.ts';
import type { Statement } from './policies.ts';

/** A member that is one text or a list of them. */
export function textsOf(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : [];
}

/** Whether a statement speaks of an action, by `Action` or `NotAction`. */
export function actionMatches(statement: Statement, action: string): boolean {
  const not = statement['NotAction'];
  if (not !== undefined) return !textsOf(not).some((pattern) => isLike(pattern, action));
  return textsOf(statement['Action']).some((pattern) => isLike(pattern, action));
}

export function isUnconditional(statement: Statement): boolean {
  const condition = statement['Condition'];
  return condition === undefined || condition === null || Object.keys(condition).length === 0;
}

/** IAM's wildcards: `*` for any text, `?` for any one character; actions are told apart without case. */
export function isLike(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i').test(text);
}
