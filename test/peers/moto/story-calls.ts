import { commandOf, loadClient } from '../../../src/aws/clients.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import type { CloudTrailRecord } from '../../../src/simulator/story/cloudtrail-record.ts';
import { statusOf } from './account-state.ts';
import { motoHas } from './moto-has.ts';
import type { StoryAccount } from './story-account.ts';

/** A call that the intruder made in the story, as a client makes it again. */
export interface StoryCall {
  /** Whose credentials: a name of `held`. */
  readonly holder: string;
  readonly service: string;
  readonly operation: string;
  readonly input: JsonObject;
}

/** The clients of what the account in moto has of the story. */
const CLIENTS: Readonly<Record<string, string>> = {
  'iam.amazonaws.com': 'iam',
  's3.amazonaws.com': 's3',
  'sts.amazonaws.com': 'sts',
  'lambda.amazonaws.com': 'lambda',
  'logs.amazonaws.com': 'cloudwatch-logs',
};
/** No policy can deny it, in AWS neither: what it answers tells nothing. */
const UNJUDGED = 'sts:GetCallerIdentity';

/** The intruder's calls that went through in the story, each once for each of the credentials it was made with. */
export function storyCalls({ story, told }: StoryAccount): readonly StoryCall[] {
  const steps = new Set(story.key.events.map(({ eventId }) => eventId));
  const calls = new Map<string, StoryCall>();
  for (const { event } of story.moments) {
    const service = CLIENTS[event.eventSource];
    if (service === undefined || !steps.has(event.eventID) || event.errorCode !== undefined) continue;
    const keyId = event.userIdentity['accessKeyId'];
    const holder = Object.keys(told).find((name) => told[name] === keyId);
    if (holder === undefined) continue;
    const operation = event.eventName.replace(/\d{8}(v\d)?$/, '');
    const call = { holder, service, operation, input: inputOf(service, event) };
    calls.set(`${holder} ${service}:${operation}`, call);
  }
  const implemented = motoHas([...new Set([...calls.values()].map(nameOf))]);
  return [...calls.values()].filter(
    (call) => implemented[nameOf(call)] === true && nameOf(call) !== UNJUDGED,
  );
}

function nameOf({ service, operation }: Pick<StoryCall, 'service' | 'operation'>): string {
  return `${service}:${operation}`;
}

const S3_MEMBERS: Readonly<Record<string, string>> = { bucketName: 'Bucket', key: 'Key' };
/** What the event does not hold and the client asks for. */
const MORE: Readonly<Record<string, JsonObject>> = { PutObject: { Body: 'again' } };

/** The input that an event of CloudTrail tells of. */
function inputOf(service: string, { eventName, requestParameters }: CloudTrailRecord): JsonObject {
  const given = requestParameters ?? {};
  if (service === 'cloudwatch-logs') return given;
  if (service === 's3') {
    const { bucketPolicy, VersioningConfiguration } = given;
    return {
      ...Object.fromEntries(
        Object.entries(S3_MEMBERS).flatMap(([told, member]) =>
          given[told] === undefined ? [] : [[member, given[told]]],
        ),
      ),
      ...(bucketPolicy === undefined ? {} : { Policy: JSON.stringify(bucketPolicy) }),
      ...(VersioningConfiguration === undefined ? {} : { VersioningConfiguration }),
      ...MORE[eventName],
    };
  }
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, value]),
  );
}

/** Makes the calls again, and says of each what became of it: `refused`, or that moto let it through to the service. */
export async function replayed(
  { url, held }: StoryAccount,
  calls: readonly StoryCall[],
): Promise<Readonly<Record<string, string>>> {
  const outcomes: Record<string, string> = {};
  for (const call of calls) outcomes[`${call.holder} ${nameOf(call)}`] = await outcomeOf(url, held, call);
  return outcomes;
}

async function outcomeOf(url: string, held: StoryAccount['held'], call: StoryCall): Promise<string> {
  const { holder, service, operation, input } = call;
  const sdk = await loadClient(service);
  const client = new sdk.Client({
    endpoint: url,
    region: 'us-east-1',
    credentials: held[holder],
    maxAttempts: 1,
    ...(service === 's3' ? { forcePathStyle: true } : {}),
  });
  try {
    await client.send(new (commandOf(sdk, operation))(input));
    return 'let through';
  } catch (error) {
    // moto's refusal is in the form of IAM whatever the service: its status tells.
    if (statusOf(error) === 403) return 'refused';
    if (statusOf(error) === undefined) throw error;
    return 'let through';
  } finally {
    client.destroy();
  }
}
