import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import { IncorrectKeyException, InvalidCiphertextException } from '@aws-sdk/client-kms';
import { canonicalJson } from '../../../base/canonical-json.ts';
import type { Json } from '../../../base/json.ts';
import { given } from '../../world/given.ts';
import type { KmsKey } from '../../world/kms-state.ts';
import type { World } from '../../world/world.ts';
import { because, WireError } from '../../wire/wire-error.ts';
import { keyOf, usableKey, type KmsHandlers } from './handlers.ts';

type Context = Readonly<Record<string, string>> | undefined;

const VERSION = 1;
const [ID_LENGTH, IV_LENGTH, TAG_LENGTH] = [36, 12, 16];
const MOST_PLAINTEXT = 4096;
const SYMMETRIC = 'SYMMETRIC_DEFAULT';

/** Encryption with keys of the account: AES-GCM with material made from the key's id, so that one text has one envelope. */
export function encryptionHandlers(world: World): KmsHandlers {
  const { random } = world;
  return {
    Encrypt: ({ KeyId, Plaintext, EncryptionContext }, call) => {
      const key = usableKey(world, KeyId, call);
      const plain = given(Plaintext, 'Plaintext');
      if (plain.length === 0 || plain.length > MOST_PLAINTEXT)
        throw new WireError(
          'ValidationException',
          `1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length between 1 and ${MOST_PLAINTEXT}`,
        );
      const CiphertextBlob = seal(key, plain, EncryptionContext);
      return { CiphertextBlob, KeyId: key.arn, EncryptionAlgorithm: SYMMETRIC };
    },
    Decrypt: ({ CiphertextBlob, EncryptionContext, KeyId }, call) => {
      const sealed = given(CiphertextBlob, 'CiphertextBlob');
      const id = sealedBy(sealed);
      if (id === undefined) throw new InvalidCiphertextException(because('The ciphertext is invalid.'));
      if (KeyId !== undefined && keyOf(world, KeyId, call).id !== id)
        throw new IncorrectKeyException(
          because('The key ID in the request does not identify a CMK that can perform this operation.'),
        );
      const key = usableKey(world, id, call);
      return {
        Plaintext: open(key, sealed, EncryptionContext),
        KeyId: key.arn,
        EncryptionAlgorithm: SYMMETRIC,
      };
    },
    GenerateDataKey: ({ KeyId, KeySpec, NumberOfBytes, EncryptionContext }, call) => {
      const key = usableKey(world, KeyId, call);
      if ((KeySpec === undefined) === (NumberOfBytes === undefined))
        throw new WireError('ValidationException', 'Please specify either number of bytes or key spec.');
      const length = NumberOfBytes ?? (KeySpec === 'AES_128' ? 16 : 32);
      const Plaintext = createHash('shake256', { outputLength: length }).update(random.uuid()).digest();
      return { Plaintext, CiphertextBlob: seal(key, Plaintext, EncryptionContext), KeyId: key.arn };
    },
  };
}

/** The id of the key a ciphertext was made with, as it says itself; undefined when it is none of ours. */
export function sealedBy(sealed: Uint8Array): string | undefined {
  if (sealed[0] !== VERSION || sealed.length < 1 + ID_LENGTH + IV_LENGTH + TAG_LENGTH) return undefined;
  return Buffer.from(sealed).toString('latin1', 1, 1 + ID_LENGTH);
}

function seal(key: KmsKey, plain: Uint8Array, context: Context): Uint8Array {
  const material = materialOf(key);
  const bound = contextBytes(context);
  const iv = createHmac('sha256', material).update(bound).update(plain).digest().subarray(0, IV_LENGTH);
  const cipher = createCipheriv('aes-256-gcm', material, iv).setAAD(bound);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), Buffer.from(key.id), iv, cipher.getAuthTag(), body]);
}

function open(key: KmsKey, sealed: Uint8Array, context: Context): Uint8Array {
  const bytes = Buffer.from(sealed).subarray(1 + ID_LENGTH);
  const [iv, rest] = [bytes.subarray(0, IV_LENGTH), bytes.subarray(IV_LENGTH)];
  const decipher = createDecipheriv('aes-256-gcm', materialOf(key), iv)
    .setAAD(contextBytes(context))
    .setAuthTag(rest.subarray(0, TAG_LENGTH));
  const body = decipher.update(rest.subarray(TAG_LENGTH));
  try {
    return Buffer.concat([body, decipher.final()]);
  } catch (error) {
    const reason = because('The ciphertext is invalid, or the encryption context is another one.');
    throw Object.assign(new InvalidCiphertextException(reason), { cause: error });
  }
}

function materialOf({ id }: KmsKey): Buffer {
  return createHash('sha256').update(`material of ${id}`).digest();
}

function contextBytes(context: Context): Buffer {
  return Buffer.from(canonicalJson((context ?? {}) as Json));
}
