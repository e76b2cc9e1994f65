import { newRole } from '../services/iam/roles.ts';
import { managedPolicyArn } from '../iam/managed-policies.ts';
import { ACCOUNT, TOOLING_ACCOUNT, arn } from '../story/names.ts';
import { drawId } from '../world/draw.ts';
import type { World } from '../world/world.ts';

const DAY = 86_400_000;
/** The role that responders of another account take up. */
export const OUTSIDE_RESPONDER = 'incident-response';

/** MFA for people, no old keys, agents that may do little, a role for responders, and denials from above. */
export function prepareIdentities(world: World): void {
  const { iam, clock, random } = world;
  for (const user of iam.users.values()) {
    user.accessKeys.clear();
    user.serviceCredentials.clear();
    if (user.login !== undefined)
      user.mfaDevices.set(arn('iam', '', `mfa/${user.name}`), clock.now() - 300 * DAY);
  }
  const role = newRole({
    name: OUTSIDE_RESPONDER,
    path: '/',
    id: drawId(random, 'AROA'),
    createdAt: clock.now() - 300 * DAY,
    accountId: ACCOUNT,
    trust: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${TOOLING_ACCOUNT}:role/responders` },
          Action: 'sts:AssumeRole',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
      ],
    }),
  });
  role.attached.add(managedPolicyArn('AdministratorAccess'));
  iam.roles.set(role.name, role);
  denyFromAbove(world);
}

/** What nobody in the account may do, responders excepted. */
function denyFromAbove({ organization }: World): void {
  const id = 'p-prepared1';
  const except = {
    ArnNotLike: {
      'aws:PrincipalArn': [`arn:aws:iam::*:role/${OUTSIDE_RESPONDER}`, 'arn:aws:iam::*:role/*respon*'],
    },
  };
  const deny = (Sid: string, Action: readonly string[], Condition: object): object => ({
    Sid,
    Effect: 'Deny',
    Action,
    Resource: '*',
    Condition,
  });
  const Statement = [
    deny(
      'KeepTheLogs',
      [
        'cloudtrail:StopLogging',
        'guardduty:DeleteDetector',
        'bedrock:DeleteModelInvocationLoggingConfiguration',
      ],
      except,
    ),
    deny('NoBearerTokens', ['bedrock:CallWithBearerToken', 'bedrock-mantle:CallWithBearerToken'], except),
    deny('OurRegions', ['bedrock:InvokeModel'], {
      ...except,
      StringNotEquals: { 'aws:RequestedRegion': ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1'] },
    }),
  ];
  organization.policies.set(id, {
    id,
    arn: `arn:aws:organizations::${TOOLING_ACCOUNT}:policy/${organization.id}/service_control_policy/${id}`,
    awsManaged: false,
    name: 'keep-what-responders-need',
    description: 'Logs, detectors and the ways in',
    content: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
  const account = organization.nodes.get(ACCOUNT);
  account?.attached.delete('p-protect1');
  account?.attached.add(id);
}
