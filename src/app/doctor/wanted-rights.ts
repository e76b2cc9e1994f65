import { callContexts } from '../../playbook/iam-conditions.ts';
import { exampleResourcesOf, partitionOf } from '../../playbook/iam-resources.ts';

/** Where, as whom and on what rights are looked at. */
export interface RightsGround {
  /** The user or role whose policies are simulated. */
  readonly principal: string;
  readonly account: string;
  readonly region: string;
  readonly buckets: readonly string[];
}

/** IAM actions that are asked for in one go: they are about the same resources, in the same circumstances. */
export interface RightsQuestion {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Condition keys and their values. */
  readonly context: Readonly<Record<string, string>>;
}

/** The API names no limit of actions in one question [u]; an answer holds a hundred results unless more are asked for. */
const MOST_ACTIONS = 50;

/** The questions that tell whether a principal may do each of these IAM actions, as heptad would call them. */
export async function rightsQuestions(
  actions: readonly string[],
  ground: RightsGround,
): Promise<readonly RightsQuestion[]> {
  const groups = new Map<string, RightsQuestion>();
  for (const action of actions) {
    const resources = await exampleResourcesOf(action, ground);
    for (const context of contextsOf(action, ground)) {
      const key = JSON.stringify([resources, context]);
      groups.set(key, { actions: [...(groups.get(key)?.actions ?? []), action], resources, context });
    }
  }
  return [...groups.values()].flatMap(inBatches);
}

function inBatches(question: RightsQuestion): readonly RightsQuestion[] {
  const batches: RightsQuestion[] = [];
  for (let from = 0; from < question.actions.length; from += MOST_ACTIONS)
    batches.push({ ...question, actions: question.actions.slice(from, from + MOST_ACTIONS) });
  return batches;
}

/** IAM and Organizations are called in one Region of each partition, whichever the case works in. */
const HOME_REGIONS: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

/** What every call of ours has: IAM's simulation fills in no key by itself. */
function contextsOf(
  action: string,
  { principal, account, region }: RightsGround,
): readonly RightsQuestion['context'][] {
  const partition = partitionOf(region);
  const called = /^(?:iam|organizations):/.test(action) ? (HOME_REGIONS[partition] ?? region) : region;
  return callContexts(action, partition).map((own) => ({
    'aws:PrincipalArn': principal,
    'aws:PrincipalAccount': account,
    'aws:RequestedRegion': called,
    'aws:SecureTransport': 'true',
    ...own,
  }));
}
