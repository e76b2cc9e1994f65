/** The input of an operation, by member name. */
export type Input = Readonly<Record<string, unknown>>;
