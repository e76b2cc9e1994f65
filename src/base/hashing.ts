import { createHash, createHmac } from 'node:crypto';

/** SHA-256 of bytes or of a text's UTF-8 bytes, in lower-case hex (64 characters). */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** HMAC-SHA-256 of a text's UTF-8 bytes under a key, in lower-case hex (64 characters). */
export function hmacSha256(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
