/** How long a change of state takes in the simulated account, in milliseconds. */
const TAKES = 30_000;

/** A state that is reached some time after it was asked for: what it is on the way, and then. */
export function settled<State>(
  { since, now, takes = TAKES }: { readonly since: number; readonly now: number; readonly takes?: number },
  meanwhile: State,
  then: State,
): State {
  return now - since < takes ? meanwhile : then;
}
