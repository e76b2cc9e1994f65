import { ResourceConflictException, type AddPermissionCommandInput } from '@aws-sdk/client-lambda';
import { given } from '../../world/given.ts';
import type { LambdaFunction, PermissionStatement } from '../../world/lambda-state.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import { checkRevision, functionOf, notFound, type LambdaHandlers } from './handlers.ts';

/** The resource policy of a function, statement by statement. */
export function permissionHandlers(world: World): LambdaHandlers {
  return {
    AddPermission: (input, call) => {
      const own = functionOf(world, input.FunctionName, call);
      checkRevision(own, input.RevisionId);
      const id = given(input.StatementId, 'StatementId');
      if (own.statements.has(id))
        throw new ResourceConflictException({
          ...because(
            `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
          ),
          Type: 'User',
        });
      const statement = statementOf(own, input);
      own.statements.set(id, statement);
      return { Statement: JSON.stringify(statement) };
    },
    RemovePermission: ({ FunctionName, StatementId, RevisionId }, call) => {
      const own = functionOf(world, FunctionName, call);
      checkRevision(own, RevisionId);
      if (!own.statements.delete(given(StatementId, 'StatementId')))
        throw notFound(`Statement ${StatementId} is not found in resource policy.`);
      return {};
    },
    GetPolicy: ({ FunctionName }, call) => {
      const own = functionOf(world, FunctionName, call);
      const Policy = policyText(own);
      if (Policy === undefined) throw notFound('The resource you requested does not exist.');
      return { Policy, RevisionId: own.configuration.RevisionId };
    },
  };
}

/** The JSON of a resource policy of Lambda; undefined when it has no statement. */
export function policyText({ statements }: Pick<LambdaFunction, 'statements'>): string | undefined {
  if (statements.size === 0) return undefined;
  return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: [...statements.values()] });
}

/** A statement as AddPermission makes it. */
export function statementOf(
  { arn }: Pick<LambdaFunction, 'arn'>,
  input: Omit<AddPermissionCommandInput, 'FunctionName'>,
): PermissionStatement {
  const { SourceArn, SourceAccount, FunctionUrlAuthType, PrincipalOrgID, Qualifier } = input;
  const equal = {
    ...(SourceAccount === undefined ? {} : { 'AWS:SourceAccount': SourceAccount }),
    ...(FunctionUrlAuthType === undefined ? {} : { 'lambda:FunctionUrlAuthType': FunctionUrlAuthType }),
    ...(PrincipalOrgID === undefined ? {} : { 'aws:PrincipalOrgID': PrincipalOrgID }),
  };
  const condition = {
    ...(Object.keys(equal).length === 0 ? {} : { StringEquals: equal }),
    ...(SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': SourceArn } }),
  };
  return {
    Sid: input.StatementId,
    Effect: 'Allow',
    Principal: principalOf(given(input.Principal, 'Principal')),
    Action: given(input.Action, 'Action'),
    Resource: Qualifier === undefined ? arn : `${arn}:${Qualifier}`,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

function principalOf(principal: string): string | Readonly<Record<string, string>> {
  if (principal === '*') return principal;
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
}
