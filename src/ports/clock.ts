/** The time, injected so that tests and exercises decide what it is. */
export interface Clock {
  /** Now, ISO 8601 UTC with milliseconds. */
  now(): string;
}
