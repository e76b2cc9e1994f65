import { ibanHolds, ibanLength, luhnHolds } from './check-digits.ts';
import { secretSpans } from './secret-mask.ts';

/** What is taken out of a text. Where two meet, the first of this list has the place. */
export const SENSITIVE_KINDS = [
  'secret',
  'access-key',
  'email',
  'iban',
  'card',
  'ssn',
  'phone',
  'ip',
  'name',
] as const;
export type SensitiveKind = (typeof SENSITIVE_KINDS)[number];

/** A place of a text that holds something sensitive. */
export interface SensitiveSpan {
  readonly kind: SensitiveKind;
  /** UTF-16 offsets; `end` is past the last. */
  readonly start: number;
  readonly end: number;
  /** As it is compared: without spaces, signs and case that do not make it another one. */
  readonly value: string;
}

/** Everything sensitive that a text holds, in its order, without overlaps. */
export function sensitiveSpans(
  text: string,
  kinds: readonly SensitiveKind[] = SENSITIVE_KINDS,
): readonly SensitiveSpan[] {
  if (text.length < 4) return [];
  const taken = new Uint8Array(text.length);
  const spans: SensitiveSpan[] = [];
  for (const kind of SENSITIVE_KINDS) {
    if (!kinds.includes(kind)) continue;
    for (const { start, end, value } of FINDERS[kind](text)) {
      if (taken.subarray(start, end).includes(1)) continue;
      taken.fill(1, start, end);
      spans.push({ kind, start, end, value });
    }
  }
  return spans.toSorted((a, b) => a.start - b.start);
}

type Found = Omit<SensitiveSpan, 'kind'>;

/** Where a number can begin: also after a line break that JSON text writes as a letter. */
const BEGIN = String.raw`(?:(?<![\w.-])|(?<=\\[nrt]))`;
const END = String.raw`(?![\w-]|\.\d)`;

/** Local part and host are bounded, so that a long text without an `@` costs no more than its length. */
const EMAIL = /(?<!\\)[\p{L}\p{N}._%+'-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}@])/gu;
const ACCESS_KEY = new RegExp(String.raw`${BEGIN}(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])`, 'g');
const IBAN = new RegExp(String.raw`${BEGIN}[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}`, 'gi');
const CARD = new RegExp(String.raw`${BEGIN}\d(?:[ -]?\d){12,18}${END}`, 'g');
/** Prefixes of the large card schemes (ISO/IEC 7812); without one, a number of the right length is most often none. */
const CARD_SCHEMES = /^(?:4|5[1-5]|2[2-7]|3[47]|3[068]|35|6011|64[4-9]|65|62)/;
const SSN = new RegExp(String.raw`${BEGIN}(?!000|666|9)\d{3}([ -])(?!00)\d{2}\1(?!0000)\d{4}${END}`, 'g');
const IPV4 = new RegExp(
  String.raw`${BEGIN}(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)${END}`,
  'g',
);
const IPV6 =
  /(?<![\w:.])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6})(?![\w:])/gi;

/** Numbers that are phone numbers by their own form. */
const PHONE_FORMS = [
  String.raw`\+\d{1,3}(?:[ .-]?\(?\d{1,5}\)?){1,2}(?:[ .-]?\d{2,4}){1,4}`,
  String.raw`00\d{1,3}(?:[ .-]\(?\d{1,4}\)?){2,5}`,
  String.raw`\(\d{2,5}\)[ ]?\d{3,4}[ .-]\d{3,4}`,
  String.raw`\(?[2-9]\d{2}\)?[ .-][2-9]\d{2}[ .-]\d{4}`,
];
const PHONE = new RegExp(
  String.raw`${BEGIN}(?:${PHONE_FORMS.join('|')})(?: ?(?:x|ext\.? ?)\d{1,6})?${END}`,
  'g',
);
/** Numbers that are phone numbers by the word before them. */
const PHONE_BY_WORD =
  /(?<=\b(?:phone|tel|telephone|mobile|cell|fax|call (?:me|us)|whatsapp|telefon|handy|téléphone|portable|teléfono|móvil|telefone|celular|telefono|cellulare)\b[^\n\d+(]{0,24})\(?\d(?:[ ().-]{0,2}\d){6,14}(?: ?(?:x|ext\.? ?)\d{1,6})?(?![\w-]|\.\d)/giu;
const DATE = /^(?:19|20)\d\d[ .-](?:0?[1-9]|1[0-2])[ .-]|^\d{1,2}[.-]\d{1,2}[.-](?:19|20)\d\d$/;

const NAME_PART = String.raw`\p{Lu}[\p{L}'’-]{1,24}`;
/** Names that are announced as such. Names in running text are not told from other words: see the page on content. */
const NAME = new RegExp(
  String.raw`(?<=\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herrn?|Frau|Mme|Mlle|Monsieur|Madame|Sra?|Señora?|Signora?)\.? |\b(?:[Mm]y name is|[Ii] am called|[Ii]ch heiße|[Mm]ein Name ist|[Jj]e m['’]appelle|[Mm]e llamo|[Mm]i chiamo|[Mm]eu nome é) )${NAME_PART}(?: (?:(?:van|von|de|da|di|del|der|la|le) ){0,2}${NAME_PART}){0,3}`,
  'gu',
);

const FINDERS: { readonly [K in SensitiveKind]: (text: string) => readonly Found[] } = {
  secret: (text) => secretSpans(text).map(({ start, end, secret }) => ({ start, end, value: secret })),
  'access-key': (text) => matches(text, ACCESS_KEY, (value) => value),
  email: (text) => (text.includes('@') ? matches(text, EMAIL, (value) => value.toLowerCase()) : []),
  iban: ibans,
  card: (text) =>
    matches(text, CARD, (value) => {
      const digits = digitsOf(value);
      return CARD_SCHEMES.test(digits) && luhnHolds(digits) ? digits : null;
    }),
  ssn: (text) => matches(text, SSN, digitsOf),
  phone: (text) => [...matches(text, PHONE_BY_WORD, phoneOf), ...matches(text, PHONE, phoneOf)],
  ip: (text) => [
    ...matches(text, IPV4, (value) => value),
    ...matches(text, IPV6, (value) => value.toLowerCase()),
  ],
  name: (text) => matches(text, NAME, (value) => value.toLowerCase()),
};

function matches(text: string, pattern: RegExp, valueOf: (match: string) => string | null): readonly Found[] {
  return [...text.matchAll(pattern)].flatMap(({ 0: match, index }) => {
    const value = valueOf(match);
    return value === null ? [] : [{ start: index, end: index + match.length, value }];
  });
}

/** As long as its country has it: what follows in capitals is no part of it. */
function ibans(text: string): readonly Found[] {
  return [...text.matchAll(IBAN)].flatMap(({ 0: match, index }) => {
    const length = ibanLength(match.slice(0, 2).toUpperCase());
    if (length === undefined) return [];
    let end = 0;
    for (let seen = 0; end < match.length && seen < length; end += 1)
      if (/[A-Z0-9]/i.test(match[end] ?? '')) seen += 1;
    const value = match.slice(0, end).replace(/[ -]/g, '').toUpperCase();
    return ibanHolds(value) ? [{ start: index, end: index + end, value }] : [];
  });
}

function phoneOf(match: string): string | null {
  const [number = ''] = match.split(/ ?(?:x|ext)/);
  const digits = digitsOf(number).replace(/^00/, '');
  return digits.length < 7 || digits.length > 15 || DATE.test(match) ? null : digits;
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}
