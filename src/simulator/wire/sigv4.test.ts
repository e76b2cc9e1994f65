import { describe, expect, it } from 'vitest';
import type { WireRequest } from './message.ts';
import { isSignedWith, readAuthorization } from './sigv4.ts';

/** The worked example of AWS's guide to Signature Version 4. */
const EXAMPLE: WireRequest = {
  method: 'GET',
  path: '/',
  query: { Action: ['ListUsers'], Version: ['2010-05-08'] },
  headers: {
    host: 'iam.amazonaws.com',
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    'x-amz-date': '20150830T123600Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  },
  body: new Uint8Array(),
  address: '192.0.2.1',
};
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

function signedWith(request: WireRequest, secret: string): boolean {
  const authorization = readAuthorization(request);
  return authorization !== null && isSignedWith(request, authorization, secret);
}

describe('Signature Version 4', () => {
  it('knows the example of the guide', () => {
    expect(signedWith(EXAMPLE, SECRET)).toBe(true);
  });

  it.each([
    ['another secret', EXAMPLE, 'other'],
    ['another method', { ...EXAMPLE, method: 'POST' }, SECRET],
    ['another path', { ...EXAMPLE, path: '/x' }, SECRET],
    ['another query', { ...EXAMPLE, query: { ...EXAMPLE.query, Action: ['ListRoles'] } }, SECRET],
    ['another body', { ...EXAMPLE, body: Buffer.from('x') }, SECRET],
    [
      'another signed header',
      { ...EXAMPLE, headers: { ...EXAMPLE.headers, host: 'sts.amazonaws.com' } },
      SECRET,
    ],
  ])('refuses %s', (_what, request, secret) => {
    expect(signedWith(request, secret)).toBe(false);
  });

  it.each(['', 'Bearer x', 'AWS4-HMAC-SHA256 Credential=AKID'])(
    'reads nothing out of %j',
    (authorization) => {
      expect(readAuthorization({ ...EXAMPLE, headers: { ...EXAMPLE.headers, authorization } })).toBeNull();
    },
  );
});
