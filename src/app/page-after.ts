import type { JsonObject } from '../base/json.ts';

/** Members of an answer that name the next page, and the member of the request that takes each. */
const PAGES: readonly (readonly [from: string, to: string])[] = [
  ['NextToken', 'NextToken'],
  ['nextToken', 'nextToken'],
  ['NextContinuationToken', 'ContinuationToken'],
  ['NextMarker', 'Marker'],
  ['Marker', 'Marker'],
  ['NextKeyMarker', 'KeyMarker'],
  ['NextVersionIdMarker', 'VersionIdMarker'],
];

/** What the request for the next page has besides; null after the last one. */
export function pageAfter(answer: JsonObject): JsonObject | null {
  if (answer['IsTruncated'] === false) return null;
  const members = PAGES.flatMap(([from, to]) => {
    const value = answer[from];
    return typeof value === 'string' && value !== '' ? [[to, value] as const] : [];
  });
  return members.length === 0 ? null : Object.fromEntries(members);
}
