import * as bedrock from '@aws-sdk/client-bedrock';
import * as bedrockAgent from '@aws-sdk/client-bedrock-agent';
import * as bedrockAgentRuntime from '@aws-sdk/client-bedrock-agent-runtime';
import * as agentCore from '@aws-sdk/client-bedrock-agentcore';
import * as agentCoreControl from '@aws-sdk/client-bedrock-agentcore-control';
import * as bedrockRuntime from '@aws-sdk/client-bedrock-runtime';
import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ec2 from '@aws-sdk/client-ec2';
import * as guardduty from '@aws-sdk/client-guardduty';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as lambda from '@aws-sdk/client-lambda';
import * as organizations from '@aws-sdk/client-organizations';
import * as qbusiness from '@aws-sdk/client-qbusiness';
import * as s3 from '@aws-sdk/client-s3';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import * as ses from '@aws-sdk/client-ses';
import * as sesv2 from '@aws-sdk/client-sesv2';
import * as sts from '@aws-sdk/client-sts';
import { NormalizedSchema } from '@smithy/core/schema';
import { inspect, isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { unchunk } from '../../src/simulator/wire/aws-chunked.ts';
import { listen } from '../../src/simulator/wire/http-server.ts';
import { identify } from '../../src/simulator/wire/identify.ts';
import { inProcess } from '../../src/simulator/wire/in-process.ts';
import type { Dispatch } from '../../src/simulator/wire/message.ts';
import { readInput } from '../../src/simulator/wire/read-input.ts';
import {
  serviceModel,
  type ClientConstructor,
  type ServiceModel,
} from '../../src/simulator/wire/service-model.ts';
import { readAuthorization } from '../../src/simulator/wire/sigv4.ts';
import { faultOf, writeError } from '../../src/simulator/wire/write-error.ts';
import { writeOutput } from '../../src/simulator/wire/write-output.ts';
import { comparable, generate } from '../support/generated-values.ts';

type Client = { send(command: unknown): Promise<object>; destroy(): void };
type Constructor<T> = new (input: object) => T;

const SERVICES: readonly (readonly [name: string, module: object, Client: unknown])[] = [
  ['bedrock', bedrock, bedrock.BedrockClient],
  ['bedrock-agent', bedrockAgent, bedrockAgent.BedrockAgentClient],
  ['bedrock-agent-runtime', bedrockAgentRuntime, bedrockAgentRuntime.BedrockAgentRuntimeClient],
  ['bedrock-agentcore', agentCore, agentCore.BedrockAgentCoreClient],
  ['bedrock-agentcore-control', agentCoreControl, agentCoreControl.BedrockAgentCoreControlClient],
  ['bedrock-runtime', bedrockRuntime, bedrockRuntime.BedrockRuntimeClient],
  ['cloudtrail', cloudtrail, cloudtrail.CloudTrailClient],
  ['cloudwatch', cloudwatch, cloudwatch.CloudWatchClient],
  ['cloudwatch-logs', logs, logs.CloudWatchLogsClient],
  ['ec2', ec2, ec2.EC2Client],
  ['guardduty', guardduty, guardduty.GuardDutyClient],
  ['iam', iam, iam.IAMClient],
  ['kms', kms, kms.KMSClient],
  ['lambda', lambda, lambda.LambdaClient],
  ['organizations', organizations, organizations.OrganizationsClient],
  ['qbusiness', qbusiness, qbusiness.QBusinessClient],
  ['s3', s3, s3.S3Client],
  ['sagemaker', sagemaker, sagemaker.SageMakerClient],
  ['ses', ses, ses.SESClient],
  ['sesv2', sesv2, sesv2.SESv2Client],
  ['sts', sts, sts.STSClient],
];

/** All at once, as in the account: several sign with one name. */
const MODELS = SERVICES.map(([, module, Client]) => serviceModel(module, Client as ClientConstructor));

const EMPTY = 'a structure without members has no form in a Query request';
const MULTI_REGION = 'its EndpointId chooses a host of its own';

/** Operations that do not come back as they went, and why. */
const INEXACT: Readonly<Record<string, string>> = {
  'bedrock-runtime:InvokeModelWithBidirectionalStream': 'its input is an event stream, signed event by event',
  'ec2:CreateFleet': EMPTY,
  'ec2:ModifyFleet': EMPTY,
  'ec2:ModifySpotFleetRequest': EMPTY,
  'ec2:RequestSpotFleet': EMPTY,
  'qbusiness:Chat': 'its input is an event stream, signed event by event',
  's3:ListDirectoryBuckets': 'it is signed for another service (S3 Express)',
  's3:WriteGetObjectResponse': 'it goes to a host of its own (Object Lambda)',
  'sesv2:SendEmail': MULTI_REGION,
  'sesv2:SendBulkEmail': MULTI_REGION,
};

/** Errors that do not arrive as what they are, and why. */
const INEXACT_ERRORS: Readonly<Record<string, string>> = {
  'cloudwatch:DashboardNotFoundError':
    'its code on the Query protocol is that of ResourceNotFound, which the client takes first',
};

/** The part of all operations that may be listed as inexact. */
const MOST_INEXACT = 0.02;

function modelOf(module: object): ServiceModel {
  const model = MODELS[SERVICES.findIndex(([, own]) => own === module)];
  if (model === undefined) throw new Error('the model of a module that is not listed');
  return model;
}

/** What the far end saw and what it answers. */
interface FarEnd {
  readonly dispatch: Dispatch;
  seen: { readonly operation: string; readonly input: object } | undefined;
  answer: (() => object) | undefined;
}

function farEnd(model: ServiceModel): FarEnd {
  const end: FarEnd = {
    seen: undefined,
    answer: undefined,
    dispatch: async (request) => {
      const match = identify(MODELS, request, readAuthorization(request)?.service);
      try {
        if (match.operation === undefined || match.model !== model)
          throw new Error(`nothing is at ${request.method} ${request.path}`);
        end.seen = { operation: match.operation.name, input: await readInput(match, unchunk(request)) };
        return await writeOutput(model, match.operation, { output: end.answer?.() ?? {}, requestId: 'r-1' });
      } catch (error) {
        return writeError(model, faultOf(model, error), 'r-1');
      }
    },
  };
  return end;
}

/** What the far end saw since it was last asked to forget. */
function seenBy({ seen }: FarEnd): FarEnd['seen'] {
  return seen;
}

async function open(
  Client: unknown,
  dispatch: Dispatch,
  over: string,
): Promise<{ client: Client; close: () => Promise<void> }> {
  const settings = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' },
    maxAttempts: 1,
    disableHostPrefix: true,
  };
  const make = Client as Constructor<Client>;
  if (over === 'in process')
    return {
      client: new make({ ...settings, requestHandler: inProcess(dispatch) }),
      close: () => Promise.resolve(),
    };
  const server = await listen(dispatch, 0);
  return { client: new make({ ...settings, endpoint: server.url }), close: server.close };
}

describe.each(['in process', 'over HTTP'])('%s', (over) => {
  it.each(SERVICES)('%s: every operation comes through exactly', async (name, module, Client) => {
    const model = modelOf(module);
    const end = farEnd(model);
    const { client, close } = await open(Client, end.dispatch, over);
    const wrong: string[] = [];
    for (const operation of model.operations.values()) {
      if (`${name}:${operation.name}` in INEXACT) continue;
      const input = operation.input.isUnitSchema() ? {} : generate(operation.input);
      const output = (operation.output.isUnitSchema() ? {} : generate(operation.output)) as object;
      end.seen = undefined;
      end.answer = () => output;
      const Command = Reflect.get(module, `${operation.name}Command`) as Constructor<unknown>;
      const answer = await client
        .send(new Command(input as object))
        .catch((error: unknown) => ({ thrown: String(error) }));
      const seen = seenBy(end);
      const same = [
        seen?.operation === operation.name,
        differences(
          await comparable(input),
          await comparable(withoutComputed(input as object, seen?.input ?? {})),
        ),
        differences(await comparable(output), await comparable(withoutComputed(output, answer))),
      ];
      if (same[0] === false || same.slice(1).join('') !== '')
        wrong.push(`${operation.name} ${inspect(same)}`);
    }
    client.destroy();
    await close();
    expect(wrong).toEqual([]);
  });
});

it('lists no more than one operation in fifty as inexact, and none that is not there', () => {
  const all = SERVICES.flatMap(([name, module]) =>
    [...modelOf(module).operations.keys()].map((operation) => `${name}:${operation}`),
  );
  const listed = Object.keys(INEXACT);
  expect(listed.filter((operation) => !all.includes(operation))).toEqual([]);
  expect(listed.length / all.length).toBeLessThan(MOST_INEXACT);
});

describe('modelled errors', () => {
  it.each(SERVICES)('%s: every one arrives as the class of the client', async (service, module, Client) => {
    const model = modelOf(module);
    const end = farEnd(model);
    const { client } = await open(Client, end.dispatch, 'in process');
    const simple = [...model.operations.values()].find(
      ({ required, route }) => required.length === 0 && route?.bucket !== true,
    );
    const Command = Reflect.get(module, `${simple?.name}Command`) as Constructor<unknown>;
    const wrong: string[] = [];
    for (const { name, schema, members } of model.errors.values()) {
      const Class: unknown = Reflect.get(module, name);
      if (typeof Class !== 'function' || name.endsWith('ServiceException')) continue;
      if (`${service}:${name}` in INEXACT_ERRORS) continue;
      const own = Object.entries(generate(NormalizedSchema.of(schema)) as object).filter(
        ([member]) => member.toLowerCase() !== 'message',
      );
      const sent = new (Class as Constructor<Error>)({
        message: 'boom <&> é',
        $metadata: {},
        ...Object.fromEntries(own),
      });
      end.answer = () => {
        throw sent;
      };
      const got: unknown = await client.send(new Command({})).catch((error: unknown) => error);
      const same = got instanceof Error && got.constructor === Class && got.message === 'boom <&> é';
      const equal = await Promise.all(
        own.map(async ([member, value]) =>
          isDeepStrictEqual(await comparable(value), await comparable(Reflect.get(got as object, member))),
        ),
      );
      if (!same || equal.includes(false)) wrong.push(`${name} (${members.join()}): ${String(got)}`);
    }
    expect(wrong).toEqual([]);
  });
});

/** Clients of S3 compute checksums by themselves and ask for them; they also give `Expires` twice. */
function withoutComputed(sent: object, seen: object): object {
  return Object.fromEntries(
    Object.entries(seen).filter(([name]) => name in sent || !/^(Checksum|ExpiresString)/.test(name)),
  );
}

/** The members that differ, with both values. */
function differences(a: unknown, b: unknown, path = ''): string {
  if (isDeepStrictEqual(a, b)) return '';
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return `${path}: ${inspect(a)} became ${inspect(b)}; `;
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names
    .map((name) => differences(Reflect.get(a, name), Reflect.get(b, name), `${path}.${name}`))
    .join('')
    .slice(0, 600);
}
