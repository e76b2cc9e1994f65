import * as secretsManager from '@aws-sdk/client-secrets-manager';
import type { ServiceUnit, Call } from '../../world/call.ts';
import { pageOf } from '../../world/page.ts';
import type { World } from '../../world/world.ts';
import { untyped, type Handlers } from '../../wire/handlers.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { WireError } from '../../wire/wire-error.ts';

const PAGE = 100;

/** Secrets can be listed. Their values are not part of the simulated account. */
export function secretsManagerService({ secrets }: World): ServiceUnit {
  const handlers: Handlers<typeof secretsManager, Call> = {
    ListSecrets: ({ NextToken, MaxResults = PAGE, Filters = [] }, { region }) => {
      const filtered = [...secrets(region).values()].filter((secret) =>
        Filters.every((filter) => matches(secret, filter)),
      );
      const page = pageOf(filtered, {
        token: NextToken,
        size: MaxResults,
        question: `ListSecrets ${JSON.stringify(Filters)}`,
      });
      if (page === null) throw new WireError('InvalidNextTokenException', 'Invalid token');
      return { SecretList: [...page.items], NextToken: page.next };
    },
  };
  return {
    model: serviceModel(secretsManager, secretsManager.SecretsManagerClient),
    handlers: untyped(handlers),
    access: (operation) => [{ action: `secretsmanager:${operation}`, resource: '*' }],
  };
}

/** Names and descriptions match by their beginning; a value that begins with `!` must not match. */
function matches(
  { Name = '', Description = '' }: secretsManager.SecretListEntry,
  { Key, Values = [] }: secretsManager.Filter,
): boolean {
  const text = Key === 'name' ? Name : Key === 'description' ? Description : undefined;
  if (text === undefined)
    throw new WireError(
      'InvalidParameterException',
      `The filter key '${Key}' is not part of the simulated account.`,
    );
  return Values.some((value) =>
    value.startsWith('!') ? !text.startsWith(value.slice(1)) : text.startsWith(value),
  );
}
