import { cidrPattern } from './cidr-pattern.ts';
import { base64Of, base64Offsets, dashVariants, type Encoded, wideBytes } from './encode-value.ts';
import type { Modifiers } from './modifiers.ts';
import { regexpFault } from './regexp-fault.ts';
import type { RuleFault } from './rule-faults.ts';
import type { FieldTest, TimeUnit } from './sigma-rule.ts';
import { around, parseSigmaText, plainPattern, plainTextOf } from './sigma-text.ts';

export type ReadValue =
  | { readonly ok: true; readonly tests: readonly FieldTest[]; readonly negated?: boolean }
  | { readonly ok: false; readonly fault: RuleFault };

const COMPARISONS = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;
const TIME_UNITS: ReadonlySet<string> = new Set(['minute', 'hour', 'day', 'week', 'month', 'year']);

/** What one value of a field asks for; several tests are alternatives. */
export function readValue(value: unknown, modifiers: Modifiers): ReadValue {
  const { how } = modifiers;
  if (how === 'exists') return existsTest(value);
  if (how === 're') return regexpTest(value, modifiers);
  if (how === 'cidr') return cidrTest(value);
  if (how === 'fieldref') return fieldTest(value, modifiers);
  if (how in COMPARISONS) return numberTest(value, COMPARISONS[how as keyof typeof COMPARISONS]);
  if (TIME_UNITS.has(how)) return timeTest(value, how as TimeUnit);
  return textTest(value, modifiers);
}

function existsTest(value: unknown): ReadValue {
  if (typeof value !== 'boolean')
    return no("'exists' takes true or false", 'write exists: true, or exists: false');
  return { ok: true, tests: [{ is: 'exists' }], negated: !value };
}

function regexpTest(value: unknown, { flags, where }: Modifiers): ReadValue {
  if (typeof value !== 'string' && typeof value !== 'number')
    return no('a regular expression is a text', 'write it in quotes');
  const source = String(value);
  const fault = regexpFault(source);
  if (fault !== null) return { ok: false, fault };
  const begin = where === 'startswith' ? '^' : '';
  const end = where === 'endswith' ? '$' : '';
  const body = begin + end === '' ? source : `${begin}(?:${source})${end}`;
  return { ok: true, tests: [{ is: 'regexp', pattern: flags === '' ? body : `(?${flags})${body}` }] };
}

function cidrTest(value: unknown): ReadValue {
  if (typeof value !== 'string') return no('a network is a text', 'write it like 192.0.2.0/24');
  const pattern = cidrPattern(value);
  if (!pattern.ok)
    return no(
      `the network '${value}' cannot be compared`,
      'write it like 192.0.2.0/24 or 2001:db8::/32',
      pattern.why,
    );
  return { ok: true, tests: [{ is: 'regexp', pattern: pattern.pattern }] };
}

function fieldTest(value: unknown, { where, cased }: Modifiers): ReadValue {
  if (typeof value !== 'string') return no("'fieldref' takes the name of a field", 'write a name');
  return { ok: true, tests: [{ is: 'field', other: value, how: where, cased }] };
}

function numberTest(value: unknown, comparison: '<' | '<=' | '>' | '>='): ReadValue {
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || value === '')
    return no('only numbers are less or more', 'write a number');
  return { ok: true, tests: [{ is: 'number', comparison, value: number }] };
}

function timeTest(value: unknown, unit: TimeUnit): ReadValue {
  const number = Number(value);
  if (!Number.isInteger(number)) return no(`'${unit}' takes a whole number`, 'write a number');
  return { ok: true, tests: [{ is: 'time', unit, value: number }] };
}

function textTest(value: unknown, modifiers: Modifiers): ReadValue {
  const { where, cased, encodings } = modifiers;
  if (value === null) {
    if (where !== 'equals' || encodings.length > 0)
      return no('null holds no text', 'write null without modifiers, or a text');
    return { ok: true, tests: [{ is: 'null' }] };
  }
  if (typeof value === 'number' && where === 'equals' && encodings.length === 0)
    return { ok: true, tests: [{ is: 'number', comparison: '=', value }] };
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    return no('a value is a text, a number, true, false or null', 'write one of these, or a list of them');
  const text = String(value);
  if (text.includes('\0')) return no('the value holds a NUL character', 'logs hold it escaped; take it out');
  const patterns = encodings.length === 0 ? [parseSigmaText(text)] : encoded(text, encodings);
  if (patterns === null) return no('a text with wildcards cannot be encoded', 'take the wildcards out');
  const side = { contains: 'both', startswith: 'behind', endswith: 'before' } as const;
  const offset = encodings.includes('base64offset');
  return {
    ok: true,
    tests: patterns.map((pattern) => ({
      is: 'pattern',
      cased,
      pattern:
        where === 'equals' ? (offset ? around(pattern, 'both') : pattern) : around(pattern, side[where]),
    })),
  };
}

/** The patterns that a chain of encodings makes of a text. */
function encoded(
  text: string,
  encodings: readonly string[],
): readonly (readonly [] | ReturnType<typeof parseSigmaText>)[] | null {
  if (encodings.every((name) => name === 'windash')) return dashVariants(text).map(parseSigmaText);
  const plain = plainTextOf(parseSigmaText(text));
  if (plain === null) return null;
  let values: readonly Encoded[] = [plain];
  for (const name of encodings) values = values.flatMap((value) => encodedOnce(value, name));
  return values.map((value) => plainPattern(value.toString()));
}

function encodedOnce(value: Encoded, name: string): readonly Encoded[] {
  if (name === 'base64') return [base64Of(value)];
  if (name === 'base64offset') return base64Offsets(value);
  if (name === 'windash') return dashVariants(value.toString());
  return [wideBytes(value.toString(), name)];
}

function no(what: string, fix: string, why = 'its meaning would have to be guessed'): ReadValue {
  return { ok: false, fault: { what, why, fix } };
}
