/** What a thing that was looked at belongs to. */
export type CheckupPart = 'machine' | 'account' | 'read' | 'contain';

/** One thing that was looked at. `unknown` is never taken for fine, and `warning` does not stop work. */
export interface Checkup {
  readonly check: string;
  readonly part: CheckupPart;
  readonly status: 'ok' | 'warning' | 'unknown' | 'not-ready';
  readonly detail: string;
  /** IAM actions that the identity may not do, by service: `{ iam: ['UpdateAccessKey'] }`. */
  readonly missing?: RightsByService;
  /** IAM actions of which it could not be told, by service. */
  readonly untold?: RightsByService;
}

/** Names of IAM actions without their prefix, by the prefix. */
export type RightsByService = Readonly<Record<string, readonly string[]>>;
