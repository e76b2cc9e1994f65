import type { Call } from '../../world/call.ts';
import { delayChange } from '../../world/effective-iam.ts';
import type { EntityBefore } from '../../world/iam-state.ts';
import type { World } from '../../world/world.ts';
import { untyped, type UntypedHandler } from '../../wire/handlers.ts';
import { isObject } from '../../../base/json.ts';
import type { IamHandlers } from './handlers.ts';

const READS = /^(Get|List|Simulate|Generate)/;

/** Handlers whose changes count a while later. A policy that was just made counts where it is attached, not before. */
export function withDelay(
  world: World,
  handlers: IamHandlers,
): Readonly<Record<string, UntypedHandler<Call> | undefined>> {
  const random = world.random.fork('delay of IAM');
  const delayed = (handler: UntypedHandler<Call>): UntypedHandler<Call> => {
    return (input, call) => {
      const before = entitiesBefore(world, input, call);
      const output = handler(input, call);
      for (const was of before) delayChange(world, random, was);
      return output;
    };
  };
  return Object.fromEntries(
    Object.entries(untyped<Call>(handlers)).map(([name, handler]) => [
      name,
      handler === undefined || READS.test(name) ? handler : delayed(handler),
    ]),
  );
}

/** The entities that a call names, as they are before it; a call that names none may be about its caller. */
function entitiesBefore({ iam, delays }: World, input: unknown, call: Call): readonly EntityBefore[] {
  if ((delays.iam ?? 0) <= 0 || !isObject(input)) return [];
  const { RoleName: role, GroupName: group, PolicyArn: policy } = input;
  const own =
    role === undefined && group === undefined && policy === undefined && call.principal.kind === 'user';
  const user = input['UserName'] ?? (own ? call.principal.user.name : undefined);
  return [
    ...named(user).map((key) => ({
      kind: 'users' as const,
      key,
      before: structuredClone(iam.users.get(key)),
    })),
    ...named(role).map((key) => ({
      kind: 'roles' as const,
      key,
      before: structuredClone(iam.roles.get(key)),
    })),
    ...named(group).map((key) => ({
      kind: 'groups' as const,
      key,
      before: structuredClone(iam.groups.get(key)),
    })),
    ...named(policy).map((key) => ({
      kind: 'policies' as const,
      key,
      before: structuredClone(iam.policies.get(key)),
    })),
  ];
}

function named(name: unknown): readonly string[] {
  return typeof name === 'string' ? [name] : [];
}
