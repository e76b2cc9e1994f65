import { principalArn } from '../../world/session.ts';
import { drawGuardrailId } from '../../world/draw.ts';
import { given } from '../../world/given.ts';
import { listed } from '../../world/listed.ts';
import { present } from '../../world/present.ts';
import type { World } from '../../world/world.ts';
import { guardrailOf, versionOf, type BedrockHandlers } from './guardrails.ts';

/** What holds for all inference of the account: enforced guardrails, and what is retained. */
export function accountSettingHandlers({ bedrock, random, accountId }: World): BedrockHandlers {
  return {
    PutEnforcedGuardrailConfiguration: ({ configId, guardrailInferenceConfig }, call) => {
      const state = bedrock(call.region);
      const config = given(guardrailInferenceConfig, 'guardrailInferenceConfig');
      const guardrail = guardrailOf(state, given(config.guardrailIdentifier, 'guardrailIdentifier'));
      const version = given(config.guardrailVersion, 'guardrailVersion');
      versionOf(guardrail, version);
      const before =
        configId === undefined
          ? undefined
          : present(state.assets.enforced.get(configId), 'enforced guardrail configuration');
      const id = configId ?? drawGuardrailId(random);
      const [now, who] = [new Date(call.now), principalArn(call.principal, accountId)];
      state.assets.enforced.set(id, {
        configId: id,
        guardrailArn: guardrail.arn,
        guardrailId: guardrail.id,
        guardrailVersion: version,
        selectiveContentGuarding: config.selectiveContentGuarding,
        modelEnforcement: config.modelEnforcement,
        createdAt: before?.createdAt ?? now,
        createdBy: before?.createdBy ?? who,
        updatedAt: now,
        updatedBy: who,
        owner: 'ACCOUNT',
      });
      return { configId: id, updatedAt: now, updatedBy: who };
    },
    ListEnforcedGuardrailsConfiguration: (paging, { region }) => {
      const all = [...bedrock(region).assets.enforced.values()];
      const page = listed(all, paging, 'ListEnforcedGuardrailsConfiguration');
      return { guardrailsConfig: page.items, nextToken: page.nextToken };
    },
    DeleteEnforcedGuardrailConfiguration: ({ configId }, { region }) => {
      const { enforced } = bedrock(region).assets;
      const id = given(configId, 'configId');
      present(enforced.get(id), 'enforced guardrail configuration');
      enforced.delete(id);
      return {};
    },
    GetAccountDataRetention: (_input, { region }) => bedrock(region).assets.retention,
    PutAccountDataRetention: ({ mode }, { region, now }) => {
      const { assets } = bedrock(region);
      assets.retention = { mode: given(mode, 'mode'), updatedAt: new Date(now) };
      return assets.retention;
    },
  };
}
