import type { TimeUnit } from './sigma-rule.ts';

/** What the modifiers of a field ask for, in the order they stand where that counts. */
export interface Modifiers {
  readonly all: boolean;
  readonly not: boolean;
  readonly cased: boolean;
  readonly where: 'equals' | 'contains' | 'startswith' | 'endswith';
  readonly how: 'text' | 're' | 'cidr' | 'exists' | 'fieldref' | 'lt' | 'lte' | 'gt' | 'gte' | TimeUnit;
  readonly flags: string;
  /** base64 and the like, in their order. */
  readonly encodings: readonly string[];
}

type Kind = 'where' | 'how' | 'flag' | 'encoding' | 'switch' | 'refused';

/** Every modifier of the specification. */
export const MODIFIERS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...(['contains', 'startswith', 'endswith'] as const).map((name) => [name, 'where'] as const),
  ...(
    [
      're',
      'cidr',
      'exists',
      'fieldref',
      'lt',
      'lte',
      'gt',
      'gte',
      'minute',
      'hour',
      'day',
      'week',
      'month',
      'year',
    ] as const
  ).map((name) => [name, 'how'] as const),
  ...(['i', 'm', 's'] as const).map((name) => [name, 'flag'] as const),
  ...(['base64', 'base64offset', 'wide', 'utf16', 'utf16le', 'utf16be', 'windash'] as const).map(
    (name) => [name, 'encoding'] as const,
  ),
  ...(['all', 'cased', 'neq'] as const).map((name) => [name, 'switch'] as const),
  ['expand', 'refused'],
]);

export type ReadModifiers =
  | { readonly ok: true; readonly modifiers: Modifiers }
  | {
      readonly ok: false;
      readonly name: string;
      readonly what: string;
      readonly why: string;
      readonly fix: string;
    };

/** Reads a chain of modifiers. Combinations that mean nothing are refused. */
export function readModifiers(names: readonly string[]): ReadModifiers {
  const of = (kind: Kind): readonly string[] => names.filter((name) => MODIFIERS.get(name) === kind);
  const bad = names.find((name) => !MODIFIERS.has(name));
  if (bad !== undefined)
    return refused(
      bad,
      'is not one of Sigma',
      'what it is to do is not known, and leaving it out would change the rule',
      'use a modifier of the specification',
    );
  if (names.includes('expand'))
    return refused(
      'expand',
      'is not supported',
      'its values come from a list of the organization that heptad does not have',
      'write the values themselves',
    );
  const [how, second] = of('how');
  if (second !== undefined)
    return refused(
      second,
      `cannot stand beside '${how ?? ''}'`,
      'each says alone how a value is compared',
      'keep one of them',
    );
  const [where, other] = of('where');
  if (other !== undefined)
    return refused(
      other,
      `cannot stand beside '${where ?? ''}'`,
      'a value stands in one place',
      'keep one of them',
    );
  const flag = of('flag')[0];
  if (flag !== undefined && how !== 're')
    return refused(
      flag,
      "stands without 're'",
      'it is a flag of a regular expression',
      "write 're' before it",
    );
  if (where !== undefined && how !== undefined && how !== 'fieldref' && how !== 're')
    return refused(
      where,
      `cannot stand beside '${how}'`,
      `'${how}' looks at the whole value`,
      'keep one of them',
    );
  const wide = names.findIndex((name) => /^(?:wide|utf16)/.test(name));
  if (wide !== -1 && names[wide + 1]?.startsWith('base64') !== true)
    return refused(
      names[wide] ?? '',
      "stands without 'base64' behind it",
      'logs are text: only encoded data holds UTF-16',
      "put 'base64' or 'base64offset' behind it",
    );
  return {
    ok: true,
    modifiers: {
      all: names.includes('all'),
      not: names.includes('neq'),
      cased: names.includes('cased'),
      where: (where ?? 'equals') as Modifiers['where'],
      how: (how ?? 'text') as Modifiers['how'],
      flags: of('flag').join(''),
      encodings: of('encoding'),
    },
  };
}

function refused(name: string, ...[what, why, fix]: readonly [string, string, string]): ReadModifiers {
  return { ok: false, name, what, why, fix };
}
