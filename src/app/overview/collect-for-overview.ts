import { isCase } from '../../case/case-folder.ts';
import { NO_ANSWERS } from '../../model/answers.ts';
import { type CollectAccount, collectInto } from '../collect-into.ts';
import type { CaseTools, CopyRequest } from '../case-wiring.ts';
import { findPlaybook } from '../playbook-library.ts';
import { runCase } from '../run-case.ts';

/** What the panels and groups are drawn from. */
const COLLECTORS = ['logging-state', 'cloudtrail-event-history', 'bedrock-invocation-logs'];
/** Walks what was brought in, when the case is resumed. */
export const OVERVIEW_PLAYBOOK = 'genai-workload';

export interface LiveOverview {
  /** A case, or the folder for a new one. */
  readonly folder: string;
  readonly account: CollectAccount;
  readonly evidence: CopyRequest;
}

/**
 * Has the logs that an overview is drawn from in a case: what is new is brought into one that is there, and a new one
 * is opened with all that the account has, not walked yet.
 * @throws CloudError where the account cannot be reached
 */
export async function collectForOverview(
  { folder, account, evidence }: LiveOverview,
  tools: CaseTools,
): Promise<void> {
  const { access, wish, reach } = account;
  if (isCase(folder)) {
    const own = { ...account, wish: { ...wish, collectors: COLLECTORS } };
    await collectInto({ folder, logs: [], complete: null, account: own, evidence }, tools);
    return;
  }
  const { from, to } = wish;
  const window = from === null ? {} : { window: `${from}/${to ?? tools.clock.now()}` };
  await runCase(
    {
      ...{ found: findPlaybook(OVERVIEW_PLAYBOOK), folder, logs: [], inputs: window, answers: NO_ANSWERS },
      ...{ complete: null, account: { access, regions: wish.regions, reach }, evidence, walks: false },
    },
    tools,
  );
}
