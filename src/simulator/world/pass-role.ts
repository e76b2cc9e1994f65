import type { Access } from './call.ts';

/** The permission to hand a role to a service, for each role that a call names. */
export function passRole(roles: readonly unknown[], service: string): readonly Access[] {
  return roles
    .filter((role): role is string => typeof role === 'string')
    .map((role) => ({
      action: 'iam:PassRole',
      resource: role,
      context: new Map([['iam:passedtoservice', [service]]]),
    }));
}
