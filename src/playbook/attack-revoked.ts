/** What ATT&CK v19 revoked of Impair Defenses, and the id that took its place (FACTS section 7). */
export const REVOKED_IN_ATTACK_19: Readonly<Record<string, string>> = {
  T1562: 'T1685',
  'T1562.001': 'T1685',
  'T1562.007': 'T1686.001',
  'T1562.008': 'T1685.002',
};
