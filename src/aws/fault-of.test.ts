import { describe, expect, it } from 'vitest';
import { cloudErrorOf } from './fault-of.ts';

const CALL = { service: 's3', operation: 'PutObjectRetention', region: 'us-east-1', input: {} };

/** What the SDK throws when it can't read an answer. */
function unread(error: Error, statusCode: number, type = 'application/xml'): Error {
  error.message += '\n  Deserialization error: to see the raw response, inspect the hidden field.';
  return Object.assign(error, {
    $response: { statusCode, headers: { 'content-type': type } },
    $metadata: { httpStatusCode: statusCode, requestId: 'r-1' },
  });
}

describe('an answer that cannot be read', () => {
  it.each([
    ['under its own type', unread(new Error('XML parse error: unexpected content.'), 200)],
    ['under the type of a page', unread(new TypeError('no date-time'), 200, 'text/html; charset=utf-8')],
  ])('%s, of a call that went through, is foreign: it may have taken effect', (_name, thrown) => {
    const { fault, why } = cloudErrorOf(CALL, thrown);
    expect(fault).toMatchObject({ code: 'ForeignAnswer', retryable: false, requestId: 'r-1' });
    expect(why).toMatch(
      /^the endpoint answered with status 200, .* own form: (XML parse error|no date-time)/,
    );
    expect(why).not.toContain('Deserialization');
  });

  it('as a page of HTML with another status says so', () => {
    const { why } = cloudErrorOf(CALL, unread(new SyntaxError('<'), 404, 'text/html'));
    expect(why).toContain('status 404 and a page of HTML');
  });

  it('because the line was cut in the middle of it is no answer: the call may go through later', () => {
    const cut = Object.assign(unread(new Error('aborted'), 200), { code: 'ECONNRESET' });
    expect(cloudErrorOf(CALL, cut).fault).toMatchObject({ code: 'Network', retryable: true });
  });
});
