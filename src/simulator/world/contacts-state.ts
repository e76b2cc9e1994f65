import type { AlternateContact, AlternateContactType } from '@aws-sdk/client-account';

/** Whom AWS turns to besides the owner: one of each type in the account, whatever the Region. */
export type ContactsState = Map<AlternateContactType, AlternateContact>;
