import { describe, expect, it } from 'vitest';
import { maskDeep, maskSecrets } from './secret-mask.ts';

const BEDROCK_KEY = `ABSK${'QmVkcm9ja0FQSUtleS1leGFtcGxl'.repeat(3)}=`;

describe('maskSecrets', () => {
  const secrets: Readonly<Record<string, string>> = {
    'a Bedrock API key': `use ${BEDROCK_KEY} now`,
    'a short-term Bedrock API key': `bedrock-api-key-${'YWJjZGVm'.repeat(6)}`,
    'a session token': `token IQoJ${'b3JpZ2lu'.repeat(20)}`,
    'a secret access key by its name': '{"secretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}',
    'the same inside a JSON text': String.raw`{\"secretAccessKey\":\"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\"}`,
    'a password': 'password=hunter2hunter2',
    'a private key': '-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----',
  };
  for (const [name, text] of Object.entries(secrets)) {
    it(`masks ${name}`, () => {
      const masked = maskSecrets(text);
      expect(masked).toMatch(/\(secret [0-9a-f]{8}\)/);
      for (const part of ['QmVkcm9ja0FQSUtleS1', 'YWJjZGVm', 'b3JpZ2lu', 'wJalrXUt', 'hunter2', 'MIIB'])
        expect(masked).not.toContain(part);
    });
  }

  it('gives the same secret the same mark', () => {
    const [first, second] = maskSecrets(`${BEDROCK_KEY} and ${BEDROCK_KEY}`).split(' and ');
    expect(first).toBe(second);
  });

  it('leaves names, ids, hashes and what AWS hid already alone', () => {
    for (const text of [
      'AKIAIOSFODNN7EXAMPLE',
      'a'.repeat(64),
      '"password":"HIDDEN_DUE_TO_SECURITY_REASONS"',
      'arn:aws:iam::111122223333:role/x',
      'PasswordResetRequired: true',
      'grep -r passwords',
    ]) {
      expect(maskSecrets(text)).toBe(text);
    }
  });

  it('reaches into rows', () => {
    expect(maskDeep({ a: [{ b: 'password: abcdefghij' }], n: 3, z: null })).toEqual({
      a: [{ b: expect.stringMatching(/^password: \(secret /) }],
      n: 3,
      z: null,
    });
  });
});
