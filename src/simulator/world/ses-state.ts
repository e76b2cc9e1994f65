/** SES in one Region; both versions of its API see it. */
export interface SesState {
  readonly identities: Map<string, EmailIdentity>;
  /** When mails were sent, in milliseconds since 1970. */
  readonly sent: number[];
  /** Mails in 24 hours, and in a second. */
  readonly quota: { readonly daily: number; readonly perSecond: number };
  sendingEnabled: boolean;
}

export interface EmailIdentity {
  /** An address or a domain. */
  readonly name: string;
  readonly type: 'EMAIL_ADDRESS' | 'DOMAIN';
  readonly verified: boolean;
}

/** An account in the sandbox: nothing verified, few mails. */
export function emptySes(): SesState {
  return { identities: new Map(), sent: [], quota: { daily: 200, perSecond: 1 }, sendingEnabled: true };
}

/** The identity that lets an address send: its own, or its domain's. */
export function identityFor({ identities }: SesState, address: string): EmailIdentity | undefined {
  const plain = (/<([^>]+)>/.exec(address)?.[1] ?? address).trim().toLowerCase();
  return identities.get(plain) ?? identities.get(plain.replace(/^.*@/, ''));
}

export function sentInADay({ sent }: SesState, now: number): number {
  return sent.filter((time) => time <= now && time > now - 86_400_000).length;
}
