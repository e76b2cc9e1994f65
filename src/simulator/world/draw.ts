import { accessKeyId, base64Text, principalId } from '../story/names.ts';
import type { Random } from '../story/random.ts';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An access key's id and secret. */
export function drawKey(
  random: Random,
  prefix: 'AKIA' | 'ASIA',
): { readonly id: string; readonly secret: string } {
  return { id: accessKeyId(random, prefix), secret: base64Text(random, 40) };
}

/** A session token: it carries the word EXAMPLE, so that nobody takes it for a real one. */
export function drawToken(random: Random): string {
  return `EXAMPLE${base64Text(random, 409)}`;
}

/** The id of a user, role, service credential, group, policy or SSH key. */
export function drawId(random: Random, prefix: 'AIDA' | 'AROA' | 'ACCA' | 'AGPA' | 'ANPA' | 'APKA'): string {
  return prefix === 'AGPA' || prefix === 'ANPA' || prefix === 'APKA'
    ? `${prefix}${random.text(UPPER, 10)}EXAMPLE`
    : principalId(random, prefix);
}

/** An S3 version id: 32 characters. */
export function drawVersionId(random: Random): string {
  return random.text(ALPHANUMERIC, 32);
}

/** The id of an agent, an alias, a knowledge base: ten capitals and digits. */
export function drawAgentId(random: Random): string {
  return random.text(UPPER, 10);
}

/** The id of a guardrail: 12 lower-case letters and digits. */
export function drawGuardrailId(random: Random): string {
  return random.text(LOWER, 12);
}
