/** The answers every question takes unless it lists choices of its own. */
export const STANDARD_ANSWERS = ['yes', 'no', 'unknown', 'not-applicable', 'cannot-be-known'] as const;
export type StandardAnswer = (typeof STANDARD_ANSWERS)[number];
