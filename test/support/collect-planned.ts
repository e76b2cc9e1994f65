import type { AccountDesk } from '../../src/app/actions/account-desk.ts';
import type { CaseBook } from '../../src/app/case-book.ts';
import { runCollectors } from '../../src/app/collecting/run-collectors.ts';
import { COLLECTORS } from '../../src/collectors/registry.ts';
import type { CollectionPlanned } from '../../src/model/collection.ts';

/** Goes on with a collection, and tells nobody of it. */
export function collectPlanned(
  planned: CollectionPlanned,
  { book, desk }: { readonly book: CaseBook; readonly desk: AccountDesk },
): Promise<void> {
  const silent = (): void => undefined;
  return runCollectors(planned, { book, desk, collectors: COLLECTORS, onProgress: silent, tell: silent });
}
