import { describe, expect, it } from 'vitest';
import { createCast, serviceCaller } from './cast.ts';
import { cloudTrailRecord, iamUser, root, type Caller } from './cloudtrail-record.ts';
import { createRandom } from './random.ts';

const time = Date.UTC(2026, 0, 15, 9, 0, 0);
const random = createRandom('records');
const cast = createCast(random);

describe('cloudTrailRecord', () => {
  it('writes a user with a long-term key, its ids and its TLS details', () => {
    const record = cloudTrailRecord(random, cast.legacyCi.caller, {
      time,
      region: 'us-east-1',
      service: 'sts',
      name: 'GetCallerIdentity',
      readOnly: true,
    });
    expect(record).toMatchObject({
      eventVersion: '1.11',
      eventTime: '2026-01-15T09:00:00Z',
      eventSource: 'sts.amazonaws.com',
      requestParameters: null,
      responseElements: null,
      readOnly: true,
      managementEvent: true,
      eventCategory: 'Management',
      recipientAccountId: '111122223333',
      tlsDetails: { clientProvidedHostHeader: 'sts.us-east-1.amazonaws.com' },
    });
    expect(record.userIdentity['accessKeyId']).toMatch(/^AKIA[A-Z2-7]{9}EXAMPLE$/);
    expect(record.eventID).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('names the role of a session in its issuer, not in a userName of its own', () => {
    const caller = cast.session(cast.roles.application, time);
    const record = cloudTrailRecord(random, caller, {
      time,
      region: 'us-east-1',
      service: 's3',
      name: 'ListBuckets',
    });
    expect(record.userIdentity).not.toHaveProperty('userName');
    expect(record.userIdentity).toMatchObject({
      type: 'AssumedRole',
      sessionContext: { sessionIssuer: { userName: 'support-assistant-exec' } },
    });
    expect(record.requestID).toMatch(/^[0-9A-Z]{16}$/);
  });

  it('gives a service neither an address nor TLS details', () => {
    const record = cloudTrailRecord(random, serviceCaller('lambda'), {
      time,
      region: 'us-east-1',
      service: 'sts',
      name: 'AssumeRole',
      readOnly: true,
    });
    expect(record).toMatchObject({
      userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
      sourceIPAddress: 'lambda.amazonaws.com',
    });
    expect(record).not.toHaveProperty('tlsDetails');
    expect(record).toHaveProperty('sharedEventID');
  });

  it('leaves out the response of a call that failed, and keeps its error', () => {
    const record = cloudTrailRecord(random, rootCaller(), {
      time,
      region: 'us-east-1',
      service: 'iam',
      name: 'CreateUser',
      response: { user: {} },
      error: { code: 'AccessDenied', message: 'no' },
    });
    expect(record).toMatchObject({
      userIdentity: { type: 'Root', arn: 'arn:aws:iam::111122223333:root' },
      errorCode: 'AccessDenied',
      responseElements: null,
    });
  });

  it('marks a data event and its resources', () => {
    const resources = [{ type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::b/k' }];
    const record = cloudTrailRecord(random, rootCaller(), {
      time,
      region: 'us-east-1',
      service: 's3',
      name: 'GetObject',
      readOnly: true,
      data: true,
      resources,
    });
    expect(record).toMatchObject({ managementEvent: false, eventCategory: 'Data', resources });
  });
});

describe('iamUser', () => {
  it('has no access key when the user is signed in to the console', () => {
    expect(iamUser('ana', 'AIDAEXAMPLE')).not.toHaveProperty('accessKeyId');
  });
});

function rootCaller(): Caller {
  return { identity: root(), address: '192.0.2.9', userAgent: 'Mozilla/5.0' };
}
