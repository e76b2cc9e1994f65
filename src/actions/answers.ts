import { isObject, type JsonObject } from '../base/json.ts';

/** Where IAM and Organizations are asked. */
export const GLOBAL_REGION = 'us-east-1';

/** The objects of a list member of an answer; empty where there is none. */
export function listOf(answer: JsonObject | null, member: string): readonly JsonObject[] {
  const list = answer?.[member];
  return Array.isArray(list) ? (list.filter(isObject) as JsonObject[]) : [];
}

/** A text member, or null. */
export function textOf(answer: JsonObject | null, member: string): string | null {
  const value = answer?.[member];
  return typeof value === 'string' ? value : null;
}

/** An object member, or null. */
export function objectOf(answer: JsonObject | null, member: string): JsonObject | null {
  const value = answer?.[member];
  return isObject(value) ? value : null;
}
