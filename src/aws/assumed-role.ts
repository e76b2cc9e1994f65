import type { CloudError } from '../model/cloud-error.ts';
import { isObject } from '../base/json.ts';
import type { Cloud } from '../ports/cloud.ts';

/** A role that is taken up from another identity. */
export interface RoleToAssume {
  readonly roleArn: string;
  /** The session's name: `heptad-` and the case's token, so that the account's own log tells whose session it is. */
  readonly sessionName: string;
  readonly region: string;
}

/** Temporary credentials as the SDK takes them. They are held in memory and nowhere else. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** A session is renewed when it has less time left than a slow call may take. */
const RENEWED_BEFORE = 5 * 60_000;

/**
 * Gives a role's credentials and renews them before they end. The role is assumed by a call like every other: it
 * carries the case's user agent, and its request id is journaled. Clients that ask at one time share one session.
 * @throws CloudError when the role cannot be assumed
 */
export function assumedRole(
  from: Pick<Cloud, 'call'>,
  { roleArn, sessionName, region }: RoleToAssume,
  now: () => string,
): () => Promise<SessionCredentials> {
  let session: Promise<SessionCredentials> | null = null;
  let until = 0;
  const renew = async (): Promise<SessionCredentials> => {
    const input = { RoleArn: roleArn, RoleSessionName: sessionName };
    const call = { service: 'sts', operation: 'AssumeRole', region, input };
    const { Credentials: given } = (await from.call(call)).output;
    const members = isObject(given) ? given : {};
    const expiration = new Date(String(members['Expiration']));
    until = expiration.getTime() - RENEWED_BEFORE;
    return {
      accessKeyId: String(members['AccessKeyId']),
      secretAccessKey: String(members['SecretAccessKey']),
      sessionToken: String(members['SessionToken']),
      expiration,
    };
  };
  return async () => {
    if (session === null || Date.parse(now()) >= until) {
      // Others that ask while the call is under way wait for the same one.
      until = Number.POSITIVE_INFINITY;
      session = renew();
    }
    try {
      return await session;
    } catch (error) {
      session = null;
      throw error;
    }
  };
}

/** A role that could not be assumed in the middle: the credentials are what is missing, whatever STS called it. */
export function credentialFaultOf(error: CloudError): Pick<CloudError['fault'], 'code' | 'retryable'> {
  const { code, retryable } = error.fault;
  return retryable ? { code, retryable } : { code: 'Credentials', retryable: false };
}
