import { hmacSha256 } from '../../base/hashing.ts';
import { keyedBy, redactText } from '../../base/redact-text.ts';
import { UserError } from '../../base/errors.ts';
import type { Opening } from '../../lake/lake-queries.ts';
import type { JournalEntry } from '../../model/case-event.ts';
import type { Opener } from '../../ports/seal.ts';

/** Somebody's wish to open sealed content, and the key to do it with. */
export interface ContentWish {
  readonly opener: Opener;
  /** Why; it is journaled. */
  readonly reason: string;
  /** What for: the command. */
  readonly use: string;
}

export type ContentShown = 'tokens' | 'redacted' | 'text';

const SHOWN: Readonly<Record<ContentShown, (key: Uint8Array) => Opening['token']>> = {
  tokens: (key) => (content) => `(sealed ${hmacSha256(key, content).slice(0, 8)})`,
  redacted: (key) => {
    const keyed = keyedBy(key);
    return (content) => redactText(content, keyed);
  },
  text: () => null,
};

/**
 * How statements of a case see its sealed content.
 * @param show `tokens`: text made of content is covered, the same text by the same token, so that what is derived can
 *   be followed and tells nothing; `redacted`: as it was said, with tokens for secrets and personal data, for the eyes
 *   of whoever opened it; `text`: as it was said
 * @throws UserError for a case that is not sealed, and for a key that does not open it
 */
export async function openingOf(
  entries: readonly JournalEntry[],
  { opener }: Pick<ContentWish, 'opener'>,
  show: ContentShown,
): Promise<Opening> {
  const sealed = entries.find((entry) => entry.kind === 'content-sealed');
  if (sealed === undefined)
    throw new UserError('nothing is sealed in this case', {
      why: 'it was opened without --seal',
      fix: 'leave --open and --identity out',
    });
  const key = await opener.open(Buffer.from(sealed.data.tokenKey, 'base64'));
  return { opener, token: SHOWN[show](key) };
}
