import { isObject } from '../../base/json.ts';
import { CloudError, isDenied } from '../../model/cloud-error.ts';
import type { CloudIdentity, CloudReader } from '../../ports/cloud.ts';

/** Whose policies IAM can simulate for an identity, or why it cannot. */
export type SimulatedPrincipal = { readonly arn: string } | { readonly unknown: string };

/**
 * IAM simulates users, groups and roles, and no session: a session is looked at as its role. The ARN of a session
 * leaves the path of the role out (`/aws-reserved/sso.amazonaws.com/`), so the role is asked for.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export async function simulatedPrincipal(
  { arn, account }: Pick<CloudIdentity, 'arn' | 'account'>,
  reader: CloudReader,
): Promise<SimulatedPrincipal> {
  const [, partition = 'aws', service = '', , , rest = ''] = arn.split(':');
  const [kind = '', name = ''] = rest.split('/');
  if (service === 'iam' && kind === 'user') return { arn };
  if (service === 'iam' && kind === 'root')
    return { unknown: 'IAM does not simulate the root user; use an identity made for responders' };
  if (service === 'sts' && kind === 'federated-user')
    return { unknown: 'IAM does not simulate a federated user: what it may do depends on its session' };
  if (service !== 'sts' || kind !== 'assumed-role')
    return { unknown: `IAM simulates users and roles, and this is ${rest}` };
  // The likeliest ARN: it is wrong for a role with a path only, and IAM then answers that there is no such role.
  return { arn: (await roleArn(name, reader)) ?? `arn:${partition}:iam::${account}:role/${name}` };
}

/** Null where it may not be read, or is not there. @throws CloudError for a call that got no answer */
async function roleArn(name: string, reader: CloudReader): Promise<string | null> {
  try {
    const absent = ['NoSuchEntity'];
    const call = { service: 'iam', operation: 'GetRole', input: { RoleName: name }, absent };
    const answer = await reader.read(call);
    const role = answer?.['Role'];
    const arn = isObject(role) ? role['Arn'] : undefined;
    return typeof arn === 'string' ? arn : null;
  } catch (error) {
    if (!(error instanceof CloudError) || !isDenied(error.fault)) throw error;
    return null;
  }
}
