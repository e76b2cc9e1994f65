import type { ServiceModel } from '../wire/service-model.ts';
import { WireError } from '../wire/wire-error.ts';

/** What a refusal depends on: the service, and the protocol it speaks. */
export type Refusing = Pick<ServiceModel, 'id' | 'protocol' | 'signingName'>;

/** Why a request was not let in. */
export type Reason = 'missing' | 'unknown key' | 'signature' | 'too old' | 'wrong token' | 'expired token';

type Refusal = readonly [code: string, message: string, status: number];

const INVALID = 'The security token included in the request is invalid.';
const EXPIRED = 'The security token included in the request is expired';
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const TOO_OLD =
  'Signature expired: the time of the request is more than 15 minutes from the time of the service.';

/** The Query protocols (IAM, STS). */
const QUERY: Readonly<Record<Reason, Refusal>> = {
  missing: ['MissingAuthenticationToken', 'Request is missing Authentication Token', 403],
  'unknown key': ['InvalidClientTokenId', INVALID, 403],
  signature: ['SignatureDoesNotMatch', MISMATCH, 403],
  'too old': ['SignatureDoesNotMatch', TOO_OLD, 403],
  'wrong token': ['InvalidClientTokenId', INVALID, 403],
  'expired token': ['ExpiredToken', EXPIRED, 403],
};

/** The JSON protocols; the RPC one answers 400, the REST one 403. */
const JSON_REASONS: Readonly<Record<Reason, readonly [code: string, message: string]>> = {
  missing: ['MissingAuthenticationTokenException', 'Missing Authentication Token'],
  'unknown key': ['UnrecognizedClientException', INVALID],
  signature: ['InvalidSignatureException', MISMATCH],
  'too old': ['InvalidSignatureException', TOO_OLD],
  'wrong token': ['UnrecognizedClientException', INVALID],
  'expired token': ['ExpiredTokenException', EXPIRED],
};

const S3: Readonly<Record<Reason, Refusal>> = {
  missing: ['AccessDenied', 'Access Denied', 403],
  'unknown key': [
    'InvalidAccessKeyId',
    'The AWS Access Key Id you provided does not exist in our records.',
    403,
  ],
  signature: [
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    403,
  ],
  'too old': [
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
    403,
  ],
  'wrong token': ['InvalidToken', 'The provided token is malformed or otherwise invalid.', 400],
  'expired token': ['ExpiredToken', 'The provided token has expired.', 400],
};

/** The error of a service for a request it does not let in. */
export function refusal(model: Refusing, reason: Reason): WireError {
  if (model.id === 'S3') return new WireError(...S3[reason]);
  if (!/json/i.test(model.protocol)) return new WireError(...QUERY[reason]);
  const [code, message] = JSON_REASONS[reason];
  return new WireError(code, message, model.protocol === 'restJson1' ? 403 : 400);
}

/** The error of a service for a call that no permission covers. */
export function accessDenied(model: Refusing, message: string): WireError {
  if (model.protocol === 'ec2Query')
    return new WireError(
      'UnauthorizedOperation',
      `You are not authorized to perform this operation. ${message}`,
      403,
    );
  if (!/json/i.test(model.protocol)) return new WireError('AccessDenied', message, 403);
  return new WireError('AccessDeniedException', message, model.protocol === 'restJson1' ? 403 : 400);
}
