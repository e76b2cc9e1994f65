/** What every query of the case is narrowed to. Null = not narrowed. */
export interface Scope {
  readonly from: string | null;
  readonly to: string | null;
  readonly account: string | null;
}

export const WHOLE: Scope = { from: null, to: null, account: null };
