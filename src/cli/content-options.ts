import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { annotate } from '../app/annotate.ts';
import { systemClock, systemIds } from '../app/ids.ts';
import { type ContentWish, openingOf } from '../app/sealing/open-content.ts';
import { messageOf, UserError } from '../base/errors.ts';
import { readEntries } from '../case/case-folder.ts';
import { openerOf } from '../case/seal.ts';
import type { Opener } from '../ports/seal.ts';
import { type Io, operatorOf } from './io.ts';

export interface ContentOptions {
  readonly open?: string;
  readonly identity?: string;
}

/** The options by which sealed prompts and answers are opened. */
export function withContentOptions(command: Command): Command {
  return command
    .option('--open <reason>', 'open prompts and answers that are sealed in the case, and why (journaled)')
    .option('--identity <file>', 'the age identity file that opens them');
}

/** The wish to open sealed content, and the key; null when neither was said. @throws UserError when only half was */
export function contentWish({ open, identity }: ContentOptions, use: string): ContentWish | null {
  if (open === undefined && identity === undefined) return null;
  if (identity === undefined)
    throw new UserError('--open needs the key', {
      fix: 'give --identity FILE, the age identity of a recipient',
    });
  if (open === undefined || open.trim() === '')
    throw new UserError('--identity needs a reason', {
      why: 'whoever opens prompts and answers says why, and the journal keeps it',
      fix: 'give --open REASON',
    });
  return { opener: openerAt(identity), reason: open.trim(), use };
}

/** Journals that sealed content of a case is opened, and why, before anything of it is read. @throws UserError for a key that does not open it */
export async function noteOpening(io: Io, folder: string, content: ContentWish): Promise<void> {
  await openingOf(readEntries(folder), content, 'text');
  const data = { reason: content.reason, use: content.use, request: null };
  const annotating = { by: operatorOf(io), clock: systemClock, ids: systemIds, afterClose: true };
  await annotate(folder, { kind: 'content-opened', data }, annotating);
}

/** The key in an age identity file. @throws UserError */
export function openerAt(path: string): Opener {
  return openerOf(textOf(path), path);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`${path} cannot be read`, {
      why: messageOf(error),
      fix: 'give the path of an age identity file',
    });
  }
}
