import type { World } from '../../world/world.ts';
import { given } from '../../world/given.ts';
import { tokensIn } from '../../world/scripted-answer.ts';
import { modelFor } from './exchange.ts';
import { appliedGuardrail, judge, traced } from './guardrails-of-call.ts';
import type { RuntimeHandlers } from './handlers.ts';
import { readModelBody, textsIn } from './model-body.ts';

const UNIT = 1000;

/** A guardrail on its own, and tokens counted without a model's answer. */
export function sideHandlers(world: World): RuntimeHandlers {
  return {
    ApplyGuardrail: ({ guardrailIdentifier, guardrailVersion, source, content = [] }, call) => {
      const guardrail = appliedGuardrail(world.bedrock(call.region).guardrails, {
        identifier: given(guardrailIdentifier, 'guardrailIdentifier'),
        version: given(guardrailVersion, 'guardrailVersion'),
      });
      call.notes.resources = [
        {
          accountId: world.accountId,
          type: 'AWS::Bedrock::Guardrail',
          ARN: `arn:aws:bedrock:${call.region}:${world.accountId}:guardrail/${guardrail.id}`,
        },
      ];
      const text = content.flatMap((block) => textsIn(block.text)).join('\n');
      const verdict = judge([guardrail], text, given(source, 'source'));
      const units = Math.ceil(text.length / UNIT);
      return {
        usage: {
          topicPolicyUnits: units,
          contentPolicyUnits: units,
          wordPolicyUnits: units,
          sensitiveInformationPolicyUnits: units,
          sensitiveInformationPolicyFreeUnits: units,
          contextualGroundingPolicyUnits: 0,
        },
        action: verdict.intervened ? 'GUARDRAIL_INTERVENED' : 'NONE',
        ...(verdict.blocked ? { actionReason: 'Guardrail blocked.' } : {}),
        outputs: verdict.intervened ? [{ text: verdict.text }] : [],
        assessments: verdict.byGuardrail.map(traced),
      };
    },
    CountTokens: ({ modelId, input }, call) => {
      const { family } = modelFor(world, call, given(modelId, 'modelId'));
      const { invokeModel, converse } = given(input, 'input');
      const prompt =
        invokeModel === undefined
          ? [...textsIn(converse?.system), ...textsIn(converse?.messages)].join('\n')
          : readModelBody(family, invokeModel.body).prompt;
      return { inputTokens: tokensIn(prompt) };
    },
  };
}
