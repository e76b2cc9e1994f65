import { onTestFinished } from 'vitest';
import type { ScenarioOptions } from '../../src/simulator/scenarios/scenario.ts';
import { collectCase, type CollectCase } from './collect-case.ts';
import { testAccount, type TestAccount } from './simulated-account.ts';

interface Opened {
  readonly account: TestAccount;
  readonly own: CollectCase;
}

/** A case that collects from a simulated account; both are closed when the test that asked for them ends. */
export async function opened(options: Partial<ScenarioOptions> = {}): Promise<Opened> {
  const { close, ...both } = await openedForAll(options);
  onTestFinished(close);
  return both;
}

/** The same for a hook, which has no end of its own: to be closed by hand. */
export async function openedForAll(
  options: Partial<ScenarioOptions> = {},
): Promise<Opened & { readonly close: () => Promise<void> }> {
  const account = await testAccount('in process', options);
  const own = await collectCase(account);
  const close = async (): Promise<void> => {
    await own.close();
    await account.close();
  };
  return { account, own, close };
}
