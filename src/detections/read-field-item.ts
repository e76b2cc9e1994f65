import { nearest } from '../base/text.ts';
import type { Path } from '../documents/source-document.ts';
import { joined } from './condition-grammar.ts';
import { fieldAccess } from './field-access.ts';
import { MODIFIERS, type Modifiers, readModifiers } from './modifiers.ts';
import { readValue } from './read-value.ts';
import type { SearchContext } from './search-context.ts';
import type { Condition } from './sigma-rule.ts';

/** `field|modifier|modifier: value`. */
export interface FieldItem {
  readonly field: string;
  readonly modifiers: readonly string[];
  readonly value: unknown;
  readonly path: Path;
}

/** A field with its values: any of them, or with `all` every one. */
export function readFieldItem(item: FieldItem, context: SearchContext): Condition {
  const modifiers = readModifiers(item.modifiers);
  if (!modifiers.ok) {
    const near = nearest(modifiers.name, MODIFIERS.keys());
    context.faults.addAtKey(item.path, {
      what: `the modifier '${modifiers.name}' ${modifiers.what}`,
      why: modifiers.why,
      fix: near === undefined || near === modifiers.name ? modifiers.fix : `did you mean '${near}'?`,
    });
    return { op: 'or', parts: [] };
  }
  const values: readonly unknown[] = Array.isArray(item.value) ? item.value : [item.value];
  if (values.length === 0) context.faults.add(item.path, EMPTY);
  const parts = values.map((value, index) =>
    valueCondition(
      value,
      { ...item, path: Array.isArray(item.value) ? [...item.path, index] : item.path },
      { ...context, modifiers: modifiers.modifiers },
    ),
  );
  const whole = joined(modifiers.modifiers.all ? 'and' : 'or', parts);
  return modifiers.modifiers.not ? { op: 'not', part: whole } : whole;
}

function valueCondition(
  value: unknown,
  item: FieldItem,
  context: SearchContext & { readonly modifiers: Modifiers },
): Condition {
  const read = readValue(value, context.modifiers);
  if (!read.ok) {
    context.faults.add(item.path, read.fault);
    return { op: 'or', parts: [] };
  }
  for (const test of read.tests) {
    if (test.is !== 'field') continue;
    const other = fieldAccess(context.table, test.other);
    if (!other.ok) context.faults.add(item.path, other.fault);
  }
  const any = joined(
    'or',
    read.tests.map((test) => ({ op: 'field', field: item.field, test })),
  );
  return read.negated ? { op: 'not', part: any } : any;
}

const EMPTY = {
  what: 'the field has an empty list of values',
  why: 'nothing is one of no values, so the search could never match',
  fix: 'write a value, or null for a field that is not there',
};
