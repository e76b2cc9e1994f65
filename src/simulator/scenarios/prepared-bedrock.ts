import type { Guardrail } from '../world/bedrock-state.ts';
import { newGuardrail } from '../services/bedrock/guardrails.ts';
import { ACCOUNT } from '../story/names.ts';
import type { World } from '../world/world.ts';

const DAY = 86_400_000;

/** In every Region a guardrail that all inference has to pass. */
export function prepareBedrock({ bedrock, regions, clock }: World): void {
  const now = clock.now();
  const made = new Date(now - 100 * DAY);
  for (const [index, region] of regions.entries()) {
    const guardrail = houseGuardrail(`grhouse${String(index).padStart(5, '0')}`, region, now - 100 * DAY);
    const state = bedrock(region);
    state.guardrails.set(guardrail.id, guardrail);
    const configId = `gchouse${String(index).padStart(5, '0')}`;
    state.assets.enforced.set(configId, {
      configId,
      guardrailArn: guardrail.arn,
      guardrailId: guardrail.id,
      guardrailVersion: '1',
      createdAt: made,
      createdBy: `arn:aws:iam::${ACCOUNT}:role/data-platform-admin`,
      updatedAt: made,
      updatedBy: `arn:aws:iam::${ACCOUNT}:role/data-platform-admin`,
      owner: 'ACCOUNT',
    });
  }
}

function houseGuardrail(id: string, region: string, now: number): Guardrail {
  const guardrail = newGuardrail(
    { id, accountId: ACCOUNT, region, now },
    {
      name: 'house-rules',
      description: 'What all inference of the account has to pass',
      blockedInputMessaging: 'I can not help with that.',
      blockedOutputsMessaging: 'I can not answer that.',
      contentPolicyConfig: {
        filtersConfig: [{ type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'NONE' }],
      },
      sensitiveInformationPolicyConfig: { piiEntitiesConfig: [{ type: 'EMAIL', action: 'ANONYMIZE' }] },
    },
  );
  guardrail.versions.set('1', { ...guardrail.draft, version: '1' });
  guardrail.nextVersion = 2;
  return guardrail;
}
