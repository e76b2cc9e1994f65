import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { IntegrityError, messageOf, UserError } from '../base/errors.ts';
import type { Opener, Sealer } from '../ports/seal.ts';

/**
 * A sealer for age recipients (age-encryption.org/v1, X25519).
 * @throws UserError for a text that is no recipient
 */
export function sealerFor(recipients: readonly string[]): Sealer {
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch (error) {
      throw new UserError(`'${recipient}' is no age recipient`, {
        why: messageOf(error),
        fix: 'give what age-keygen or heptad seal --make-key printed: age1 and 58 characters',
      });
    }
  }
  return {
    recipients,
    seal: (plain) => encrypter.encrypt(plain),
    sealStream: (plain) => sealedStream(encrypter, plain),
  };
}

async function* sealedStream(
  encrypter: Encrypter,
  plain: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const stream = Readable.toWeb(Readable.from(plain)) as ReadableStream<Uint8Array>;
  yield* await encrypter.encrypt(stream);
}

/**
 * An opener from the text of an identity file: `AGE-SECRET-KEY-1…`, one a line, with comments after `#`.
 * @throws UserError for a text without a key, or with a line that is none
 */
export function openerOf(identityFile: string, path: string): Opener {
  const decrypter = new Decrypter();
  const lines = identityFile.split('\n').map((line, index) => ({ text: line.trim(), number: index + 1 }));
  const keys = lines.filter(({ text }) => text !== '' && !text.startsWith('#'));
  if (keys.length === 0)
    throw new UserError(`${path} holds no key`, { fix: 'give the file that heptad seal --make-key wrote' });
  for (const { text, number } of keys) {
    try {
      decrypter.addIdentity(text);
    } catch {
      // What the library says would quote the line, and a line here may be half of a key.
      throw new UserError(`${path}:${number}:1: this line is no age identity`, {
        why: 'a line is AGE-SECRET-KEY-1 and 58 characters, a comment, or empty',
        fix: 'an identity file that is locked by a passphrase is to be unlocked first (age -d)',
      });
    }
  }
  return { open: (sealed) => opened(decrypter, sealed, path) };
}

async function opened(decrypter: Decrypter, sealed: Uint8Array, path: string): Promise<Uint8Array> {
  try {
    return await decrypter.decrypt(sealed);
  } catch (error) {
    if (/no identity matched/i.test(messageOf(error)))
      throw new UserError(`the key in ${path} does not open this case`, {
        why: 'it was sealed for other recipients',
        fix: 'heptad status names the recipients; give the identity file of one of them',
      });
    throw new IntegrityError('sealed bytes do not open: they were changed', {
      why: messageOf(error),
      fix: 'run heptad verify on the case',
    });
  }
}

/** A new key: the identity to keep secret, and the recipient to seal for. */
export async function newKey(): Promise<{ readonly identity: string; readonly recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}
