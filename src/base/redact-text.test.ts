import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyedBy, redactDeep, redactText } from './redact-text.ts';
import { type SensitiveKind, sensitiveSpans } from './sensitive-text.ts';

const KEYED = keyedBy(Buffer.from('a key of a case'));

/** Synthetic, each of them in a sentence. The numbers are those that the schemes publish for tests. */
const HELD: readonly (readonly [SensitiveKind, string, string])[] = [
  ['email', 'Write to Ana.Silva+x@example.com, please.', 'Ana.Silva+x@example.com'],
  ['email', 'an <jörg@büro.example> mailen', 'jörg@büro.example'],
  ['card', 'Card 4111 1111 1111 1111 was charged', '4111 1111 1111 1111'],
  ['card', 'amex:378282246310005.', '378282246310005'],
  ['iban', 'IBAN DE89 3704 0044 0532 0130 00 THANKS', 'DE89 3704 0044 0532 0130 00'],
  ['iban', 'to gb82west12345698765432', 'gb82west12345698765432'],
  ['ssn', 'her SSN is 219-09-9999', '219-09-9999'],
  ['phone', 'call +1 (202) 555-0143 today', '+1 (202) 555-0143'],
  ['phone', 'reach us: 202-555-0143 x12', '202-555-0143 x12'],
  ['phone', 'Mein Telefon: 030 901820 ist neu', '030 901820'],
  ['phone', 'ring 0044 20 7946 0958', '0044 20 7946 0958'],
  ['ip', 'from 203.0.113.7 at noon', '203.0.113.7'],
  ['ip', 'from 2001:db8::1 at noon', '2001:db8::1'],
  ['access-key', 'key AKIAIOSFODNN7EXAMPLE leaked', 'AKIAIOSFODNN7EXAMPLE'],
  ['secret', 'password=correct-horse-battery', 'correct-horse-battery'],
  ['name', 'My name is Maria de la Cruz and I need help', 'Maria de la Cruz'],
  ['phone', String.raw`{"text":"hi\n202-555-0143"}`, '202-555-0143'],
  ['email', String.raw`{"text":"hi\nana@example.com"}`, 'ana@example.com'],
  ['name', 'spoke to Mr. Okafor about it', 'Okafor'],
];

const ORDINARY = [
  'Invoice 4111 1111 1111 1112 is due on 2026-01-15.',
  'account 111122223333, event 6f1c2b7e-0d5e-4c9d-9a53-2f0f6a1b7c44, 2026-01-15T09:00:00Z',
  'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0',
  'Revenue grew 12.5 % to 1,204,331.20 EUR in 2024-2025 (see 10.1.2).',
  'version 10.4.22, order 123-45-678, ISBN 978-3-16-148410-0',
  'DE00 0000 is no account, and {{email}} is a slot; ping @everyone',
  'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
];

describe('redactText', () => {
  for (const [kind, text, held] of HELD) {
    it(`takes out ${kind}: ${held}`, () => {
      const [span] = sensitiveSpans(text);
      expect({ kind: span?.kind, held: text.slice(span?.start, span?.end) }).toEqual({ kind, held });
      const redacted = redactText(text, KEYED);
      expect(redacted).not.toContain(held);
      expect(redacted).toMatch(new RegExp(String.raw`\[${kind.toUpperCase()}-[0-9a-f]{8}\]`));
    });
  }

  for (const text of ORDINARY) {
    it(`leaves alone: ${text.slice(0, 40)}`, () => {
      expect(redactText(text, KEYED)).toBe(text);
    });
  }

  it('gives the same value the same token, however it is written, and another case another', () => {
    const tokens = (text: string, keyed = KEYED): readonly string[] =>
      redactText(text, keyed).match(/\[[^\]]+\]/g) ?? [];
    const [a, b, c] = tokens('a@example.com, A@Example.com and b@example.com');
    expect(a).toBe(b);
    expect(c).not.toBe(a);
    expect(tokens('a@example.com', keyedBy(Buffer.from('another')))[0]).not.toBe(a);
    const [plain, spaced] = tokens('4111111111111111 or 4111-1111-1111-1111');
    expect(plain).toBe(spaced);
  });

  it('takes out only the kinds that are asked for', () => {
    expect(redactText('a@example.com from 203.0.113.7', KEYED, ['ip'])).toMatch(/^a@example\.com from \[IP-/);
  });

  it('leaves a redacted text as it is, and keeps everything else of a text', () => {
    const piece = fc.oneof(
      fc.constantFrom(...HELD.map(([, text]) => text), ...ORDINARY),
      fc.string({ maxLength: 30 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const once = redactText(pieces.join('\n'), KEYED);
        expect(redactText(once, KEYED)).toBe(once);
      }),
    );
  });

  it('stays quick on long hostile texts', () => {
    for (const unit of ['a', '1', '1 ', '(1)', 'a.', '+1-', 'AA11', 'phone ', 'Mr. A ', ':', '@', 'sk-'])
      expect(redactText(unit.repeat(20_000), KEYED).length).toBeGreaterThan(0);
  });
});

describe('redactDeep', () => {
  it('redacts the texts of a value and leaves its names', () => {
    const value = { email: 'a@example.com', list: [1, null, 'x 203.0.113.7'] };
    const redacted = redactDeep(value, KEYED);
    expect(Object.keys(redacted)).toEqual(['email', 'list']);
    expect(redacted.email).toMatch(/^\[EMAIL-/);
    expect(redacted.list[2]).toMatch(/^x \[IP-/);
  });
});
