/** The entries of the incident's own record (`heptad log`). */
export const LOG_KINDS = ['intake', 'declare', 'severity', 'decision', 'communication', 'task'] as const;
export type LogKind = (typeof LOG_KINDS)[number];

export function isLogKind(value: unknown): value is LogKind {
  return LOG_KINDS.some((kind) => kind === value);
}
