import { describe, expect, it } from 'vitest';
import { evaluate, type Decision, type Policies } from './evaluate.ts';
import { knownPolicy, readPolicy, type PolicyDocument } from './policy-document.ts';

const ROLE = 'arn:aws:iam::111122223333:role/worker';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/worker/job';

/** Statements with `Effect`, `Action` and `Resource` filled in where a case does not care. */
function policy(...statements: readonly object[]): PolicyDocument {
  return knownPolicy({
    Version: '2012-10-17',
    Statement: statements.map((one) => ({ Effect: 'Allow', Resource: '*', ...one })),
  });
}

function resourcePolicy(...statements: readonly object[]): PolicyDocument {
  const read = readPolicy(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: statements.map((one) => ({ Effect: 'Allow', Action: '*', Resource: '*', ...one })),
    }),
    'resource',
  );
  if ('fault' in read) throw new Error(read.fault);
  return read;
}

function decide(
  policies: Partial<Policies>,
  asked: { action?: string; resource?: string; keys?: Record<string, string | string[]> } = {},
): Decision {
  const context = new Map(
    Object.entries(asked.keys ?? {}).map(([key, value]) => [key.toLowerCase(), [value].flat()]),
  );
  return evaluate(
    {
      action: asked.action ?? 's3:GetObject',
      resource: asked.resource ?? 'arn:aws:s3:::bucket/key',
      context,
    },
    {
      identity: [],
      boundary: undefined,
      session: undefined,
      resource: undefined,
      resourceMustAllow: false,
      serviceControl: [],
      caller: { account: '111122223333', arn: ROLE, sessionArn: SESSION },
      ...policies,
    },
  );
}

/** Whether an Allow with this in it lets `s3:GetObject` on `arn:aws:s3:::bucket/key` through. */
function allowedBy(statement: object, keys: Record<string, string | string[]> = {}): boolean {
  return decide({ identity: [policy({ Action: '*', ...statement })] }, { keys }).allowed;
}

describe('actions and resources', () => {
  it.each([
    [{ Action: 's3:GetObject' }, true],
    [{ Action: 'S3:getobject' }, true],
    [{ Action: 's3:Get*' }, true],
    [{ Action: 's3:GetObjec?' }, true],
    [{ Action: 's3:GetObjectAcl' }, false],
    [{ Action: ['iam:*', 's3:*'] }, true],
    [{ Action: undefined, NotAction: 'iam:*' }, true],
    [{ Action: undefined, NotAction: ['s3:Get*'] }, false],
    [{ Resource: 'arn:aws:s3:::bucket/*' }, true],
    [{ Resource: 'arn:aws:s3:::Bucket/*' }, false],
    [{ Resource: 'arn:aws:s3:::bucket' }, false],
    [{ Resource: 'arn:aws:s3:::b?cket/k*' }, true],
    [{ Resource: undefined, NotResource: 'arn:aws:s3:::other/*' }, true],
    [{ Resource: undefined, NotResource: 'arn:aws:s3:::bucket/*' }, false],
  ])('%j: %s', (statement, allowed) => {
    expect(allowedBy(statement)).toBe(allowed);
  });
});

describe('policy variables', () => {
  it.each([
    ['arn:aws:s3:::bucket/${aws:username}', { 'aws:username': 'key' }, true],
    ['arn:aws:s3:::bucket/${aws:username}', { 'aws:username': 'other' }, false],
    ['arn:aws:s3:::bucket/${aws:username}', {}, false],
    ["arn:aws:s3:::bucket/${aws:username, 'key'}", {}, true],
    ['arn:aws:s3:::bucket/${aws:username}', { 'aws:username': '*' }, false],
    ['arn:aws:s3:::bucket/${*}', {}, false],
    ['arn:aws:s3:::bucket/k${?}y', {}, false],
  ])('%s with %j: %s', (resource, keys, allowed) => {
    expect(allowedBy({ Resource: resource }, keys)).toBe(allowed);
  });

  it('mean nothing in policies of 2008', () => {
    const old = knownPolicy({
      Version: '2008-10-17',
      Statement: { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::bucket/${aws:username}' },
    });
    expect(decide({ identity: [old] }, { keys: { 'aws:username': 'key' } }).allowed).toBe(false);
  });
});

describe('condition operators', () => {
  const key = 'aws:x';
  it.each([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEqualsIgnoreCase', 'a', 'A', true],
    ['StringNotEquals', 'a', 'b', true],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEqualsIgnoreCase', 'A', 'a', false],
    ['StringLike', 'a*', 'abc', true],
    ['StringNotLike', 'a*', 'abc', false],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericGreaterThan', '10', '11', true],
    ['NumericGreaterThanEquals', '10', '9', false],
    ['NumericEquals', '10', '10.0', true],
    ['NumericNotEquals', '10', '11', true],
    ['NumericEquals', 'ten', 'ten', false],
    ['DateLessThan', '2026-01-15T12:00:00Z', '2026-01-15T11:59:59Z', true],
    ['DateLessThan', '2026-01-15T12:00:00Z', '2026-01-15T12:00:00Z', false],
    ['DateGreaterThan', '1768478400', '2026-01-15T12:00:01Z', true],
    ['DateEquals', '2026-01-15T12:00:00Z', '2026-01-15T13:00:00+01:00', true],
    ['Bool', 'true', 'true', true],
    ['Bool', 'TRUE', 'true', true],
    ['Bool', 'false', 'true', false],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
    ['IpAddress', '192.0.2.0/24', '192.0.2.7', true],
    ['IpAddress', '192.0.2.7', '192.0.2.7', true],
    ['IpAddress', '192.0.2.0/24', '198.51.100.1', false],
    ['IpAddress', '2001:db8::/32', '2001:db8::1', true],
    ['IpAddress', '192.0.2.0/24', 'bedrock.amazonaws.com', false],
    ['NotIpAddress', '192.0.2.0/24', '198.51.100.1', true],
    ['ArnLike', 'arn:aws:iam::*:role/w*', ROLE, true],
    ['ArnLike', 'arn:aws:*:role/worker', ROLE, false],
    ['ArnEquals', 'arn:aws:iam::111122223333:role/*', ROLE, true],
    ['ArnNotLike', 'arn:aws:iam::111122223333:role/other', ROLE, true],
    ['ArnNotEquals', ROLE, ROLE, false],
    ['Null', 'false', 'here', true],
    ['Null', 'true', 'here', false],
    ['NoSuchOperator', 'a', 'a', false],
  ])('%s %j against %s: %s', (operator, wanted, actual, allowed) => {
    expect(allowedBy({ Condition: { [operator]: { [key]: wanted } } }, { [key]: actual })).toBe(allowed);
  });

  it.each([
    ['StringEquals', false],
    ['StringEqualsIfExists', true],
    ['StringNotEquals', true],
    ['ArnNotLike', true],
    ['NotIpAddress', true],
    ['DateLessThan', false],
    ['Bool', false],
    ['BoolIfExists', true],
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAnyValue:StringNotEquals', false],
  ])('%s with an absent key: %s', (operator, allowed) => {
    expect(allowedBy({ Condition: { [operator]: { [key]: 'a' } } })).toBe(allowed);
  });

  it.each([
    ['ForAllValues:StringEquals', ['a', 'b'], ['a'], true],
    ['ForAllValues:StringEquals', ['a'], ['a', 'b'], false],
    ['ForAnyValue:StringEquals', ['a'], ['a', 'b'], true],
    ['ForAnyValue:StringEquals', ['c'], ['a', 'b'], false],
    ['ForAllValues:StringNotEquals', ['c'], ['a', 'b'], true],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
  ])('%s %j against %j: %s', (operator, wanted, actual, allowed) => {
    expect(allowedBy({ Condition: { [operator]: { [key]: wanted } } }, { [key]: actual })).toBe(allowed);
  });

  it('joins keys and operators by and', () => {
    const both = { Condition: { StringEquals: { 'aws:a': '1', 'aws:b': '2' }, Bool: { 'aws:c': 'true' } } };
    expect(allowedBy(both, { 'aws:a': '1', 'aws:b': '2', 'aws:c': 'true' })).toBe(true);
    expect(allowedBy(both, { 'aws:a': '1', 'aws:b': '3', 'aws:c': 'true' })).toBe(false);
    expect(allowedBy(both, { 'aws:a': '1', 'aws:b': '2', 'aws:c': 'false' })).toBe(false);
  });
});

describe('policies together', () => {
  const all = policy({ Action: '*' });
  const deny = policy({ Effect: 'Deny', Action: '*' });

  it('denies what nothing allows', () => {
    expect(decide({})).toEqual({ allowed: false, explicit: false, by: 'identity' });
    expect(decide({ identity: [all] })).toEqual({ allowed: true });
  });

  it('lets an explicit Deny win wherever it stands', () => {
    expect(decide({ identity: [all, deny] })).toEqual({ allowed: false, explicit: true, by: 'identity' });
    expect(
      decide({ identity: [all], boundary: policy({ Action: '*' }, { Effect: 'Deny', Action: '*' }) }),
    ).toMatchObject({ explicit: true, by: 'boundary' });
    expect(decide({ identity: [all], session: [all, deny] })).toMatchObject({
      explicit: true,
      by: 'session',
    });
    expect(decide({ identity: [all], serviceControl: [[all], [all, deny]] })).toMatchObject({
      explicit: true,
      by: 'service control',
    });
    expect(
      decide({ identity: [all], resource: resourcePolicy({ Effect: 'Deny', Principal: '*' }) }),
    ).toMatchObject({ explicit: true, by: 'resource' });
  });

  it('needs every level of the organization, the boundary and the session to allow', () => {
    const some = policy({ Action: 'iam:*' });
    expect(decide({ identity: [all], serviceControl: [[all], [some]] })).toEqual({
      allowed: false,
      explicit: false,
      by: 'service control',
    });
    expect(decide({ identity: [all], boundary: some })).toEqual({
      allowed: false,
      explicit: false,
      by: 'boundary',
    });
    expect(decide({ identity: [all], session: [some] })).toEqual({
      allowed: false,
      explicit: false,
      by: 'session',
    });
    expect(decide({ identity: [some], boundary: all, session: [all] })).toEqual({
      allowed: false,
      explicit: false,
      by: 'identity',
    });
  });

  it.each([
    [{ AWS: SESSION }, true, 'the session itself, past boundary and session policy'],
    [{ AWS: '*' }, true, 'everybody, the session among them'],
    [{ AWS: ROLE }, false, 'the role, within boundary and session policy'],
    [{ AWS: 'arn:aws:iam::111122223333:root' }, false, 'the account, whose own policies decide'],
    [{ AWS: 'arn:aws:iam::111122223333:role/other' }, false, 'somebody else'],
  ])('a resource grants to %j: %s (%s)', (principal, allowed) => {
    const resource = resourcePolicy({ Principal: principal });
    expect(decide({ resource, boundary: policy({ Action: 'iam:*' }) }).allowed).toBe(allowed);
  });

  it('grants by the resource alone where the role is named', () => {
    expect(decide({ resource: resourcePolicy({ Principal: { AWS: ROLE } }) }).allowed).toBe(true);
    expect(decide({ resource: resourcePolicy({ Principal: '*' }) }).allowed).toBe(true);
    expect(decide({ resource: resourcePolicy({ Principal: { AWS: '111122223333' } }) }).allowed).toBe(false);
  });

  it('denies all but the principals a resource leaves out', () => {
    const butRole = resourcePolicy({ Effect: 'Deny', NotPrincipal: { AWS: [ROLE, SESSION] } });
    const butOther = resourcePolicy({
      Effect: 'Deny',
      NotPrincipal: { AWS: 'arn:aws:iam::111122223333:role/other' },
    });
    expect(decide({ identity: [all], resource: butRole }).allowed).toBe(true);
    // Whoever has a boundary can't be left out.
    expect(decide({ identity: [all], resource: butRole, boundary: all })).toEqual({
      allowed: false,
      explicit: true,
      by: 'resource',
    });
    expect(decide({ identity: [all], resource: butOther }).allowed).toBe(false);
  });

  it('needs the resource to take part where it must', () => {
    expect(decide({ identity: [all], resourceMustAllow: true })).toEqual({
      allowed: false,
      explicit: false,
      by: 'resource',
    });
    expect(
      decide({
        identity: [all],
        resourceMustAllow: true,
        resource: resourcePolicy({ Principal: { AWS: '111122223333' } }),
      }).allowed,
    ).toBe(true);
  });

  it('revokes sessions by their time of issue and leaves long-term keys alone', () => {
    const revoke = policy({
      Effect: 'Deny',
      Action: '*',
      Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-01-15T12:00:00Z' } },
    });
    expect(
      decide({ identity: [all, revoke] }, { keys: { 'aws:TokenIssueTime': '2026-01-15T11:00:00Z' } }).allowed,
    ).toBe(false);
    expect(
      decide({ identity: [all, revoke] }, { keys: { 'aws:TokenIssueTime': '2026-01-15T12:00:01Z' } }).allowed,
    ).toBe(true);
    expect(decide({ identity: [all, revoke] }).allowed).toBe(true);
  });
});
