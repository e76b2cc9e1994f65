import { jsonFault } from '../base/json-fault.ts';
import { isObject, type Json } from '../base/json.ts';
import type { Reader, Rewritten } from '../ports/reader.ts';

/** The output of LookupEvents: the event itself is a JSON text in `CloudTrailEvent` (FACTS 1.2). */
export const cloudtrailLookupEvents: Reader = {
  id: 'cloudtrail-lookup-events',
  title: 'output of CloudTrail LookupEvents',
  table: 'cloudtrail',
  recognise: ({ first }) => isObject(first) && typeof first['CloudTrailEvent'] === 'string',
  rewrite: ({ text }) => lookedUp(text),
};

function lookedUp(text: string): Rewritten {
  try {
    const outer = JSON.parse(text) as Json;
    const event = isObject(outer) ? outer['CloudTrailEvent'] : undefined;
    if (typeof event !== 'string') return { ok: false, problem: 'the record has no CloudTrailEvent' };
    return { ok: true, rows: [JSON.stringify(JSON.parse(event))], problems: [] };
  } catch (error) {
    if (error instanceof SyntaxError)
      return { ok: false, problem: `the CloudTrailEvent is not valid JSON (${jsonFault(error)})` };
    throw error;
  }
}
