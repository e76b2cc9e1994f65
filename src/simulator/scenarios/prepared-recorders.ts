import { ACCOUNT } from '../story/names.ts';
import type { World } from '../world/world.ts';

const DAY = 86_400_000;
const RULE = 'bedrock-model-invocation-logging-enabled';

/** AWS Config records in each Region, and watches the invocation log. */
export function prepareRecorders({ config, regions, clock }: World): void {
  const since = clock.now() - 300 * DAY;
  for (const region of regions) {
    const { recorders, rules } = config(region);
    recorders.set('default', {
      recorder: {
        name: 'default',
        roleARN: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
        recordingGroup: { allSupported: true, includeGlobalResourceTypes: false },
      },
      recording: true,
      since,
    });
    rules.set(RULE, {
      ConfigRuleName: RULE,
      ConfigRuleId: 'config-rule-exampl',
      Source: { Owner: 'AWS', SourceIdentifier: 'BEDROCK_MODEL_INVOCATION_LOGGING_ENABLED' },
      ConfigRuleState: 'ACTIVE',
    });
  }
}
