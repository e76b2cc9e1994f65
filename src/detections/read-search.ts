import { isObject } from '../base/json.ts';
import type { Path } from '../documents/source-document.ts';
import { joined } from './condition-grammar.ts';
import { fieldAccess } from './field-access.ts';
import { readFieldItem } from './read-field-item.ts';
import type { SearchContext } from './search-context.ts';
import type { Condition } from './sigma-rule.ts';
import { around, parseSigmaText, plainTextOf } from './sigma-text.ts';

/** Faults were told; this stands where nothing could be read. */
const NEVER: Condition = { op: 'or', parts: [] };

/** A named search: a mapping (all of it), a list of mappings (any), or keywords (any). */
export function readSearch(value: unknown, path: Path, context: SearchContext): Condition {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    if (items.length === 0) return refuse(path, 'the search is empty', context);
    return joined(
      'or',
      items.map((item, index) =>
        isObject(item)
          ? readMapping(item, [...path, index], context)
          : keyword(item, [...path, index], context),
      ),
    );
  }
  return isObject(value) ? readMapping(value, path, context) : keyword(value, path, context);
}

function readMapping(
  value: Readonly<Record<string, unknown>>,
  path: Path,
  context: SearchContext,
): Condition {
  const entries = Object.entries(value);
  if (entries.length === 0) return refuse(path, 'the search is empty', context);
  return joined(
    'and',
    entries.map(([key, item]) => readItem(key, item, { path: [...path, key], context })),
  );
}

function readItem(
  key: string,
  value: unknown,
  { path, context }: { readonly path: Path; readonly context: SearchContext },
): Condition {
  const [field = '', ...modifiers] = key.split('|');
  if (field === '') return keywords(modifiers, value, { path, context });
  const found = fieldAccess(context.table, field);
  if (!found.ok) {
    context.faults.addAtKey(path, found.fault);
    return NEVER;
  }
  return readFieldItem({ field, modifiers, value, path }, context);
}

/** `'|all': [a, b]`: keywords that must all be there. */
function keywords(
  modifiers: readonly string[],
  value: unknown,
  { path, context }: { readonly path: Path; readonly context: SearchContext },
): Condition {
  if (modifiers.some((modifier) => modifier !== 'all' && modifier !== 'contains'))
    return refuse(path, `keywords take no '${modifiers.join('|')}'`, context);
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return joined(
    modifiers.includes('all') ? 'and' : 'or',
    items.map((item, index) => keyword(item, Array.isArray(value) ? [...path, index] : path, context)),
  );
}

function keyword(value: unknown, path: Path, context: SearchContext): Condition {
  if (typeof value !== 'string' && typeof value !== 'number')
    return refuse(path, 'a keyword is a text or a number', context);
  const pattern = parseSigmaText(String(value));
  if (plainTextOf(pattern) === '') return refuse(path, 'an empty keyword stands in every event', context);
  return { op: 'keyword', pattern: around(pattern, 'both') };
}

function refuse(path: Path, what: string, { faults }: SearchContext): Condition {
  faults.add(path, {
    what,
    why: 'a search is a mapping of fields to values, a list of such mappings, or a list of keywords',
    fix: 'write what the event has to hold',
  });
  return NEVER;
}
