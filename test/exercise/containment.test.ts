import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import type { Stage } from '../../src/app/exercise/stage.ts';
import { ADMINISTRATORS, KNOWLEDGE, MANY_HANDED, PHANTOM } from '../support/many-handed.ts';
import { openStage, respond, STAGE_START } from '../support/staged.ts';

const MINUTE = 60_000;
interface Containment {
  readonly does: (stage: Stage) => Promise<unknown>;
  /** Steps that no longer get through. */
  readonly stops: readonly string[];
  /** What it leaves open: the other half. */
  readonly leaves: readonly string[];
}

const policy = (...statements: readonly JsonObject[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const deny = (...actions: readonly string[]): JsonObject => ({
  Effect: 'Deny',
  Action: actions,
  Resource: '*',
});
const onRole =
  (RoleName: string, document: string, PolicyName = 'contained') =>
  (stage: Stage) =>
    respond(stage, 'iam:PutRolePolicy', { RoleName, PolicyName, PolicyDocument: document });
const onUser = (UserName: string, document: string) => (stage: Stage) =>
  respond(stage, 'iam:PutUserPolicy', { UserName, PolicyName: 'contained', PolicyDocument: document });
const credentialOff = (stage: Stage): Promise<JsonObject> =>
  respond(stage, 'iam:UpdateServiceSpecificCredential', {
    UserName: PHANTOM,
    ServiceSpecificCredentialId: String(stage.state.known['apiKeyId']),
    Status: 'Inactive',
  });

const CONTAINMENTS: Readonly<Record<string, Containment>> = {
  'C01: the key is off, and the session it minted is alive': {
    does: (stage) =>
      respond(stage, 'iam:UpdateAccessKey', {
        UserName: 'ci-deployer',
        AccessKeyId: String(stage.state.known['keyId']),
        Status: 'Inactive',
      }),
    stops: ['key', 'retake'],
    leaves: ['session', 'session-model', 'spare-key', 'api', 'poison'],
  },
  'C02: everything is denied to the role': {
    does: onRole(ADMINISTRATORS, policy(deny('*'))),
    stops: ['session', 'session-model', 'poison', 'agent', 'function'],
    leaves: ['key', 'spare-key', 'api', 'mantle'],
  },
  'C03: the quarantine of AWS, which leaves the second plane open': {
    does: (stage) =>
      respond(stage, 'iam:AttachUserPolicy', {
        UserName: PHANTOM,
        PolicyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3',
      }),
    stops: ['api'],
    leaves: ['mantle', 'session'],
  },
  'C04: the password is gone, the keys are not': {
    does: (stage) => respond(stage, 'iam:DeleteLoginProfile', { UserName: 'marta.silva' }),
    stops: ['password'],
    leaves: ['spare-key'],
  },
  'C05: older sessions are revoked, and the key can make new ones': {
    does: onRole(
      ADMINISTRATORS,
      policy({
        ...deny('*'),
        Condition: {
          DateLessThan: { 'aws:TokenIssueTime': new Date(STAGE_START + 15 * MINUTE).toISOString() },
        },
      }),
      'AWSRevokeOlderSessions',
    ),
    stops: ['session', 'session-model', 'poison'],
    leaves: ['retake', 'spare-key', 'api'],
  },
  'C06: a user is swept': {
    does: async (stage) => {
      await respond(stage, 'iam:UpdateAccessKey', {
        UserName: 'marta.silva',
        AccessKeyId: String(stage.state.known['spareId']),
        Status: 'Inactive',
      });
      await respond(stage, 'iam:DeleteLoginProfile', { UserName: 'marta.silva' });
      await onUser('marta.silva', policy(deny('*')))(stage);
    },
    stops: ['spare-key', 'password'],
    leaves: ['session', 'api'],
  },
  'C07: the API key is off on both planes, and its maker is not': {
    does: credentialOff,
    stops: ['api', 'mantle'],
    leaves: ['session', 'session-model'],
  },
  'C08: the role of the application loses what it was misused for': {
    does: onRole('support-assistant-exec', policy(deny('ses:Send*'))),
    stops: ['app-mail'],
    leaves: ['app-model'],
  },
  'C09: inference is stopped on all planes': {
    does: onUser(PHANTOM, policy(deny('bedrock:Invoke*', 'bedrock:CallWithBearerToken', 'bedrock-mantle:*'))),
    stops: ['api', 'mantle'],
    leaves: ['session-model'],
  },
  'C09 by half: denied on Bedrock alone, the second plane is open': {
    does: onUser(PHANTOM, policy(deny('bedrock:Invoke*'))),
    stops: ['api'],
    leaves: ['mantle'],
  },
  'C12: the alias of the agent rejects invocations': {
    does: (stage) =>
      respond(stage, 'bedrock-agent:UpdateAgentAlias', {
        agentId: 'AGEXAMPLE1',
        agentAliasId: 'ALEXAMPLE1',
        agentAliasName: 'production',
        aliasInvocationState: 'REJECT_INVOCATIONS',
      }),
    stops: ['agent'],
    leaves: ['session-model', 'function'],
  },
  'C15: the bucket is locked': {
    does: (stage) =>
      respond(stage, 's3:PutBucketPolicy', {
        Bucket: KNOWLEDGE,
        Policy: policy({
          ...deny('s3:PutObject', 's3:DeleteObject'),
          Principal: '*',
          Resource: `arn:aws:s3:::${KNOWLEDGE}/*`,
          Condition: {
            ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/example-docs-sync' },
          },
        }),
      }),
    stops: ['poison'],
    leaves: ['session', 'agent'],
  },
  'C22: the function is stopped': {
    does: (stage) =>
      respond(stage, 'lambda:PutFunctionConcurrency', {
        FunctionName: 'support-assistant-notify',
        ReservedConcurrentExecutions: 0,
      }),
    stops: ['function'],
    leaves: ['session', 'agent'],
  },
  'C25: a policy of the organization denies Bedrock to the whole account, and not the second plane': {
    does: async (stage) => {
      const { Policy } = await respond(stage, 'organizations:CreatePolicy', {
        Name: 'no-bedrock',
        Description: 'Made for a test',
        Type: 'SERVICE_CONTROL_POLICY',
        Content: policy(deny('bedrock:*')),
      });
      const { PolicySummary } = Policy as { readonly PolicySummary: { readonly Id: string } };
      await respond(stage, 'organizations:AttachPolicy', {
        PolicyId: PolicySummary.Id,
        TargetId: '111122223333',
      });
    },
    stops: ['session-model', 'api', 'app-model'],
    leaves: ['session', 'mantle'],
  },
};

/** What got through from a minute on, and what did not. */
function outcomes(stage: Stage, minute: number): Readonly<Record<string, boolean>> {
  const later = stage.state.moves.filter(({ at }) => at >= STAGE_START + minute * MINUTE);
  const steps = [...new Set(later.map(({ step }) => step))];
  return Object.fromEntries(
    steps.map((step) => [step, later.some((move) => move.step === step && move.error === null)]),
  );
}

async function playedWith(does: (stage: Stage) => Promise<unknown>): Promise<Stage> {
  const stage = await openStage(MANY_HANDED);
  await stage.advanceTo(STAGE_START + 15 * MINUTE);
  await does(stage);
  await stage.advanceTo(STAGE_START + 32 * MINUTE);
  return stage;
}

const all = (steps: readonly string[], through: boolean): Readonly<Record<string, boolean>> =>
  Object.fromEntries(steps.map((step) => [step, through]));

describe('what each containment changes for the intruder of an exercise', () => {
  test('left alone, everything gets through', async () => {
    const stage = await playedWith(() => Promise.resolve());
    const seen = outcomes(stage, 15);
    expect(Object.keys(seen)).toHaveLength(15);
    expect(Object.entries(seen).filter(([, through]) => !through)).toEqual([]);
    const named = Object.values(CONTAINMENTS).flatMap(({ stops, leaves }) => [...stops, ...leaves]);
    expect(named.filter((step) => !(step in seen))).toEqual([]);
  });

  test.each(Object.entries(CONTAINMENTS))('%s', async (_name, { does, stops, leaves }) => {
    const seen = outcomes(await playedWith(does), 15);
    expect(seen).toMatchObject(all(stops, false));
    expect(seen).toMatchObject(all(leaves, true));
  });

  test('C10: with a guardrail enforced, the attack is blocked and costs nothing more', async () => {
    const costs = (stage: Stage): number =>
      stage.state.moves.reduce((sum, move) => sum + (move.costs['attacks'] ?? 0), 0);
    expect(costs(await playedWith(() => Promise.resolve()))).toBe(3);
    const guarded = await playedWith((stage) =>
      respond(stage, 'bedrock:PutEnforcedGuardrailConfiguration', {
        guardrailInferenceConfig: { guardrailIdentifier: 'grexample002', guardrailVersion: '1' },
      }),
    );
    expect(costs(guarded)).toBe(0);
    expect(outcomes(guarded, 15)).toMatchObject({ 'session-model': true });
  });

  test('C11: with the log on again, the intruder has to come back and delete it, and is seen doing so', async () => {
    const on = (stage: Stage) =>
      respond(stage, 'bedrock:PutModelInvocationLoggingConfiguration', {
        loggingConfig: {
          s3Config: { bucketName: 'example-bedrock-logs-111122223333' },
          textDataDeliveryEnabled: true,
        },
      });
    const alone = await playedWith(() => Promise.resolve());
    expect(alone.state.steps['log-off-again']?.successes).toBe(0);
    const logged = await playedWith(on);
    expect(logged.state.steps['log-off-again']?.successes).toBe(1);
    expect(logged.observe()['invocationLogging']).toBe(false);
    // Cut off first, it cannot.
    const both = await playedWith(async (stage) => {
      await onRole(ADMINISTRATORS, policy(deny('*')))(stage);
      await on(stage);
    });
    expect(both.observe()['invocationLogging']).toBe(true);
  });
});
