import * as account from '@aws-sdk/client-account';
import type { Call, ServiceUnit } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { untyped, type Handlers } from '../../wire/handlers.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { because } from '../../wire/wire-error.ts';

/** The alternate contacts of the account. It cannot speak for another account of its organization. */
export function accountService(world: World): ServiceUnit {
  return {
    model: serviceModel(account, account.AccountClient),
    handlers: untyped(handlersOf(world)),
    access: (operation) => [
      { action: `account:${operation}`, resource: `arn:aws:account::${world.accountId}:account` },
    ],
  };
}

function handlersOf({ contacts }: World): Handlers<typeof account, Call> {
  return {
    GetAlternateContact: ({ AlternateContactType, AccountId }) => ({
      AlternateContact: contactOf(contacts, AlternateContactType, AccountId),
    }),
    PutAlternateContact: ({ AccountId, ...input }) => {
      standalone(AccountId);
      contacts.set(given(input.AlternateContactType, 'AlternateContactType'), {
        Name: input.Name,
        Title: input.Title,
        EmailAddress: input.EmailAddress,
        PhoneNumber: input.PhoneNumber,
        AlternateContactType: input.AlternateContactType,
      });
      return {};
    },
    DeleteAlternateContact: ({ AlternateContactType, AccountId }) => {
      contactOf(contacts, AlternateContactType, AccountId);
      contacts.delete(given(AlternateContactType, 'AlternateContactType'));
      return {};
    },
  };
}

function contactOf(
  contacts: World['contacts'],
  type: account.AlternateContactType | undefined,
  accountId: string | undefined,
): account.AlternateContact {
  standalone(accountId);
  const found = contacts.get(given(type, 'AlternateContactType'));
  if (found === undefined)
    throw new account.ResourceNotFoundException(
      because('No contact of the inputted alternate contact type found.'),
    );
  return found;
}

/** Only the management account and a delegated administrator may name an account. */
function standalone(accountId: string | undefined): void {
  if (accountId !== undefined)
    throw new account.AccessDeniedException(
      because('The caller may not name an account: it is neither management account nor its delegate.'),
    );
}
