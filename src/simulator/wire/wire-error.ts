/** An error that the model of a service does not list, by the code AWS gives it (AccessDenied, Throttling …). */
export class WireError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

/** The members that every exception of the SDK takes. */
export function because(message: string): { readonly message: string; readonly $metadata: object } {
  return { message, $metadata: {} };
}
