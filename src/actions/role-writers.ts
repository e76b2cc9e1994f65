import type { JsonObject } from '../base/json.ts';
import type { CloudCall } from '../model/cloud-call.ts';
import type { Refusal } from '../ports/action.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { GLOBAL_REGION, listOf, objectOf, textOf } from './answers.ts';
import { allPages, IAM_PAGES } from './pages.ts';
import { decodedPolicy, type Statement, statementsIn } from './policies.ts';
import { actionMatches, isUnconditional, textsOf } from './statement-match.ts';

/** Who may do this on every role can put right whatever else went wrong. */
const WRITING = 'iam:PutRolePolicy';

/** A user or role that may write the policies of every role. */
export interface RoleWriter {
  readonly kind: 'User' | 'Role';
  readonly name: string;
  readonly arn: string;
}

/** The users and roles of the account that may, by their own policies, groups and boundaries. */
export async function readRoleWriters(reader: CloudReader): Promise<readonly RoleWriter[]> {
  const request = { service: 'iam', operation: 'GetAccountAuthorizationDetails', region: GLOBAL_REGION };
  return roleWritersIn(await allPages(request, IAM_PAGES, reader));
}

export function roleWritersIn(pages: readonly JsonObject[]): readonly RoleWriter[] {
  const every = (member: string): readonly JsonObject[] => pages.flatMap((page) => listOf(page, member));
  const documents = new Map(
    every('Policies').map((policy) => [textOf(policy, 'Arn') ?? '', defaultOf(policy)]),
  );
  const managed = (of: JsonObject): readonly Statement[] =>
    listOf(of, 'AttachedManagedPolicies').flatMap((policy) =>
      statementsIn(documents.get(textOf(policy, 'PolicyArn') ?? '') ?? null),
    );
  const inline = (of: JsonObject, member: string): readonly Statement[] =>
    listOf(of, member).flatMap((policy) => statementsIn(decodedPolicy(textOf(policy, 'PolicyDocument'))));
  const groups = new Map(
    every('GroupDetailList').map((group) => [
      textOf(group, 'GroupName') ?? '',
      [...managed(group), ...inline(group, 'GroupPolicyList')],
    ]),
  );
  const writer = (kind: RoleWriter['kind'], of: JsonObject): readonly RoleWriter[] => {
    const names = (of['GroupList'] ?? []) as readonly string[];
    const own = [
      ...managed(of),
      ...inline(of, `${kind}PolicyList`),
      ...names.flatMap((name) => groups.get(name) ?? []),
    ];
    const boundary = textOf(objectOf(of, 'PermissionsBoundary'), 'PermissionsBoundaryArn');
    const bounds = boundary === null ? null : statementsIn(documents.get(boundary) ?? null);
    if (!mayWrite(own) || (bounds !== null && !mayWrite(bounds))) return [];
    return [{ kind, name: textOf(of, `${kind}Name`) ?? '', arn: textOf(of, 'Arn') ?? '' }];
  };
  const roles = every('RoleDetailList').filter(
    (role) => textOf(role, 'Path')?.startsWith('/aws-service-role/') !== true,
  );
  return [
    ...every('UserDetailList').flatMap((user) => writer('User', user)),
    ...roles.flatMap((role) => writer('Role', role)),
  ];
}

function defaultOf(policy: JsonObject): string {
  const version = listOf(policy, 'PolicyVersionList').find(
    ({ IsDefaultVersion }) => IsDefaultVersion === true,
  );
  return decodedPolicy(textOf(version ?? null, 'Document'));
}

function mayWrite(statements: readonly Statement[]): boolean {
  const about = statements.filter(
    (statement) =>
      actionMatches(statement, WRITING) && isUnconditional(statement) && isOnEveryRole(statement),
  );
  return about.some(({ Effect }) => Effect === 'Allow') && !about.some(({ Effect }) => Effect === 'Deny');
}

function isOnEveryRole(statement: Statement): boolean {
  return textsOf(statement['Resource']).some(
    (resource) => resource === '*' || /^arn:[\w*-]+:iam::(\d{12}|\*):(role\/)?\*$/.test(resource),
  );
}

const DENYING = /\/(AWSDenyAll|AWSCompromisedKeyQuarantine\w*)$/;
const TAKING_AWAY =
  /^(Detach(User|Role)Policy|Delete(User|Role)Policy|RemoveUserFromGroup|Put(User|Role)PermissionsBoundary)$/;

/** The users and roles from whom calls take the right to write policies: `User name`, `Role name`. */
export function writersTaken(calls: readonly CloudCall[]): readonly string[] {
  return calls.flatMap((call) => {
    if (call.service !== 'iam' || !takesWriting(call)) return [];
    const { RoleName, UserName } = call.input;
    if (typeof RoleName === 'string') return [`Role ${RoleName}`];
    return typeof UserName === 'string' ? [`User ${UserName}`] : [];
  });
}

function takesWriting({ operation, input }: CloudCall): boolean {
  if (TAKING_AWAY.test(operation)) return true;
  if (/^Attach(User|Role)Policy$/.test(operation)) return DENYING.test(String(input['PolicyArn']));
  if (!/^Put(User|Role)Policy$/.test(operation)) return false;
  return statementsIn(textOf(input, 'PolicyDocument')).some(
    (statement) =>
      statement['Effect'] === 'Deny' && isUnconditional(statement) && actionMatches(statement, WRITING),
  );
}

/** Refuses to take the right from the last who has it: nobody but the root user could put anything right again. */
export function refuseLastWriter(taken: readonly string[], writers: readonly RoleWriter[]): Refusal | null {
  const hit = writers.filter(({ kind, name }) => taken.includes(`${kind} ${name}`));
  if (hit.length === 0 || hit.length < writers.length) return null;
  return {
    why: `nobody but ${hit.map(({ arn }) => arn).join(', ')} may write the policies of every role (${WRITING} on *): after it only the root user could put anything right`,
    instead:
      'give another principal that right first, such as the incident responders’ role; or contain the credential that was abused instead of the principal',
  };
}
