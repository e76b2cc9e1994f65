import type { JsonObject } from '../../base/json.ts';
import type { Random } from './random.ts';
import { ACCOUNT, arn, s3RequestId, seconds } from './names.ts';

/** One CloudTrail event in the shape of eventVersion 1.11, its fields in the order AWS writes them. */
export interface CloudTrailRecord {
  readonly eventVersion: string;
  readonly userIdentity: JsonObject;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: JsonObject | null;
  readonly responseElements: JsonObject | null;
  readonly additionalEventData?: JsonObject;
  readonly requestID: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly resources?: readonly JsonObject[];
  readonly eventType: string;
  readonly managementEvent: boolean;
  readonly recipientAccountId: string;
  readonly sharedEventID?: string;
  readonly eventCategory: 'Management' | 'Data';
  readonly tlsDetails?: JsonObject;
  readonly sessionCredentialFromConsole?: 'true';
}

/** Who calls, from where, with what. A caller that is an AWS service has no address of its own. */
export interface Caller {
  readonly identity: JsonObject;
  readonly address: string;
  readonly userAgent: string;
  /** The call was made in the console with a session's credentials. */
  readonly fromConsole?: boolean;
}

/** An IAM role, as an event names it. */
export interface Role {
  readonly name: string;
  readonly path?: string;
  readonly id: string;
}

/** One session of a role: its credentials and when they were made. */
export interface Session {
  readonly role: Role;
  readonly name: string;
  readonly accessKeyId: string;
  readonly createdAt: number;
  readonly mfa?: boolean;
  /** Set when an AWS service makes the call with the role's credentials. */
  readonly invokedBy?: string;
}

/** What is called and what came of it. */
export interface Call {
  readonly time: number;
  readonly region: string;
  /** The service's short name: `s3` for `s3.amazonaws.com`. */
  readonly service: string;
  readonly name: string;
  readonly readOnly?: boolean;
  readonly request?: JsonObject | null;
  readonly response?: JsonObject | null;
  readonly additional?: JsonObject;
  readonly resources?: readonly JsonObject[];
  readonly error?: { readonly code: string; readonly message: string };
  /** Data events are only logged where a selector asks for them. */
  readonly data?: boolean;
  readonly eventType?: string;
  /** The endpoint's host name; `SERVICE.REGION.amazonaws.com` unless given. */
  readonly host?: string;
  readonly requestId?: string;
}

/** The identity of an IAM user with a long-term access key; without a key, of one signed in to the console. */
export function iamUser(userName: string, userId: string, keyId?: string): JsonObject {
  return {
    type: 'IAMUser',
    principalId: userId,
    arn: arn('iam', '', `user/${userName}`),
    accountId: ACCOUNT,
    ...(keyId === undefined ? {} : { accessKeyId: keyId }),
    userName,
  };
}

/** The identity of a user who calls with a Bedrock API key: no access key, but the credential's id. */
export function bearerUser(userName: string, userId: string, credentialId: string): JsonObject {
  return { ...iamUser(userName, userId), credentialId };
}

/** The identity of a role's session. It has no userName of its own: the role's stands in its session issuer. */
export function assumedRole(session: Session): JsonObject {
  const { role } = session;
  return {
    type: 'AssumedRole',
    principalId: `${role.id}:${session.name}`,
    arn: sessionArn(session),
    accountId: ACCOUNT,
    accessKeyId: session.accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: role.id,
        arn: roleArn(role),
        accountId: ACCOUNT,
        userName: role.name,
      },
      attributes: {
        creationDate: seconds(session.createdAt),
        mfaAuthenticated: session.mfa === true ? 'true' : 'false',
      },
    },
    ...(session.invokedBy === undefined ? {} : { invokedBy: session.invokedBy }),
  };
}

/** The identity of an AWS service that acts for the account. */
export function awsService(host: string): JsonObject {
  return { type: 'AWSService', invokedBy: host };
}

/** The identity of the account's root user, signed in to the console. */
export function root(): JsonObject {
  return {
    type: 'Root',
    principalId: ACCOUNT,
    arn: arn('iam', '', 'root'),
    accountId: ACCOUNT,
    accessKeyId: '',
  };
}

export function roleArn(role: Role): string {
  return arn('iam', '', `role${role.path ?? '/'}${role.name}`);
}

/** The ARN a session is known by: `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`. */
export function sessionArn(session: Session): string {
  return `arn:aws:sts::${ACCOUNT}:assumed-role/${session.role.name}/${session.name}`;
}

/** Builds the event of one call; its ids come from `random`. */
export function cloudTrailRecord(random: Random, caller: Caller, call: Call): CloudTrailRecord {
  const data = call.data === true;
  const readOnly = call.readOnly ?? false;
  const byService = caller.address.endsWith('.amazonaws.com');
  return {
    eventVersion: '1.11',
    userIdentity: caller.identity,
    eventTime: seconds(call.time),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.name,
    awsRegion: call.region,
    sourceIPAddress: caller.address,
    userAgent: caller.userAgent,
    ...(call.error === undefined ? {} : { errorCode: call.error.code, errorMessage: call.error.message }),
    requestParameters: call.request ?? null,
    responseElements: call.error === undefined ? (call.response ?? null) : null,
    ...(call.additional === undefined ? {} : { additionalEventData: call.additional }),
    requestID: call.requestId ?? (call.service === 's3' ? s3RequestId(random) : random.uuid()),
    eventID: random.uuid(),
    readOnly,
    ...(call.resources === undefined ? {} : { resources: call.resources }),
    eventType: call.eventType ?? 'AwsApiCall',
    managementEvent: !data,
    recipientAccountId: ACCOUNT,
    ...(caller.identity['type'] === 'AWSService' ? { sharedEventID: random.uuid() } : {}),
    eventCategory: data ? 'Data' : 'Management',
    ...(byService ? {} : { tlsDetails: tlsDetails(call) }),
    ...(caller.fromConsole === true ? { sessionCredentialFromConsole: 'true' as const } : {}),
  };
}

/** The same call as it is written down when it was denied. */
export function refusedRecord(record: CloudTrailRecord, errorMessage: string): CloudTrailRecord {
  const { additionalEventData: _none, ...call } = record;
  const { eventVersion, userIdentity, eventTime, eventSource, eventName, awsRegion, ...more } = call;
  const { sourceIPAddress, userAgent, ...rest } = more;
  const asked = { eventVersion, userIdentity, eventTime, eventSource, eventName, awsRegion };
  return {
    ...asked,
    sourceIPAddress,
    userAgent,
    errorCode: 'AccessDenied',
    errorMessage,
    ...rest,
    responseElements: null,
  };
}

function tlsDetails(call: Call): JsonObject {
  return {
    tlsVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    clientProvidedHostHeader: call.host ?? hostOf(call),
  };
}

const AGENT_PLANE = /Agent|KnowledgeBase|DataSource|Ingestion|Flow/;

function hostOf({ service, region, name }: Call): string {
  if (service === 'bedrock' && AGENT_PLANE.test(name)) return `bedrock-agent.${region}.amazonaws.com`;
  const global = service === 'iam' || service === 'organizations' || service === 'route53';
  return global ? `${service}.amazonaws.com` : `${service}.${region}.amazonaws.com`;
}
