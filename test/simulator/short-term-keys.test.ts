import { BedrockClient, ListGuardrailsCommand } from '@aws-sdk/client-bedrock';
import { BedrockAgentClient, ListAgentsCommand } from '@aws-sdk/client-bedrock-agent';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import * as iam from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { inProcess } from '../../src/simulator/wire/in-process.ts';
import { shortTermApiKey } from '../support/signed-request.ts';
import {
  lastTrack,
  refused,
  testAccount,
  type Clients,
  type TestAccount,
} from '../support/simulated-account.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const ADMIN = 'data-platform-admin';

type Held = TestAccount & { readonly responders: Clients; readonly key: (name?: string) => string };

async function account(): Promise<Held> {
  const opened = await testAccount();
  const key = (name = 'adminSession'): string => {
    const credentials = opened.intruder[name];
    if (credentials === undefined) throw new Error(`the story has no ${name}`);
    return shortTermApiKey(credentials);
  };
  return { ...opened, responders: opened.as(opened.responder), key };
}

const bearing = ({ dispatch }: TestAccount, token: string, region = 'us-east-1') => ({
  region,
  token: { token },
  authSchemePreference: ['httpBearerAuth'],
  maxAttempts: 1,
  requestHandler: inProcess(dispatch, '203.0.113.70'),
});

const list = (opened: TestAccount, token: string, region?: string): Promise<string> =>
  refused(new BedrockClient(bearing(opened, token, region)).send(new ListGuardrailsCommand({})));

const REFUSED = 'AccessDeniedException';

describe('a short-term Bedrock API key', () => {
  it('works on the planes of Bedrock, made without a call, and says so in the events', async () => {
    const opened = await account();
    const before = opened.world.trail.events.length;
    const token = opened.key();
    expect(opened.world.trail.events.length).toBe(before);
    expect(await list(opened, token)).toBe('went through');
    const runtime = new BedrockRuntimeClient(bearing(opened, token));
    const converse = new ConverseCommand({
      modelId: 'amazon.nova-pro-v1:0',
      messages: [{ role: 'user', content: [{ text: 'hello' }] }],
    });
    await refused(runtime.send(converse));
    const track = lastTrack(opened, 'Converse');
    expect(track?.additionalEventData?.['callWithBearerToken']).toBe(true);
    expect(track?.userIdentity['type']).toBe('AssumedRole');
    expect(track?.userIdentity['accessKeyId']).toBe(opened.intruder['adminSession']?.accessKeyId);
    const agents = new BedrockAgentClient(bearing(opened, token));
    expect(await refused(agents.send(new ListAgentsCommand({})))).not.toBe('went through');
  });

  it('is refused in another Region, changed, and past its time', async () => {
    const opened = await account();
    expect(await list(opened, opened.key(), 'eu-west-1')).toBe(REFUSED);
    const url = Buffer.from(opened.key().slice('bedrock-api-key-'.length), 'base64').toString();
    const longer = url.replace('X-Amz-Expires=43200', 'X-Amz-Expires=43201');
    expect(longer).not.toBe(url);
    expect(await list(opened, `bedrock-api-key-${Buffer.from(longer).toString('base64')}`)).toBe(REFUSED);
    expect(await list(opened, 'bedrock-api-key-bm90aGluZw==')).toBe(REFUSED);
    const credentials = opened.intruder['adminSession'] ?? opened.responder;
    const old = shortTermApiKey(credentials, { seconds: 60, at: new Date(Date.now() - 2 * 60 * SECOND) });
    expect(await list(opened, old)).toBe(REFUSED);
  });

  it('ends with the session it was made with', async () => {
    const opened = await account();
    const token = opened.key();
    opened.clock.advance(12 * HOUR);
    expect(await list(opened, token)).toBe(REFUSED);
  });

  it('C05: dies when the sessions of its maker are revoked', async () => {
    const opened = await account();
    const token = opened.key();
    expect(await list(opened, token)).toBe('went through');
    const cut = new Date(opened.clock.now() + 30 * SECOND).toISOString();
    await opened.responders.iam.send(
      new iam.PutRolePolicyCommand({
        RoleName: ADMIN,
        PolicyName: 'AWSRevokeOlderSessions',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: {
            Effect: 'Deny',
            Action: '*',
            Resource: '*',
            Condition: { DateLessThan: { 'aws:TokenIssueTime': cut } },
          },
        }),
      }),
    );
    expect(await list(opened, token)).toBe(REFUSED);
  });

  it('C01: dies with the access key it was made with', async () => {
    const opened = await account();
    const token = opened.key('secondKey');
    expect(await list(opened, token)).toBe('went through');
    await opened.responders.iam.send(
      new iam.UpdateAccessKeyCommand({
        UserName: 'marta.silva',
        AccessKeyId: opened.intruder['secondKey']?.accessKeyId,
        Status: 'Inactive',
      }),
    );
    expect(await list(opened, token)).toBe(REFUSED);
  });

  it('can be denied by its kind', async () => {
    const opened = await account();
    const deny = (type: string) =>
      opened.responders.iam.send(
        new iam.PutRolePolicyCommand({
          RoleName: ADMIN,
          PolicyName: 'no-keys',
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: {
              Effect: 'Deny',
              Action: 'bedrock:CallWithBearerToken',
              Resource: '*',
              Condition: { StringEquals: { 'bedrock:bearerTokenType': type } },
            },
          }),
        }),
      );
    await deny('LONG_TERM');
    expect(await list(opened, opened.key())).toBe('went through');
    await deny('SHORT_TERM');
    expect(await list(opened, opened.key())).toBe(REFUSED);
  });
});
