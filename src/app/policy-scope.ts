import { UserError } from '../base/errors.ts';
import type { Playbook } from '../model/playbook.ts';
import type { PolicyScope } from '../playbook/iam-resources.ts';

/** What was given to narrow a policy with. */
export interface ScopeGiven {
  readonly account: string | null;
  readonly region: readonly string[];
  readonly bucket: readonly string[];
  /** Inputs of the playbook. */
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * What a policy may be narrowed to. An account or a bucket narrows it; a suspect's key or principal does not, since
 * containment reaches whomever the logs lead to.
 * @throws UserError for an input that the playbook does not take
 */
export function policyScope(
  playbook: Playbook,
  { account, region, bucket, inputs }: ScopeGiven,
): PolicyScope {
  const ofType = (type: string): readonly string[] =>
    Object.entries(inputs).flatMap(([name, value]) => (playbook.inputs[name]?.type === type ? [value] : []));
  const unknown = Object.keys(inputs).find((name) => playbook.inputs[name] === undefined);
  if (unknown !== undefined)
    throw new UserError(`${playbook.id} takes no input ${unknown}`, {
      fix: `it takes ${Object.keys(playbook.inputs).join(', ')}`,
    });
  const given = account ?? ofType('account-id')[0] ?? null;
  if (given !== null && !/^\d{12}$/.test(given))
    throw new UserError(`'${given}' is not the number of an account`, { fix: 'give its twelve digits' });
  const wrong = region.find((name) => !/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(name));
  if (wrong !== undefined) throw new UserError(`'${wrong}' is not a Region`, { fix: 'name it as us-east-1' });
  // Without the buckets of the logs the playbook's own would lock collecting out of them.
  const buckets = bucket.length === 0 ? [] : [...new Set([...bucket, ...ofType('bucket')])];
  return { account: given, regions: [...new Set(region)], buckets };
}
