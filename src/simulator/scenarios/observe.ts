import type { JsonObject } from '../../base/json.ts';
import { HOME_REGION } from '../story/names.ts';
import type { BoundedHolder, User } from '../world/iam-state.ts';
import { settleIngestion } from '../world/ingestion.ts';
import type { World } from '../world/world.ts';

/**
 * How the account stands, for those who judge an exercise: what scenario files call `account`. Nobody's call, so that
 * it leaves no track. Bedrock, Lambda, SES and GuardDuty are those of the home Region.
 */
export function observe(world: World): JsonObject {
  const bedrock = world.bedrock(HOME_REGION);
  return {
    invocationLogging: bedrock.logging !== undefined,
    trailLogging: [...world.trail.trails.values()].some(
      ({ changes }) => changes.at(-1)?.settings.isLogging === true,
    ),
    guardrails: [...bedrock.guardrails.values()].map(({ draft }) => draft.name ?? ''),
    /** Guardrails that every call of the account has to pass. */
    enforced: [...bedrock.assets.enforced.values()].map(({ guardrailId }) => guardrailId ?? ''),
    guardDuty: world.guardduty(HOME_REGION).detector?.enabled === true,
    instances: Object.fromEntries(
      [...world.ec2(HOME_REGION).instances.values()].map(({ id, wanted }) => [id, wanted]),
    ),
    documents: [...world.agents(HOME_REGION).knowledgeBases.values()].flatMap(({ sources }) =>
      [...sources.values()].flatMap((source) => {
        settleIngestion(source, world.clock.now());
        return [...source.documents.keys()];
      }),
    ),
    mail: world.ses(HOME_REGION).sendingEnabled,
    users: Object.fromEntries([...world.iam.users.values()].map((user) => [user.name, userState(user)])),
    roles: Object.fromEntries(
      [...world.iam.roles.values()].map((role) => [role.name, { policies: policiesOf(role) }]),
    ),
    buckets: Object.fromEntries(
      [...world.s3.buckets.values()].map((bucket) => [
        bucket.name,
        {
          policy: bucket.policy ?? '',
          publicAccessBlocked: bucket.publicAccessBlock?.BlockPublicPolicy === true,
          versioning: bucket.versioning ?? 'Never',
          keys: [...bucket.objects]
            .filter(([, versions]) => versions.at(-1)?.content !== undefined)
            .map(([key]) => key),
        },
      ]),
    ),
    functions: Object.fromEntries(
      [...world.lambda(HOME_REGION).functions.values()].map((one) => [
        one.name,
        { stopped: one.reservedConcurrency === 0, url: one.url !== undefined },
      ]),
    ),
    aliases: Object.fromEntries(
      [...world.agents(HOME_REGION).agents.values()].flatMap(({ aliases }) =>
        [...aliases.values()].map((alias) => [
          alias.agentAliasName ?? '',
          alias.aliasInvocationState ?? 'ACCEPT_INVOCATIONS',
        ]),
      ),
    ),
  };
}

function userState(user: User): JsonObject {
  return {
    keys: Object.fromEntries([...user.accessKeys.values()].map(({ id, status }) => [id, status])),
    serviceCredentials: Object.fromEntries(
      [...user.serviceCredentials.values()].map(({ id, status }) => [id, status]),
    ),
    console: user.login !== undefined,
    policies: policiesOf(user),
  };
}

/** Names of inline policies and ARNs of managed ones. */
function policiesOf({ inline, attached }: BoundedHolder): readonly string[] {
  return [...inline.keys(), ...attached];
}
