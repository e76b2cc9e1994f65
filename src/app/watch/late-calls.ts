import { WHOLE } from '../../model/scope.ts';
import type { ActionState } from '../../model/action-state.ts';
import { nothingFoundText, stretchesText } from '../../model/coverage.ts';
import type { LateCall, WatchedIdentity } from '../../model/watch.ts';
import type { Row } from '../../model/row.ts';
import { counted } from '../../base/text.ts';
import { proofTimes } from '../actions/proof-times.ts';
import { coverageBehind } from '../case-coverage.ts';
import type { Session } from '../session.ts';

const MOST = 10;
const ROWS = 100_000;

/** Whose call it was: by its key, or by the name that the event history looks identities up by. */
const CALLS = `SELECT eventtime AS at, eventname AS name, errorcode AS error, eventid AS event
FROM cloudtrail
WHERE eventtime >= :since AND eventname <> 'GetCallerIdentity'
  AND (CASE WHEN :attribute = 'AccessKeyId' THEN useridentity.accesskeyid = :value
       ELSE useridentity.username = :value OR useridentity.sessioncontext.sessionissuer.username = :value
         OR substr(useridentity.arn, length(useridentity.arn) - length(:value)) = concat('/', :value) END)
UNION ALL
SELECT "timestamp", operation, errorcode, requestid
FROM bedrock_invocations
WHERE "timestamp" >= :since AND :attribute = 'Username'
  AND substr(identity_arn, length(identity_arn) - length(:value)) = concat('/', :value)
ORDER BY 1 DESC`;

/** What a contained identity did after its containment, by the logs in hand; null for an action that contains none. */
export async function lateCalls(
  session: Session,
  { seq, planned, executedAt }: ActionState,
): Promise<WatchedIdentity | null> {
  const { contained } = planned;
  if (contained === null || executedAt === null) return null;
  const since = `${proofTimes(executedAt).from.slice(0, 19)}Z`;
  const { rows } = await session.wiring.lake.query({
    sql: CALLS,
    params: { since, attribute: contained.attribute, value: contained.value },
    scope: session.state.opened?.scope ?? WHOLE,
    rowLimit: ROWS,
  });
  const calls = rows.map(callOf);
  return {
    plan: seq,
    action: planned.action,
    ...contained,
    since,
    successes: calls.filter(({ error }) => error === null).length,
    refused: calls.filter(({ error }) => error !== null).length,
    events: calls.slice(0, MOST),
    coverage: seenSince(session, since),
  };
}

/** A silence says something only where records were seen. */
function seenSince(session: Session, from: string): string {
  const to = session.wiring.clock.now();
  const { account } = session.state.opened?.scope ?? WHOLE;
  const coverage = coverageBehind(session.state, ['cloudtrail.management'], { from, to, account });
  return coverage.records === 0
    ? nothingFoundText(coverage)
    : [
        `${counted(coverage.records, 'management event')} read, ${stretchesText(coverage.stretches)}`,
        ...coverage.gaps,
      ].join('; ');
}

function callOf({ at, name, error, event }: Row): LateCall {
  return {
    at: String(at),
    name: String(name),
    error: typeof error === 'string' && error !== '' ? error : null,
    event: typeof event === 'string' ? event : null,
  };
}
