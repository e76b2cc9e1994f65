/** Identifiers, injected so that tests can name them. */
export interface Ids {
  /** A new case id: `hep-YYYYMMDD-xxxxxx`. */
  caseId(): string;
  /** A random token (a request in the inbox, a lock). */
  token(): string;
}
