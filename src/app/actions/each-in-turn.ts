import { ActionFailedError } from './read-back.ts';

/**
 * Runs plans back to back. One that fails does not keep the others from being run: they were approved for themselves
 * too, and every foothold left is a way back. It is told at once.
 * @throws ActionFailedError naming those that failed, once all had their turn
 */
export async function eachInTurn(
  plans: readonly number[],
  run: (plan: number) => Promise<void>,
  tell?: (line: string) => void,
): Promise<void> {
  const failed: ActionFailedError[] = [];
  for (const plan of plans) {
    const failure = await failureOf(() => run(plan));
    if (failure === null) continue;
    failed.push(failure);
    if (plans.length > 1) tell?.(`plan ${plan} FAILED, the others have their turn: ${reasonsOf([failure])}`);
  }
  const [first] = failed;
  if (first === undefined) return;
  if (plans.length === 1) throw first;
  throw new ActionFailedError(`${failed.length} of ${plans.length} plans failed; the others had their turn`, {
    why: reasonsOf(failed),
    fix: 'heptad action board shows what is still uncovered; plan it again',
  });
}

/** What failed of it, so that something else can be done first; null where nothing did. Anything else is thrown on. */
export async function failureOf(run: () => Promise<unknown>): Promise<ActionFailedError | null> {
  try {
    await run();
    return null;
  } catch (error) {
    if (!(error instanceof ActionFailedError)) throw error;
    return error;
  }
}

/** What failed and why, a line each. */
export function reasonsOf(failed: readonly ActionFailedError[]): string {
  return failed.map(({ message, why }) => `${message}${why === undefined ? '' : `: ${why}`}`).join('\n');
}
