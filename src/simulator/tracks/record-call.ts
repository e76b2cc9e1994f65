import type { JsonObject } from '../../base/json.ts';
import {
  cloudTrailRecord,
  type Call as RecordedCall,
  type CloudTrailRecord,
} from '../story/cloudtrail-record.ts';
import type { Random } from '../story/random.ts';
import { ACCOUNT } from '../story/names.ts';
import { track } from '../world/trail-state.ts';
import type { World } from '../world/world.ts';
import { eventName, isDataEvent, isReadOnly } from './event-names.ts';
import { identityOf } from './identity.ts';
import type { Outcome } from './outcome.ts';
import { HIDDEN, parametersOf, styleOf } from './parameters.ts';
import { withoutWords } from './ses-parameters.ts';
import { s3Additional, s3Host, s3Request, s3Resources, s3Response } from './s3-parameters.ts';

/** Leaves the track of every call in the account's CloudTrail. The event ids have a stream of their own. */
export function createTracker(world: World): (outcome: Outcome) => readonly CloudTrailRecord[] {
  const random = world.random.fork('tracks');
  return (outcome) => {
    const record = recordOf(world, random, outcome);
    const all = [record, ...eachDeletion(world, random, outcome)].map((own) => ofAccount(own, world));
    for (const own of all) track(world.trail, { time: outcome.call.now, record: own });
    return all;
  };
}

/** The story's generator knows the story's account alone. */
function ofAccount(record: CloudTrailRecord, { accountId }: World): CloudTrailRecord {
  if (accountId === ACCOUNT) return record;
  const identity = JSON.stringify(record.userIdentity).replaceAll(ACCOUNT, accountId);
  return { ...record, recipientAccountId: accountId, userIdentity: JSON.parse(identity) as JsonObject };
}

function recordOf(world: World, random: Random, outcome: Outcome): CloudTrailRecord {
  const { call, model, operation, fault } = outcome;
  const caller = {
    identity: identityOf(call.principal, world.accountId),
    address: call.address,
    userAgent: call.userAgent,
  };
  const service = model.signingName;
  const readOnly = isReadOnly(service, operation.name);
  const resources = resourcesOf(world, outcome);
  return cloudTrailRecord(random, caller, {
    time: call.now,
    region: regionOf(world, outcome),
    service,
    name: eventName(service, operation.name),
    readOnly,
    data: isDataEvent(service, operation.name),
    requestId: call.requestId,
    request: requestOf(outcome),
    // Answers to questions are not logged; taking up a role is a question that hands out credentials.
    response: readOnly && service !== 'sts' ? null : responseOf(outcome),
    ...(fault === undefined
      ? {}
      : { error: { code: errorCode(service, fault.error?.name ?? fault.code), message: fault.message } }),
    ...additionalOf(random, outcome),
    ...(resources.length === 0 ? {} : { resources }),
    ...hostOf(world, outcome),
  });
}

/** Services that have one place, by the name their calls are signed with. */
const GLOBAL: ReadonlySet<string> = new Set(['account', 'budgets', 'ce', 'iam', 'organizations']);

/** Events of services that have one place are in us-east-1, S3's where the bucket is, all others where the call went. */
function regionOf({ s3, homeRegion }: World, { model, input, call }: Outcome): string {
  if (GLOBAL.has(model.signingName)) return 'us-east-1';
  if (model.signingName !== 's3') return call.region;
  return s3.buckets.get(String(input['Bucket']))?.region ?? homeRegion;
}

/** The event of a model's invocation names the model, and nothing of what was said. */
const MODEL_CALL = /^(InvokeModel|InvokeModelWithResponseStream|Converse|ConverseStream)$/;

function requestOf(outcome: Outcome): JsonObject | null {
  const { model, operation, input } = outcome;
  if (model.signingName === 's3') return s3Request(outcome);
  if (model.signingName === 'bedrock' && MODEL_CALL.test(operation.name))
    return { modelId: String(input['modelId']) };
  const told = model.signingName === 'ses' ? withoutWords(input) : input;
  const shown = parametersOf(operation.input, told, styleOf(model.signingName));
  return model.signingName === 'bedrock' && isDataEvent('bedrock', operation.name)
    ? wordsHidden(shown)
    : shown;
}

/** What was said to a guardrail, an agent or a knowledge base is in no event. */
function wordsHidden(shown: JsonObject | null): JsonObject | null {
  if (shown === null) return null;
  const words = ['content', 'inputText', 'input', 'inputs', 'retrievalQuery'];
  return Object.fromEntries(
    Object.entries(shown).map(([name, value]) => [name, words.includes(name) ? HIDDEN : value]),
  );
}

/** What the service adds by itself, what the handler noted, and whether an API key stood for a signature. */
function additionalOf(random: Random, outcome: Outcome): Pick<RecordedCall, 'additional'> {
  const { principal, notes } = outcome.call;
  const additional = {
    ...(outcome.model.signingName === 's3' ? s3Additional(random, outcome) : {}),
    ...notes.additional,
    ...(principal.bearer === undefined ? {} : { callWithBearerToken: true }),
  };
  return Object.keys(additional).length === 0 ? {} : { additional };
}

function responseOf(outcome: Outcome): JsonObject | null {
  const { model, operation, output } = outcome;
  if (output === undefined || operation.name === 'GetCallerIdentity') return null;
  if (model.signingName === 's3') return s3Response(outcome);
  return parametersOf(operation.output, output, styleOf(model.signingName));
}

function resourcesOf({ accountId }: World, outcome: Outcome): readonly JsonObject[] {
  const { model, operation, input, call } = outcome;
  if (call.notes.resources !== undefined) return call.notes.resources;
  if (model.signingName === 's3') return s3Resources(accountId, input);
  const role = input['RoleArn'];
  if (operation.name === 'AssumeRole' && typeof role === 'string')
    return [{ accountId, type: 'AWS::IAM::Role', ARN: role }];
  if (model.signingName === 'kms') return keysOf(outcome, accountId);
  return operation.name === 'Invoke' ? functionsOf(outcome, accountId) : [];
}

/** The key a call was about, where the call or its answer gives the ARN. */
function keysOf({ input, output }: Outcome, accountId: string): readonly JsonObject[] {
  const named: readonly unknown[] = [
    output === undefined ? undefined : Reflect.get(output, 'KeyId'),
    input['KeyId'],
  ];
  const key = named.find((name) => typeof name === 'string' && name.includes(':key/'));
  return key === undefined ? [] : [{ accountId, type: 'AWS::KMS::Key', ARN: String(key) }];
}

/** The function that was invoked. */
function functionsOf({ input, call }: Outcome, accountId: string): readonly JsonObject[] {
  const name = String(input['FunctionName']);
  const own = name.startsWith('arn:') ? name : `arn:aws:lambda:${call.region}:${accountId}:function:${name}`;
  return [{ accountId, type: 'AWS::Lambda::Function', ARN: own }];
}

function hostOf(world: World, outcome: Outcome): Pick<RecordedCall, 'host'> {
  if (outcome.model.signingName === 'bedrock')
    return {
      host: `${outcome.model.id.toLowerCase().replaceAll(' ', '-')}.${outcome.call.region}.amazonaws.com`,
    };
  const bucket = outcome.input['Bucket'];
  if (outcome.model.signingName !== 's3' || typeof bucket !== 'string') return {};
  return { host: s3Host(bucket, regionOf(world, outcome)) };
}

/** Refusals have one code in CloudTrail, whatever the protocol calls them. */
function errorCode(service: string, code: string): string {
  if (service === 'ec2') return `Client.${code}`;
  return code === 'AccessDeniedException' ? 'AccessDenied' : code;
}

/** DeleteObjects leaves, besides its own event, one of DeleteObject for each key. */
function eachDeletion(world: World, random: Random, outcome: Outcome): readonly CloudTrailRecord[] {
  const { operation, output, model, input } = outcome;
  if (model.signingName !== 's3' || operation.name !== 'DeleteObjects' || output === undefined) return [];
  const single = model.operations.get('DeleteObject');
  const deleted = (Reflect.get(output, 'Deleted') ?? []) as readonly {
    readonly Key?: string;
    readonly VersionId?: string;
  }[];
  if (single === undefined) return [];
  return deleted.map(({ Key, VersionId }) =>
    recordOf(world, random, {
      ...outcome,
      operation: single,
      input: { Bucket: input['Bucket'], Key, ...(VersionId === undefined ? {} : { VersionId }) },
      output: {},
    }),
  );
}
