import * as bedrock from '@aws-sdk/client-bedrock';
import { BedrockAgentClient, ListAgentsCommand } from '@aws-sdk/client-bedrock-agent';
import {
  DeleteUserPolicyCommand,
  ListServiceSpecificCredentialsCommand,
  UpdateAccessKeyCommand,
  UpdateServiceSpecificCredentialCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import {
  ADMIN_ROLE,
  containment,
  denial,
  denyRole,
  denyUser,
  each,
  outcomes,
  WENT_THROUGH,
  type Calls,
  type Containment,
} from '../../support/containment.ts';
import { bearing, mantleBearing, modelCalls } from '../../support/inference-calls.ts';
import { shortTermApiKey } from '../../support/signed-request.ts';

const BOTH = ['bedrock:CallWithBearerToken', 'bedrock-mantle:CallWithBearerToken'];
const REFUSED = 'AccessDeniedException';

interface Key {
  readonly user: string;
  readonly id: string;
  readonly token: string;
}

/** The long-term API key of the story, its secret taken from the account: no call gives it a second time. */
function apiKey({ world }: Containment): Key {
  const found = [...world.iam.users.values()].flatMap((user) =>
    [...user.serviceCredentials.values()].map(({ id, secret }) => ({ user: user.name, id, token: secret })),
  );
  const [key] = found;
  if (key === undefined || found.length > 1) throw new Error('the story has one API key');
  return key;
}

/** All planes that take API keys. */
function withToken(opened: Containment, token: string): Calls {
  const client = new bedrock.BedrockClient(bearing(opened, token));
  return {
    ListGuardrails: () => client.send(new bedrock.ListGuardrailsCommand({})),
    ...modelCalls(bearing(opened, token)),
    mantle: () => mantleBearing(opened, token),
  };
}

const refusedEverywhere = (calls: Calls) => ({ ...each(calls, REFUSED), mantle: 'status 403' });

async function setStatus({ responders }: Containment, { user, id }: Key, Status: 'Active' | 'Inactive') {
  await responders.iam.send(
    new UpdateServiceSpecificCredentialCommand({ UserName: user, ServiceSpecificCredentialId: id, Status }),
  );
}

/** What the phantom user may call by its policy: mantle's inference is among it. */
async function opening(): Promise<{ readonly opened: Containment; readonly key: Key }> {
  const opened = await containment();
  return { opened, key: apiKey(opened) };
}

describe('C07, a Bedrock API key switched off', () => {
  it('ends the key on every plane that takes it', async () => {
    const { opened, key } = await opening();
    const calls = withToken(opened, key.token);
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
    await setStatus(opened, key, 'Inactive');
    expect(await outcomes(calls)).toEqual(refusedEverywhere(calls));
    const { ServiceSpecificCredentials } = await opened.responders.iam.send(
      new ListServiceSpecificCredentialsCommand({ AllUsers: true, ServiceName: 'bedrock.amazonaws.com' }),
    );
    expect(ServiceSpecificCredentials?.map(({ Status }) => Status)).toEqual(['Inactive']);
  });

  it('never opened agents, before or after', async () => {
    const { opened, key } = await opening();
    const agents = new BedrockAgentClient(bearing(opened, key.token));
    const call = { ListAgents: () => agents.send(new ListAgentsCommand({})) };
    expect(await outcomes(call)).not.toEqual({ ListAgents: WENT_THROUGH });
  });

  it("leaves the phantom user's access key, which C01 ends, and short-term keys made with it", async () => {
    const { opened, key } = await opening();
    await setStatus(opened, key, 'Inactive');
    const short = withToken(opened, shortTermApiKey(opened.keys('phantomKey')));
    const signed = {
      'a signed call': () => opened.held('phantomKey').bedrock.send(new bedrock.ListGuardrailsCommand({})),
    };
    expect(await outcomes({ ...signed, ...short })).toEqual(each({ ...signed, ...short }, WENT_THROUGH));
    await opened.responders.iam.send(
      new UpdateAccessKeyCommand({
        UserName: key.user,
        AccessKeyId: opened.keys('phantomKey').accessKeyId,
        Status: 'Inactive',
      }),
    );
    expect(await outcomes({ ...signed, ...short })).toEqual({
      ...refusedEverywhere(short),
      'a signed call': 'UnrecognizedClientException',
    });
  });

  it('with both CallWithBearerToken denied, ends short-term keys too, and leaves signed calls', async () => {
    const { opened, key } = await opening();
    const long = withToken(opened, key.token);
    const short = withToken(opened, shortTermApiKey(opened.keys('phantomKey')));
    await denyUser(opened, denial(BOTH), { user: key.user });
    expect(await outcomes(long)).toEqual(refusedEverywhere(long));
    expect(await outcomes(short)).toEqual(refusedEverywhere(short));
    const signed = modelCalls(opened.heldSettings('phantomKey'));
    expect(await outcomes(signed)).toEqual(each(signed, WENT_THROUGH));
    await opened.responders.iam.send(
      new DeleteUserPolicyCommand({ UserName: key.user, PolicyName: 'contained' }),
    );
    expect(await outcomes(long)).toEqual(each(long, WENT_THROUGH));
  });

  it('with one of the two denied, leaves the other plane', async () => {
    const { opened, key } = await opening();
    await denyUser(opened, denial('bedrock:CallWithBearerToken'), { user: key.user });
    const calls = withToken(opened, key.token);
    expect(await outcomes(calls)).toEqual({ ...each(calls, REFUSED), mantle: WENT_THROUGH });
  });

  it('does not reach short-term keys of a session: those end by C05 on who made them', async () => {
    const { opened, key } = await opening();
    await setStatus(opened, key, 'Inactive');
    const calls = withToken(opened, shortTermApiKey(opened.keys('adminSession')));
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
    const cut = new Date(opened.clock.now() + 30_000).toISOString();
    await denyRole(opened, denial('*', { DateLessThan: { 'aws:TokenIssueTime': cut } }), {
      name: 'AWSRevokeOlderSessions',
      role: ADMIN_ROLE,
    });
    expect(await outcomes(calls)).toEqual(refusedEverywhere(calls));
  });

  it('is undone by switching the key on again', async () => {
    const { opened, key } = await opening();
    expect(key.user).toMatch(/^BedrockAPIKey-/);
    await setStatus(opened, key, 'Inactive');
    await setStatus(opened, key, 'Active');
    const calls = withToken(opened, key.token);
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
  });
});
