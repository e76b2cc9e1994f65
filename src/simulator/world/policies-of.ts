import { readPolicy, type PolicyDocument } from '../iam/policy-document.ts';
import type { Group, IamState, PolicyHolder, Role, User } from './iam-state.ts';

/** Inline and managed policies of a user, role or group, and of a user's groups. */
export function identityPolicies(iam: IamState, holder: User | Role | Group): readonly PolicyDocument[] {
  if (!('groups' in holder)) return policiesOn(iam, holder);
  const groups = [...holder.groups].flatMap((name) => iam.groups.get(name) ?? []);
  return [holder, ...groups].flatMap((one) => policiesOn(iam, one));
}

/** The policy that bounds a user or a role. */
export function boundaryOf(iam: IamState, { boundary }: User | Role): PolicyDocument | undefined {
  return boundary === undefined ? undefined : managed(iam, boundary)[0];
}

const documents = new Map<string, readonly PolicyDocument[]>();

/** A policy was checked when it was put; its text is read once. */
export function parsedPolicy(text: string): readonly PolicyDocument[] {
  const known = documents.get(text);
  if (known !== undefined) return known;
  const read = readPolicy(text, 'identity');
  const made = 'fault' in read ? [] : [read];
  documents.set(text, made);
  return made;
}

function policiesOn(iam: IamState, holder: PolicyHolder): readonly PolicyDocument[] {
  return [
    ...[...holder.inline.values()].flatMap(parsedPolicy),
    ...[...holder.attached].flatMap((arn) => managed(iam, arn)),
  ];
}

function managed(iam: IamState, arn: string): readonly PolicyDocument[] {
  const policy = iam.policies.get(arn);
  const version = policy?.versions.get(policy.defaultVersionId);
  return version === undefined ? [] : parsedPolicy(version.document);
}
