import type { ServiceModel } from '../wire/service-model.ts';
import { WireError } from '../wire/wire-error.ts';

export type ErrorKind = 'throttling' | 'access-denied' | 'expired-credentials' | 'server-error';

type Answer = readonly [code: string, message: string, status: number];

const S3: Readonly<Record<ErrorKind, Answer>> = {
  throttling: ['SlowDown', 'Please reduce your request rate.', 503],
  'access-denied': ['AccessDenied', 'Access Denied', 403],
  'expired-credentials': ['ExpiredToken', 'The provided token has expired.', 400],
  'server-error': ['InternalError', 'We encountered an internal error. Please try again.', 500],
};
const QUERY: Readonly<Record<ErrorKind, Answer>> = {
  throttling: ['Throttling', 'Rate exceeded', 400],
  'access-denied': ['AccessDenied', 'User is not authorized to perform this action', 403],
  'expired-credentials': ['ExpiredToken', 'The security token included in the request is expired', 403],
  'server-error': ['InternalFailure', 'The request processing has failed because of an unknown error', 500],
};
const JSON_PROTOCOLS: Readonly<Record<ErrorKind, Answer>> = {
  throttling: ['ThrottlingException', 'Rate exceeded', 400],
  'access-denied': ['AccessDeniedException', 'User is not authorized to perform this action', 400],
  'expired-credentials': [
    'ExpiredTokenException',
    'The security token included in the request is expired',
    400,
  ],
  'server-error': ['InternalFailure', 'The request processing has failed because of an unknown error', 500],
};
/** The REST protocol says by the status what the others say by the code alone. */
const REST_STATUS: Readonly<Partial<Record<ErrorKind, number>>> = {
  throttling: 429,
  'access-denied': 403,
  'expired-credentials': 403,
};

/** The error that a service of this protocol gives. */
export function plannedError(model: ServiceModel, kind: ErrorKind, asked?: number): WireError {
  const json = /json/i.test(model.protocol);
  const [code, message, own] = (model.id === 'S3' ? S3 : json ? JSON_PROTOCOLS : QUERY)[kind];
  if (asked === 503) return new WireError('ServiceUnavailable', 'Service is unable to handle request.', 503);
  const status = model.protocol === 'restJson1' ? (REST_STATUS[kind] ?? own) : own;
  return new WireError(code, message, status);
}
