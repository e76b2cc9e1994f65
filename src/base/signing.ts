import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { sha256 } from './hashing.ts';

/** How a public key is written in one line: these letters, then its 32 bytes as base64url. */
const PREFIX = 'ed25519:';

/** A new Ed25519 key pair: the private key as PKCS #8 PEM, the public key as one line. */
export function makeSigningKey(): { readonly privateKey: string; readonly publicKey: string } {
  const pair = generateKeyPairSync('ed25519');
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: lineOf(pair.publicKey.export({ format: 'jwk' }).x),
  };
}

/** Signs the RFC 8785 form of a value; null where the text holds no Ed25519 private key. */
export function signValue(
  value: unknown,
  privateKey: string,
): { readonly publicKey: string; readonly signature: string } | null {
  const key = privateKeyOf(privateKey);
  if (key === null || key.asymmetricKeyType !== 'ed25519') return null;
  return {
    publicKey: lineOf(createPublicKey(key).export({ format: 'jwk' }).x),
    signature: sign(null, Buffer.from(canonicalJson(value)), key).toString('base64url'),
  };
}

/** Whether a signature is of this value by this key. What is no key or no signature is none of it. */
export function isSignedBy(
  value: unknown,
  { publicKey, signature }: { readonly publicKey: string; readonly signature: string },
): boolean {
  const x = rawOf(publicKey);
  if (x === null) return false;
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(canonicalJson(value)), key, Buffer.from(signature, 'base64url'));
}

/** SHA-256 of a public key's 32 bytes, by which people compare keys; null where the line holds none. */
export function keyFingerprint(publicKey: string): string | null {
  const x = rawOf(publicKey);
  return x === null ? null : `SHA256:${sha256(Buffer.from(x, 'base64url'))}`;
}

function privateKeyOf(pem: string): ReturnType<typeof createPrivateKey> | null {
  try {
    return createPrivateKey(pem);
  } catch {
    // Whatever stands in the file, it is no private key: the caller says so.
    return null;
  }
}

function rawOf(line: string): string | null {
  const raw = line.startsWith(PREFIX) ? line.slice(PREFIX.length) : '';
  return Buffer.from(raw, 'base64url').length === 32 && /^[\w-]{43}$/.test(raw) ? raw : null;
}

function lineOf(raw: string | undefined): string {
  return `${PREFIX}${raw ?? ''}`;
}
