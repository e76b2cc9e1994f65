import { UserError } from '../base/errors.ts';
import { originalSlices } from '../lake/original-slices.ts';
import { WHOLE } from '../model/scope.ts';
import type { Row } from '../model/row.ts';
import type { OpenLake } from './open-lake.ts';

const BY_ID = `SELECT evidence, record, byte_offset, byte_length, eventtime, eventname FROM cloudtrail WHERE eventid = :id
UNION ALL SELECT evidence, record, byte_offset, byte_length, "timestamp", operation FROM bedrock_invocations WHERE requestid = :id
UNION ALL SELECT evidence, record, byte_offset, byte_length, eventtime, operation FROM azure_events WHERE requestid = :id
UNION ALL SELECT evidence, record, byte_offset, byte_length, eventtime, operation FROM google_events WHERE eventid = :id ORDER BY 1, 2`;
const BY_PLACE = `SELECT evidence, record, byte_offset, byte_length, eventtime, eventname FROM cloudtrail WHERE evidence = :evidence AND record = CAST(:record AS integer)
UNION ALL SELECT evidence, record, byte_offset, byte_length, "timestamp", operation FROM bedrock_invocations WHERE evidence = :evidence AND record = CAST(:record AS integer)
UNION ALL SELECT evidence, record, byte_offset, byte_length, eventtime, operation FROM azure_events WHERE evidence = :evidence AND record = CAST(:record AS integer)
UNION ALL SELECT evidence, record, byte_offset, byte_length, eventtime, operation FROM google_events WHERE evidence = :evidence AND record = CAST(:record AS integer) ORDER BY 1, 2`;

/**
 * The original bytes of one event, by its eventID (or request id), or by the SHA-256 of its file and its ordinal there.
 * @throws UserError when there is none, or several different ones (with their list)
 */
export async function rawEvent(
  reference: string,
  { queries, original }: Pick<OpenLake, 'queries' | 'original'>,
): Promise<Buffer> {
  const place = /^([0-9a-f]{64}):(\d+)$/.exec(reference);
  const request =
    place === null
      ? { sql: BY_ID, params: { id: reference } }
      : { sql: BY_PLACE, params: { evidence: place[1] ?? '', record: place[2] ?? '' } };
  const { rows } = await queries.query({ ...request, scope: WHOLE });
  const [only, ...others] = rows;
  if (only === undefined)
    throw new UserError(`no event ${reference} is among the logs`, {
      fix: 'give an eventID, a request id, or SHA256:RECORD as findings and queries show them',
    });
  if (others.length > 0)
    throw new UserError(
      `${rows.length} different events have the id ${reference}:\n${rows.map(listed).join('\n')}`,
      { fix: 'give one of them as SHA256:RECORD' },
    );
  const slice = { offset: Number(only['byte_offset']), length: Number(only['byte_length']) };
  for await (const bytes of originalSlices(original(String(only['evidence'])), [slice])) return bytes;
  throw new UserError(`the original of ${reference} could not be read`, {
    fix: 'run heptad verify on the case',
  });
}

function listed(row: Row): string {
  return `  ${String(row['evidence'])}:${String(row['record'])}  ${String(row['eventtime'])}  ${String(row['eventname'])}`;
}
