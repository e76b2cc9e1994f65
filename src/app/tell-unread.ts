import { counted } from '../base/text.ts';
import type { FileAccount, FileStatus, Lake } from '../ports/lake.ts';
import type { Responder } from '../ports/responder.ts';

const WORDS: Partial<Readonly<Record<FileStatus, string>>> = {
  unreadable: 'could not be read',
  partial: 'could not be read to the end',
  unrecognised: 'of no kind heptad knows',
};

/** Tells at once of files that gave nothing, or not all they hold, and of none at all: no answer counts them. */
export async function tellUnread(
  lake: Pick<Lake, 'files'>,
  { responder, folder }: { readonly responder: Pick<Responder, 'tell'>; readonly folder: string },
): Promise<void> {
  const files = await lake.files();
  const text = unreadText(files);
  if (text === null) return;
  const listed = files.length === 0 ? '' : `; each is listed by: heptad logs coverage --case ${folder}`;
  responder.tell(`${text}${listed}`);
}

/** `of 7 files, 1 could not be read, 3 of no kind heptad knows`; null where all were read. */
export function unreadText(files: readonly Pick<FileAccount, 'status'>[]): string | null {
  if (files.length === 0) return 'no file is there, so that nothing was read';
  const parts = Object.entries(WORDS).flatMap(([word, text]) => {
    const number = files.filter(({ status }) => status === word).length;
    return number === 0 ? [] : [`${number} ${text}`];
  });
  return parts.length === 0 ? null : `of ${counted(files.length, 'file')}, ${parts.join(', ')}`;
}
