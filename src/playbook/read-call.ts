import { isObject } from '../base/json.ts';
import type { ReadCall } from '../model/playbook.ts';
import { flag, member, text } from './fields.ts';

/** A read-only call of a step. */
export function readCall(value: unknown): ReadCall {
  const input = member(value, 'input');
  return {
    client: text(value, 'client'),
    operation: text(value, 'operation'),
    input: isObject(input) ? input : {},
    paginate: flag(value, 'paginate'),
  };
}
