/** What is usual in an account, as seen in a window of time: what is not in it is new. */
export interface Baseline {
  readonly heptad: 1;
  readonly account: string;
  readonly madeAt: string;
  readonly from: string;
  readonly to: string;
  /** Where it was taken from, and what that does not show, in words. */
  readonly source: string;
  readonly complete: boolean;
  readonly events: number;
  readonly principals: readonly string[];
  readonly models: readonly string[];
  readonly regions: readonly string[];
  readonly addresses: readonly string[];
  readonly userAgents: readonly string[];
  /** Operations called: InvokeModel, InvokeAgent … */
  readonly tools: readonly string[];
}
