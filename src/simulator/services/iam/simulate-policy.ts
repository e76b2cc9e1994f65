import type {
  ContextEntry,
  EvaluationResult,
  PolicyEvaluationDecisionType,
  SimulatePrincipalPolicyRequest,
} from '@aws-sdk/client-iam';
import {
  type AccessRequest,
  conditionKeysOf,
  type Decision,
  evaluate,
  type Policies,
} from '../../iam/evaluate.ts';
import type { PolicyDocument } from '../../iam/policy-document.ts';
import { readPolicy } from '../../iam/policy-document.ts';
import { given } from '../../world/given.ts';
import type { Group, Role, User } from '../../world/iam-state.ts';
import { serviceControlOn } from '../../world/organization-state.ts';
import { boundaryOf, identityPolicies, parsedPolicy } from '../../world/policies-of.ts';
import type { World } from '../../world/world.ts';
import { checkPolicy, found, listPage, pageMark } from './entities.ts';
import type { IamHandlers } from './handlers.ts';

/**
 * What the policies of a user, group or role come to, as they are now: one result an action, over all resources
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html). Resource policies count only where
 * they are given, and condition keys only where they have a value; which statements decided is not told.
 */
export function simulationHandlers(world: World): IamHandlers {
  return {
    SimulatePrincipalPolicy: (input) => {
      const { ResourceArns = ['*'], Marker, MaxItems } = input;
      const policies = policiesOf(world, input);
      const context = contextOf(input.ContextEntries ?? []);
      const asked = given(input.ActionNames, 'ActionNames');
      const page = listPage(asked, { Marker, MaxItems }, `SimulatePrincipalPolicy ${input.PolicySourceArn}`);
      return {
        EvaluationResults: page.items.map((action) =>
          resultOf(
            ResourceArns.map((resource) => judged({ action, resource, context }, policies)),
            policies,
          ),
        ),
        ...pageMark(page),
      };
    },
  };
}

function policiesOf(world: World, input: SimulatePrincipalPolicyRequest): Policies {
  const arn = given(input.PolicySourceArn, 'PolicySourceArn');
  const holder = found(holderOf(world, arn), `The principal ${arn} cannot be found.`);
  const [bound] = input.PermissionsBoundaryPolicyInputList ?? [];
  return {
    identity: [
      ...identityPolicies(world.iam, holder),
      ...(input.PolicyInputList ?? []).flatMap((text) => checked(text)),
    ],
    boundary: bound === undefined ? boundaryIn(world, holder) : checked(bound)[0],
    session: undefined,
    resource: input.ResourcePolicy === undefined ? undefined : resourcePolicy(input.ResourcePolicy),
    resourceMustAllow: false,
    serviceControl: serviceControlOn(world.organization, world.accountId).map((level) =>
      level.flatMap(parsedPolicy),
    ),
    caller: { account: world.accountId, arn: input.CallerArn ?? arn, sessionArn: undefined },
  };
}

function holderOf({ iam }: World, arn: string): User | Role | Group | undefined {
  return [...iam.users.values(), ...iam.roles.values(), ...iam.groups.values()].find(
    (holder) => holder.arn === arn,
  );
}

function boundaryIn({ iam }: World, holder: User | Role | Group): PolicyDocument | undefined {
  return 'boundary' in holder ? boundaryOf(iam, holder) : undefined;
}

function checked(text: string): readonly PolicyDocument[] {
  checkPolicy(text, 'identity');
  return parsedPolicy(text);
}

function resourcePolicy(text: string): PolicyDocument | undefined {
  checkPolicy(text, 'resource');
  const read = readPolicy(text, 'resource');
  return 'fault' in read ? undefined : read;
}

function contextOf(entries: readonly ContextEntry[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    entries.map(({ ContextKeyName, ContextKeyValues = [] }) => [
      given(ContextKeyName, 'ContextKeyName').toLowerCase(),
      ContextKeyValues,
    ]),
  );
}

/** An action on one resource. */
interface Judged {
  readonly request: AccessRequest;
  readonly decision: Decision;
  readonly word: PolicyEvaluationDecisionType;
  /** Keys that a condition of the holder's own policies asks for, and that have no value. */
  readonly missing: readonly string[];
}

function judged(request: AccessRequest, policies: Policies): Judged {
  const decision = evaluate(request, policies);
  const word = decision.allowed ? 'allowed' : decision.explicit ? 'explicitDeny' : 'implicitDeny';
  const keys = conditionKeysOf(policies.identity, request);
  return { request, decision, word, missing: keys.filter((key) => !request.context.has(key.toLowerCase())) };
}

const MOST_RESTRICTIVE_FIRST = ['explicitDeny', 'implicitDeny', 'allowed'] as const;

function resultOf(each: readonly Judged[], { boundary }: Policies): EvaluationResult {
  const refusedBy = (type: string): boolean =>
    each.some(({ decision }) => !decision.allowed && decision.by === type);
  const everywhere = each.every(({ request }) => request.resource === '*');
  return {
    EvalActionName: each[0]?.request.action,
    EvalResourceName: '*',
    EvalDecision: MOST_RESTRICTIVE_FIRST.find((word) => each.some((one) => one.word === word)),
    MatchedStatements: [],
    MissingContextValues: [...new Set(each.flatMap(({ missing }) => missing))],
    OrganizationsDecisionDetail: { AllowedByOrganizations: !refusedBy('service control') },
    ...(boundary === undefined
      ? {}
      : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: !refusedBy('boundary') } }),
    ...(everywhere
      ? {}
      : {
          ResourceSpecificResults: each.map(({ request, word, missing }) => ({
            EvalResourceName: request.resource,
            EvalResourceDecision: word,
            MatchedStatements: [],
            MissingContextValues: [...missing],
          })),
        }),
  };
}
