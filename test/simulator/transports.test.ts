import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { connect, Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { simulate } from '../../src/app/simulate.ts';
import { SIMULATED_HEADER } from '../../src/simulator/account/dispatch.ts';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { testAccount } from '../support/simulated-account.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the account on the network', () => {
  it('listens on the loopback interface only', async () => {
    const simulation = await simulate('leaked-credential', 0);
    const { port, hostname } = new URL(simulation.url);
    expect(hostname).toBe('127.0.0.1');
    const others = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).filter(({ internal, family }) => !internal && family === 'IPv4'),
    );
    for (const { address } of others) expect(await reaches(address, Number(port))).toBe(false);
    expect(await reaches('127.0.0.1', Number(port))).toBe(true);
    await simulation.close();
    expect(await reaches('127.0.0.1', Number(port))).toBe(false);
  });

  it('gives an environment that a client can work with', async () => {
    const simulation = await simulate('leaked-credential', 0);
    const { environment } = simulation;
    expect(Object.keys(environment)).toEqual([
      'AWS_ENDPOINT_URL',
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'AWS_REGION',
      'AWS_DEFAULT_REGION',
    ]);
    const client = new STSClient({
      endpoint: environment['AWS_ENDPOINT_URL'] ?? '',
      region: environment['AWS_REGION'] ?? '',
      credentials: {
        accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
        secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
        sessionToken: environment['AWS_SESSION_TOKEN'] ?? '',
      },
    });
    expect((await client.send(new GetCallerIdentityCommand({}))).Arn).toContain('example-incident-responder');
    await simulation.close();
  });

  it('refuses a taken port and an unknown scenario with a way out', async () => {
    const simulation = await simulate('leaked-credential', 0);
    const port = Number(new URL(simulation.url).port);
    await expect(simulate('leaked-credential', port)).rejects.toMatchObject({
      name: 'UserError',
      fix: expect.stringContaining('--port 0') as string,
    });
    await simulation.close();
    await expect(simulate('leaked-credentials', 0)).rejects.toMatchObject({
      name: 'UserError',
      fix: 'did you mean leaked-credential?',
    });
  });

  it('opens no connection of its own, and none at all in process', async () => {
    const inside = await testAccount('in process');
    const opened = vi.spyOn(Socket.prototype, 'connect');
    const clients = inside.as(inside.responder);
    await clients.s3.send(new ListBucketsCommand({}));
    await clients.cloudtrail.send(new LookupEventsCommand({}));
    expect(opened).not.toHaveBeenCalled();
    const outside = await testAccount('over HTTP');
    const remote = outside.as(outside.responder);
    await remote.sts.send(new GetCallerIdentityCommand({}));
    // The one connection is the client's, to the account.
    expect(opened).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(opened.mock.calls)).toContain('127.0.0.1');
    await outside.close();
  });

  it('marks every answer, errors too', async () => {
    const { dispatch } = await testAccount();
    const request = { method: 'POST', path: '/', query: {}, body: new Uint8Array(), address: '192.0.2.1' };
    const unknown = await dispatch({
      ...request,
      headers: { 'x-amz-target': 'AmazonEC2.DescribeInstances' },
    });
    const unsigned = await dispatch({
      ...request,
      headers: { 'x-amz-target': 'CloudTrail_20131101.LookupEvents' },
    });
    expect([unknown.headers[SIMULATED_HEADER], unsigned.headers[SIMULATED_HEADER]]).toEqual([
      'leaked-credential',
      'leaked-credential',
    ]);
    expect([unknown.status, Buffer.from(unknown.body).toString()]).toEqual([
      501,
      expect.stringContaining('DescribeInstances is not part of the simulated account'),
    ]);
  });
});

describe('requests that nothing can answer', () => {
  const request = { method: 'POST', path: '/', query: {}, body: new Uint8Array(), address: '192.0.2.1' };

  it('get their error in a form their client can read', async () => {
    const { dispatch } = await testAccount();
    const authorization = (service: string): string =>
      `AWS4-HMAC-SHA256 Credential=AKIA/20260115/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
    const ask = async (service: string): Promise<string> => {
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: authorization(service),
      };
      const answer = await dispatch({ ...request, headers, body: Buffer.from('Action=DescribeThings') });
      expect(answer.status).toBe(501);
      return Buffer.from(answer.body).toString();
    };
    expect(await ask('ec2')).toContain(
      '<Response><Errors><Error><Code>NotImplemented</Code><Message>EC2: DescribeThings is not part of the simulated account',
    );
    expect(await ask('autoscaling')).toContain('<ErrorResponse><Error><Code>NotImplemented</Code>');
  });

  it('are refused when their path is broken', async () => {
    const { dispatch } = await testAccount();
    const answer = await dispatch({ ...request, path: '/%zz', headers: {} });
    expect([answer.status, answer.headers['x-amzn-errortype']]).toEqual([400, 'InvalidURI']);
  });
});

async function reaches(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
