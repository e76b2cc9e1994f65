import type { AccountsNamed } from '../../model/case-event.ts';
import type { CaseBook } from '../case-book.ts';
import { accountOf } from './connect-members.ts';

/** No account but that of the credentials. */
export const OWN_ACCOUNT_ALONE: AccountsNamed = { roles: [], organizationRole: null };

/** Journals the accounts that a case is to work in besides the operator's own, each once. @throws UserError */
export async function nameAccounts(
  book: CaseBook,
  { roles, organizationRole }: AccountsNamed,
): Promise<void> {
  for (const role of roles) accountOf(role);
  const { reach } = book.state;
  const fresh = roles.filter((role) => !reach.roles.includes(role));
  const organization = organizationRole === reach.organizationRole ? null : organizationRole;
  if (fresh.length > 0 || organization !== null)
    await book.record('accounts-named', { roles: fresh, organizationRole: organization });
}
