import * as ses from '@aws-sdk/client-ses';
import * as sesv2 from '@aws-sdk/client-sesv2';
import type { Access, Call, ServiceUnit } from '../../world/call.ts';
import { identityFor } from '../../world/ses-state.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import type { Input } from '../../wire/input.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { sesHandlers } from './version-one.ts';
import { sesV2Handlers } from './version-two.ts';

/** The first version of SES' API in the simulated account. */
export function sesService(world: World): ServiceUnit {
  return {
    model: serviceModel(ses, ses.SESClient),
    handlers: untyped(sesHandlers(world)),
    access: (operation, input, call) => access(world, { operation, input }, call),
  };
}

/** The second version: the same permissions, the same state. */
export function sesV2Service(world: World): ServiceUnit {
  return {
    model: serviceModel(sesv2, sesv2.SESv2Client),
    handlers: untyped(sesV2Handlers(world)),
    access: (operation, input, call) => access(world, { operation, input }, call),
  };
}

/** Who sends needs to be allowed to use the identity it sends as. */
function access(
  world: World,
  { operation, input }: { readonly operation: string; readonly input: Input },
  { region }: Call,
): readonly Access[] {
  const action = `ses:${operation}`;
  if (!operation.startsWith('Send')) return [{ action, resource: '*' }];
  const from = [input['FromEmailAddress'], input['Source']].find((name) => typeof name === 'string');
  if (from === undefined) return [{ action, resource: '*' }];
  const name = identityFor(world.ses(region), from)?.name ?? from;
  return [
    {
      action,
      resource: `arn:aws:ses:${region}:${world.accountId}:identity/${name}`,
      context: new Map([['ses:fromaddress', [from]]]),
    },
  ];
}
