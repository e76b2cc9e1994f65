import { randomBytes } from 'node:crypto';
import { sealerFor } from '../../case/seal.ts';
import type { CaseBook } from '../case-book.ts';

/**
 * Says for whom prompts and answers of a case are sealed. Before the first evidence: nothing is sealed afterwards.
 * @throws UserError for a text that is no age recipient
 */
export async function sealCase(book: CaseBook, recipients: readonly string[]): Promise<void> {
  const key = await sealerFor(recipients).seal(randomBytes(32));
  await book.record('content-sealed', { recipients, tokenKey: Buffer.from(key).toString('base64') });
}
