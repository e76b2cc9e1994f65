import { UserError } from '../base/errors.ts';

export interface CloudFault {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /**
   * AWS's own code (`AccessDenied`, `Throttling`); `Network` and `Credentials` for what never reached it, and
   * `ForeignAnswer` for an answer that is not in the service's own form.
   */
  readonly code: string;
  readonly requestId: string | null;
  /** Whether the same call may go through later. */
  readonly retryable: boolean;
  /** The IAM action that is missing, where the refusal names it. */
  readonly missingPermission: string | null;
}

/** The cloud refused: credentials, permission, endpoint, or the call itself. Exit code 5. */
export class CloudError extends UserError {
  override readonly name = 'CloudError';
  override readonly exitCode = 5;
  readonly fault: CloudFault;

  constructor(
    message: string,
    fault: CloudFault,
    options: { readonly cause?: unknown; readonly fix?: string } = {},
  ) {
    super(`${fault.service} ${fault.operation} in ${fault.region}: ${fault.code}`, {
      why: message,
      fix: options.fix ?? fixOf(fault),
    });
    this.fault = fault;
    this.cause = options.cause;
  }
}

/** The person's credentials are gone or were never there: nothing else can be asked until they are renewed. */
export function isCredentialFault({ code }: Pick<CloudFault, 'code'>): boolean {
  return CREDENTIAL_CODES.has(code);
}

/** Credentials that ended, and a way that is cut, are no answer of the account: the same call may go through later. */
export function isPassing(fault: Pick<CloudFault, 'code' | 'retryable'>): boolean {
  return fault.retryable || isCredentialFault(fault);
}

/** What answered is not the service: it lacks the operation, or something on the way put a page of its own in its place. */
export function isForeignAnswer({ code }: Pick<CloudFault, 'code'>): boolean {
  return code === 'ForeignAnswer';
}

/** Whether the identity may not make the call. */
export function isDenied({ code }: Pick<CloudFault, 'code'>): boolean {
  return DENIED.test(code);
}

const DENIED =
  /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|UnauthorizedAccess|AuthorizationError|Forbidden|403)$/;

const CREDENTIAL_CODES: ReadonlySet<string> = new Set([
  'Credentials',
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'InvalidToken',
  'MissingAuthenticationToken',
  'IncompleteSignature',
]);

function fixOf(fault: CloudFault): string {
  if (isCredentialFault(fault))
    return 'renew the credentials (aws sso login, a new session, another --profile) and go on with heptad resume';
  if (fault.missingPermission !== null)
    return `let the identity do ${fault.missingPermission}, or use another one`;
  if (isDenied(fault)) return 'use an identity that may do this; heptad doctor says what is missing';
  if (isForeignAnswer(fault))
    return 'see that the endpoint has this operation, and that no proxy answers in its place';
  if (fault.retryable) return 'try again: heptad resume goes on where it stopped';
  return 'look at what the call was given; heptad doctor checks connection and permissions';
}
