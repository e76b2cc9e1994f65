import { nearest } from '../base/text.ts';
import { CLOUDTRAIL_FIELDS, INVOCATION_FIELDS, type TableFields } from './table-fields.ts';
import type { LakeTable } from './log-sources.ts';
import type { RuleFault } from './rule-faults.ts';

/**
 * Where the values of a field stand. `column`: one text. `number`: one number. `json`: a way through a column of JSON
 * text, which may pass lists. `list`: a member of a column that is a list of structs.
 */
export type FieldAccess =
  | { readonly kind: 'column' | 'number'; readonly sql: string }
  | { readonly kind: 'json'; readonly sql: string; readonly path: readonly string[] }
  | { readonly kind: 'list'; readonly sql: string; readonly member: string };

export type FoundField =
  { readonly ok: true; readonly access: FieldAccess } | { readonly ok: false; readonly fault: RuleFault };

const FIELDS: Readonly<Record<LakeTable, TableFields>> = {
  cloudtrail: CLOUDTRAIL_FIELDS,
  bedrock_invocations: INVOCATION_FIELDS,
};

/** A field by the name it has in a record (or by its column's). Names of columns may be in any case, paths below them not. */
export function fieldAccess(table: LakeTable, field: string): FoundField {
  const fields = FIELDS[table];
  const lower = field.toLowerCase();
  const column = fields.texts.get(lower);
  if (column !== undefined) return found({ kind: 'column', sql: column });
  const number = fields.numbers.get(lower);
  if (number !== undefined) return found({ kind: 'number', sql: number });
  const list = fields.lists.get(lower);
  if (list !== undefined) return found({ kind: 'list', ...list });
  const document = [...fields.documents].find(([name]) => lower === name || lower.startsWith(`${name}.`));
  if (document !== undefined) return inDocument(field, { prefix: document[0], sql: document[1] });
  const names = [
    ...fields.texts.keys(),
    ...fields.numbers.keys(),
    ...fields.lists.keys(),
    ...fields.documents.keys(),
  ];
  return unknown(table, field, nearest(lower, names));
}

function inDocument(
  field: string,
  { prefix, sql }: { readonly prefix: string; readonly sql: string },
): FoundField {
  if (field.length === prefix.length) return found({ kind: 'column', sql });
  const path = field.slice(prefix.length + 1).split('.');
  const odd = path.find((part) => part === '' || /["'\\\p{Cc}]/u.test(part));
  if (odd === undefined) return found({ kind: 'json', sql, path });
  return {
    ok: false,
    fault: {
      what: `'${field}' is not a way through JSON that can be asked for`,
      why: 'each part between dots is the name of a member, without quotes and backslashes',
      fix: 'look for the text in the whole document instead, with contains',
    },
  };
}

function found(access: FieldAccess): FoundField {
  return { ok: true, access };
}

function unknown(table: LakeTable, field: string, near: string | undefined): FoundField {
  return {
    ok: false,
    fault: {
      what: `${table} has no field '${field}'`,
      why: 'a rule on a field that is never there could never match, and would look like a clean result',
      fix: near === undefined ? 'use a field of the log' : `did you mean '${near}'?`,
    },
  };
}

/** A way through JSON as both engines read it. */
export function jsonPath(path: readonly string[]): string {
  return `$${path.map((part) => (/^[\w]+$/.test(part) ? `.${part}` : `["${part}"]`)).join('')}`;
}
