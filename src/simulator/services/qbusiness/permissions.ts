import type { AssociatePermissionRequest } from '@aws-sdk/client-qbusiness';
import { given } from '../../world/given.ts';
import { present } from '../../world/present.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { applicationOf, type QBusinessHandlers } from './handlers.ts';

/** What an application lets others do: statements of a policy, put and taken one by one. */
export function permissionHandlers({ qbusiness }: World): QBusinessHandlers {
  return {
    GetPolicy: ({ applicationId }, { region }) => {
      const { shown, permissions } = applicationOf(qbusiness(region), applicationId);
      const Statement = [...permissions.values()].map((one) => statementOf(one, shown.applicationId));
      return { policy: JSON.stringify({ Version: '2012-10-17', Statement }) };
    },
    AssociatePermission: (input, { region }) => {
      const { permissions } = applicationOf(qbusiness(region), input.applicationId);
      const id = given(input.statementId, 'statementId');
      if (permissions.has(id))
        throw new WireError('ConflictException', 'A statement of this id is there.', 409);
      permissions.set(id, input);
      return { statement: JSON.stringify(statementOf(input, input.applicationId)) };
    },
    DisassociatePermission: ({ applicationId, statementId }, { region }) => {
      const { permissions } = applicationOf(qbusiness(region), applicationId);
      if (!permissions.delete(given(statementId, 'statementId'))) present(undefined, 'permission');
      return {};
    },
  };
}

function statementOf(
  { statementId, actions, principal, conditions = [] }: AssociatePermissionRequest,
  applicationId: string | undefined,
): object {
  const condition: Record<string, Record<string, readonly string[]>> = {};
  for (const { conditionOperator = '', conditionKey = '', conditionValues = [] } of conditions)
    condition[conditionOperator] = { ...condition[conditionOperator], [conditionKey]: conditionValues };
  return {
    Sid: statementId,
    Effect: 'Allow',
    Principal: { AWS: principal },
    Action: actions,
    Resource: `application/${applicationId}`,
    ...(conditions.length === 0 ? {} : { Condition: condition }),
  };
}
