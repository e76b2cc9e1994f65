import * as bedrock from '@aws-sdk/client-bedrock';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { StartInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import { InvokeCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import { GetSendQuotaCommand } from '@aws-sdk/client-ses';
import { AssumeRoleCommand, GetFederationTokenCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  ADMIN_ROLE,
  attach,
  containment,
  each,
  outcomes,
  WENT_THROUGH,
  type Calls,
  type Containment,
} from '../../support/containment.ts';
import { bearing, builtCalls, mantleBearing, modelCalls, planeCalls } from '../../support/inference-calls.ts';

const QUARANTINE = 'AWSCompromisedKeyQuarantineV3';
const UserName = 'marta.silva';
const Bucket = 'example-support-kb-111122223333';
const MODEL = 'amazon.nova-pro-v1:0';

/** What of the policy's list the simulated account has, by the service. */
function closed({ held, heldSettings }: Containment): Calls {
  const own = held('secondKey');
  const ec2 = new EC2Client(heldSettings('secondKey'));
  return {
    ...modelCalls(heldSettings('secondKey')),
    CreateModelInvocationJob: () =>
      own.bedrock.send(
        new bedrock.CreateModelInvocationJobCommand({
          jobName: 'job',
          modelId: MODEL,
          roleArn: 'arn:aws:iam::111122223333:role/analytics-etl-exec',
          inputDataConfig: { s3InputDataConfig: { s3Uri: `s3://${Bucket}/in` } },
          outputDataConfig: { s3OutputDataConfig: { s3Uri: `s3://${Bucket}/out` } },
        }),
      ),
    CreateFoundationModelAgreement: () =>
      own.bedrock.send(
        new bedrock.CreateFoundationModelAgreementCommand({ modelId: MODEL, offerToken: 't' }),
      ),
    ListUsers: () => own.iam.send(new iam.ListUsersCommand({})),
    CreateUser: () => own.iam.send(new iam.CreateUserCommand({ UserName: 'new' })),
    CreateAccessKey: () => own.iam.send(new iam.CreateAccessKeyCommand({ UserName })),
    UpdateAccessKey: () =>
      own.iam.send(
        new iam.UpdateAccessKeyCommand({ UserName, AccessKeyId: 'AKIAEXAMPLE', Status: 'Active' }),
      ),
    DetachUserPolicy: () =>
      own.iam.send(
        new iam.DetachUserPolicyCommand({ UserName, PolicyArn: `arn:aws:iam::aws:policy/${QUARANTINE}` }),
      ),
    ListBuckets: () => own.s3.send(new s3.ListBucketsCommand({})),
    GetObject: () => own.s3.send(new s3.GetObjectCommand({ Bucket, Key: 'manuals/returns/3.md' })),
    GetSendQuota: () => own.ses.send(new GetSendQuotaCommand({})),
    StartInstances: () => ec2.send(new StartInstancesCommand({ InstanceIds: ['i-0123456789abcdef0'] })),
    UpdateFunctionCode: () =>
      own.lambda.send(
        new UpdateFunctionCodeCommand({ FunctionName: 'support-assistant', ZipFile: Buffer.from('x') }),
      ),
    GetSessionToken: () => own.sts.send(new GetSessionTokenCommand({})),
    GetFederationToken: () => own.sts.send(new GetFederationTokenCommand({ Name: 'someone' })),
    LookupEvents: () => own.cloudtrail.send(new LookupEventsCommand({})),
  };
}

/** What FACTS C03 says it leaves open, and what else of the account it forgets. */
function holes(opened: Containment): Calls {
  const { held, heldSettings, keys } = opened;
  const own = held('secondKey');
  const loggingConfig = { s3Config: { bucketName: Bucket }, textDataDeliveryEnabled: false };
  return {
    ...planeCalls(opened, keys('secondKey')),
    ...builtCalls(heldSettings('secondKey')),
    CreateServiceSpecificCredential: () =>
      own.iam.send(
        new iam.CreateServiceSpecificCredentialCommand({ UserName, ServiceName: 'bedrock.amazonaws.com' }),
      ),
    ListGuardrails: () => own.bedrock.send(new bedrock.ListGuardrailsCommand({})),
    UpdateGuardrail: () =>
      own.bedrock.send(
        new bedrock.UpdateGuardrailCommand({
          guardrailIdentifier: 'grexample002',
          name: 'hr-portal',
          blockedInputMessaging: 'no',
          blockedOutputsMessaging: 'no',
          wordPolicyConfig: { wordsConfig: [{ text: 'weak' }] },
        }),
      ),
    DeleteGuardrail: () =>
      own.bedrock.send(new bedrock.DeleteGuardrailCommand({ guardrailIdentifier: 'grexample002' })),
    PutModelInvocationLoggingConfiguration: () =>
      own.bedrock.send(new bedrock.PutModelInvocationLoggingConfigurationCommand({ loggingConfig })),
    DeleteModelInvocationLoggingConfiguration: () =>
      own.bedrock.send(new bedrock.DeleteModelInvocationLoggingConfigurationCommand({})),
    PutObject: () => own.s3.send(new s3.PutObjectCommand({ Bucket, Key: 'manuals/new.md', Body: 'x' })),
    'Invoke of a function': () => own.lambda.send(new InvokeCommand({ FunctionName: 'support-assistant' })),
    'AssumeRole with the leaked key': () =>
      held('leakedKey').sts.send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::111122223333:role/${ADMIN_ROLE}`,
          RoleSessionName: 'again',
        }),
      ),
  };
}

describe('C03, quarantine version 3', () => {
  let opened: Containment;
  beforeEach(async () => {
    opened = await containment();
    await attach(opened, UserName, QUARANTINE);
    await attach(opened, 'ci-deployer', QUARANTINE);
  });

  it('closes calls to models and much of IAM, S3, EC2, SES and Lambda', async () => {
    const calls = closed(opened);
    const got = await outcomes(calls);
    const refusals = Object.entries(got).filter(
      ([, name]) => !['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'].includes(name),
    );
    expect(Object.fromEntries(refusals)).toEqual({});
  });

  it('denies by itself: the same calls are not denied without it', async () => {
    const free = await containment();
    const got = await outcomes(closed(free));
    const denied = Object.entries(got).filter(([, name]) => /AccessDenied|Unauthorized/.test(name));
    expect(Object.fromEntries(denied)).toEqual({});
  });

  it('leaves its holes: other planes, agents, retrieval, guardrails, logging, API keys, roles', async () => {
    const calls = holes(opened);
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
  });

  it('leaves API keys: one made in quarantine calls bedrock-mantle, though no model of Bedrock', async () => {
    const { ServiceSpecificCredential } = await opened
      .held('secondKey')
      .iam.send(
        new iam.CreateServiceSpecificCredentialCommand({ UserName, ServiceName: 'bedrock.amazonaws.com' }),
      );
    const token = ServiceSpecificCredential?.ServiceCredentialSecret ?? '';
    const client = new bedrock.BedrockClient(bearing(opened, token));
    expect(
      await outcomes({
        ListGuardrails: () => client.send(new bedrock.ListGuardrailsCommand({})),
        mantle: () => mantleBearing(opened, token),
        ...modelCalls(bearing(opened, token)),
      }),
    ).toEqual({
      ListGuardrails: WENT_THROUGH,
      mantle: WENT_THROUGH,
      ...each(modelCalls(bearing(opened, token)), 'AccessDeniedException'),
    });
  });

  it('leaves the Marketplace, where a first call subscribes, as SimulatePrincipalPolicy says', async () => {
    const { EvaluationResults = [] } = await opened.responders.iam.send(
      new iam.SimulatePrincipalPolicyCommand({
        PolicySourceArn: `arn:aws:iam::111122223333:user/${UserName}`,
        ActionNames: [
          'aws-marketplace:Subscribe',
          'bedrock:CallWithBearerToken',
          'bedrock:PutFoundationModelEntitlement',
          'bedrock:InvokeModel',
        ],
      }),
    );
    expect(
      EvaluationResults.map(({ EvalActionName, EvalDecision }) => [EvalActionName, EvalDecision]),
    ).toEqual([
      ['aws-marketplace:Subscribe', 'allowed'],
      ['bedrock:CallWithBearerToken', 'allowed'],
      ['bedrock:PutFoundationModelEntitlement', 'explicitDeny'],
      ['bedrock:InvokeModel', 'explicitDeny'],
    ]);
  });

  it('does not reach the role whose session the intruder holds', async () => {
    const session = modelCalls(opened.heldSettings('adminSession'));
    expect(await outcomes(session)).toEqual(each(session, WENT_THROUGH));
  });

  it('is lifted by detaching it', async () => {
    for (const name of [UserName, 'ci-deployer'])
      await opened.responders.iam.send(
        new iam.DetachUserPolicyCommand({
          UserName: name,
          PolicyArn: `arn:aws:iam::aws:policy/${QUARANTINE}`,
        }),
      );
    const calls = modelCalls(opened.heldSettings('secondKey'));
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
  });
});
