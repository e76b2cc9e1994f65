/** The kinds of node the credential chain is made of. */
export const SUSPECT_KINDS = [
  'access-key',
  'service-credential',
  'principal',
  'session',
  'address',
  'user-agent',
  'account',
  'resource',
] as const;
export type SuspectKind = (typeof SUSPECT_KINDS)[number];

/** One node: an access key id, a principal ARN, a source address … as it stands in the logs. */
export interface Suspect {
  readonly kind: SuspectKind;
  readonly value: string;
}

/** A suspect that a step's rows point at, before the responder has followed or rejected it. */
export interface SuspectProposal extends Suspect {
  readonly why: string;
  readonly step: string;
}

/** What became of a proposal. `held` = beyond the batch limit; the walk reports it as not followed. */
export type SuspectDecision = 'follow' | 'reject' | 'held';

export function suspectKey(suspect: Suspect): string {
  return `${suspect.kind}:${suspect.value}`;
}
