/**
 * What is wrong with a text that is no JSON, without the piece of it that the engine's own words quote: what stands in
 * a log may be a secret, or somebody's prompt.
 */
export function jsonFault(error: SyntaxError): string {
  return error.message
    .replace(/^(Unexpected (?:token|identifier)) '[\s\S]*?'/, '$1')
    .replace(/, (?:\.\.\.)?"[\s\S]*$/, '');
}
