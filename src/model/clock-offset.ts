/** The header that tells AWS's time has whole seconds: what is nearer than this cannot be told apart. */
const RESOLUTION_MS = 1000;

/** How this machine's clock stands beside the account's, in words. */
export function clockText(offset: number): string {
  if (Math.abs(offset) < RESOLUTION_MS) return "within a second of the account's";
  return `${(Math.abs(offset) / 1000).toFixed(1)} s ${offset > 0 ? 'ahead of' : 'behind'} the account's`;
}
