const SURROGATE = /\\u[dD][89a-fA-F]/;
const PAIR_HALF_OR_ESCAPE =
  /\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/gs;

/**
 * JSON text in which no half of a surrogate pair stands alone as an escape. JavaScript reads and writes such halves,
 * other JSON readers refuse the whole text for one; each becomes the replacement character.
 */
export function wellFormedJson(json: string): string {
  if (!SURROGATE.test(json)) return json;
  return json.replace(PAIR_HALF_OR_ESCAPE, (found) => (found.length === 6 ? String.raw`\ufffd` : found));
}
