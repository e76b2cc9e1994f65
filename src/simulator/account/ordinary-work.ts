import { isObject, type JsonObject } from '../../base/json.ts';
import { type CloudTrailRecord, refusedRecord } from '../story/cloudtrail-record.ts';
import type { Moment } from '../story/model-call.ts';
import type { Call } from '../world/call.ts';
import { logInvocation } from '../world/log-invocation.ts';
import { addMeasurement } from '../world/metrics-state.ts';
import { measurementsOf } from '../world/model-call-metrics.ts';
import type { Principal } from '../world/session.ts';
import { track } from '../world/trail-state.ts';
import type { World } from '../world/world.ts';
import { noteUse } from './authenticate.ts';
import { denialOf } from './authorise.ts';
import { credentialsOf } from './credentials.ts';

/**
 * Lets ordinary work go on up to a time, as the account stands: call it before anything changes. A call whose user,
 * role or key is no more leaves nothing; one that is denied by name leaves a refusal; no model call leaves its words
 * where the invocation log is off. What no policy allows is let pass: the story's people have the rights they need.
 */
export function workUntil(world: World, time: number): void {
  const { toCome } = world;
  for (;;) {
    const moment = toCome.moments[toCome.done];
    if (moment === undefined || moment.time > time) return;
    toCome.done += 1;
    const outcome = outcomeOf(world, moment);
    if (outcome !== null) leave(world, outcome);
  }
}

/** What an ordinary call leaves: its event, its measurements, and its record if the invocation log is on. */
function leave(world: World, moment: Moment): void {
  const { event, time, invocation } = moment;
  track(world.trail, { time, record: event });
  const logged = invocation !== undefined && logInvocation(world, invocation);
  for (const one of measurementsOf(logged ? moment : { event, time }))
    addMeasurement(world.metrics(event.awsRegion), one);
}

/** What comes of a call; null: it is not even let in, and nobody hears of it. */
function outcomeOf(world: World, moment: Moment): Moment | null {
  const { event, time } = moment;
  const principal = principalOf(world, event);
  if (principal === 'service') return moment;
  if (principal === 'gone') return null;
  const [service = ''] = event.eventSource.split('.');
  noteUse(principal, { at: time, region: event.awsRegion, service });
  const why = event.errorCode === undefined ? denial(world, event, { principal, time }) : null;
  return why === null ? moment : { event: refusedRecord(event, why), time };
}

function denial(
  world: World,
  event: CloudTrailRecord,
  { principal, time }: { readonly principal: Principal; readonly time: number },
): string | null {
  const [service = ''] = event.eventSource.split('.');
  const action = `${service}:${PERMISSIONS[event.eventName] ?? event.eventName}`;
  const call: Call = {
    requestId: event.requestID,
    region: event.awsRegion,
    now: time,
    principal,
    address: event.sourceIPAddress,
    host: '',
    userAgent: event.userAgent,
    notes: {},
  };
  const resource = textOf(event.resources?.[0], 'ARN') || '*';
  return denialOf(world, { action, resource, onlyDeny: true }, call);
}

/** Events whose permission has another name. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  Converse: 'InvokeModel',
  ConverseStream: 'InvokeModelWithResponseStream',
  Invoke: 'InvokeFunction',
  ListBuckets: 'ListAllMyBuckets',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
};

/** Who made a call: somebody of the account, who may be no more, or a service or another account. */
function principalOf(
  world: World,
  { userIdentity, eventTime }: CloudTrailRecord,
): Principal | 'service' | 'gone' {
  const accessKeyId = textOf(userIdentity, 'accessKeyId');
  if (userIdentity['type'] === 'IAMUser') {
    const user = world.iam.users.get(textOf(userIdentity, 'userName'));
    if (user === undefined) return 'gone';
    if (accessKeyId.startsWith('AKIA')) return credentialsOf(world, accessKeyId)?.principal ?? 'gone';
    const credentialId = textOf(userIdentity, 'credentialId');
    if (credentialId !== '' && user.serviceCredentials.get(credentialId)?.status !== 'Active') return 'gone';
    return { kind: 'user', user, accessKeyId, session: undefined };
  }
  if (userIdentity['type'] !== 'AssumedRole') return 'service';
  const { sessionIssuer, attributes } = contextOf(userIdentity);
  const role = world.iam.roles.get(textOf(sessionIssuer, 'userName'));
  if (role === undefined) return 'gone';
  const sessionName = textOf(userIdentity, 'arn').split('/').at(-1) ?? '';
  const issuedAt = Date.parse(textOf(attributes, 'creationDate') || eventTime);
  return {
    kind: 'role',
    role,
    accessKeyId,
    sessionName,
    session: {
      accessKeyId,
      secret: '',
      token: '',
      issuedAt,
      expiresAt: Infinity,
      holder: { role, name: sessionName },
      policies: [],
      mfa: textOf(attributes, 'mfaAuthenticated') === 'true',
      sourceIdentity: undefined,
    },
  };
}

function contextOf(identity: JsonObject): { readonly sessionIssuer: unknown; readonly attributes: unknown } {
  const context = identity['sessionContext'];
  if (!isObject(context)) return { sessionIssuer: undefined, attributes: undefined };
  return { sessionIssuer: context['sessionIssuer'], attributes: context['attributes'] };
}

/** A text of an event; empty where it has none of that name. */
function textOf(object: unknown, name: string): string {
  const value = isObject(object) ? object[name] : undefined;
  return typeof value === 'string' ? value : '';
}
