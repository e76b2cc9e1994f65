import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { WireError } from '../../wire/wire-error.ts';

/** The checksums an upload may carry. */
export interface Checksums {
  readonly ContentMD5?: string | undefined;
  readonly ChecksumCRC32?: string | undefined;
  readonly ChecksumSHA1?: string | undefined;
  readonly ChecksumSHA256?: string | undefined;
}

/** Refuses an upload whose bytes are not those that were sent. */
export function checkChecksums(
  bytes: Uint8Array,
  { ContentMD5, ChecksumCRC32, ChecksumSHA1, ChecksumSHA256 }: Checksums,
): void {
  const hash = (name: string): string => createHash(name).update(bytes).digest('base64');
  if (ContentMD5 !== undefined && ContentMD5 !== hash('md5')) throw badDigest('Content-MD5');
  if (ChecksumCRC32 !== undefined && ChecksumCRC32 !== crc32Of(bytes)) throw badDigest('CRC32');
  if (ChecksumSHA1 !== undefined && ChecksumSHA1 !== hash('sha1')) throw badDigest('SHA1');
  if (ChecksumSHA256 !== undefined && ChecksumSHA256 !== hash('sha256')) throw badDigest('SHA256');
}

/** CRC-32, big-endian, Base64: as S3 writes it. */
export function crc32Of(bytes: Uint8Array): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum.toString('base64');
}

/** SHA-256, Base64. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

function badDigest(name: string): WireError {
  return new WireError('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
}
