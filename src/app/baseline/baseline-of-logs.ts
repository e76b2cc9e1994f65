import { UserError } from '../../base/errors.ts';
import { counted, listed } from '../../base/text.ts';
import type { Baseline } from '../../model/baseline.ts';
import { type Scope, WHOLE } from '../../model/scope.ts';
import type { Clock } from '../../ports/clock.ts';
import type { OpenLake } from '../open-lake.ts';
import { MOST_NAMES, namesInLake } from './names-in-lake.ts';
import { toldNames, untoldText } from './told-names.ts';

const NOT_TOLD = `no record names any, or more than ${MOST_NAMES.toLocaleString('en-US')} are named`;

export interface LogsWish {
  readonly from: string | null;
  readonly to: string | null;
  /** Needed where the logs are of several accounts. */
  readonly account: string | null;
}

/**
 * What is usual in the logs of a window. Logs that name nothing of a kind may lack the events that would: such a list
 * is not told.
 * @throws UserError where the window holds no event, or the account is not clear
 */
export async function baselineOfLogs(
  { queries, summary }: Pick<OpenLake, 'queries' | 'summary'>,
  wish: LogsWish,
  clock: Clock,
): Promise<Baseline> {
  const window = { ...WHOLE, from: wish.from, to: wish.to };
  const account = wish.account ?? (await accountIn(queries, window));
  const found = await namesInLake(queries, { ...window, account });
  if (found.first === null || found.last === null)
    throw new UserError(`no event of account ${account} went through in that window`, {
      why: 'what is usual cannot be told from nothing',
      fix: 'heptad logs coverage tells the times of the logs; give others with --from and --to',
    });
  const told = toldNames(found, (name) => (found.names[name] ?? []).length > 0);
  return {
    heptad: 1,
    account,
    madeAt: clock.now(),
    from: wish.from ?? found.first,
    to: wish.to ?? found.last,
    source: `CloudTrail records as supplied: ${counted(found.events, 'event')} that went through. What was not logged or not given is not in it, and an intruder who was there in the window is.${untoldText(told, NOT_TOLD)}`,
    complete: summary.problems === 0,
    events: found.events,
    ...told,
  };
}

async function accountIn(queries: OpenLake['queries'], scope: Scope): Promise<string> {
  const sql = `SELECT DISTINCT recipientaccountid AS account FROM cloudtrail WHERE recipientaccountid <> '' ORDER BY account`;
  const { rows } = await queries.query({ sql, params: {}, scope });
  const accounts = rows.flatMap(({ account }) => (typeof account === 'string' ? [account] : []));
  const [only] = accounts;
  if (only !== undefined && accounts.length === 1) return only;
  throw new UserError(
    only === undefined
      ? 'no CloudTrail event of that window names an account'
      : `the logs are of ${counted(accounts.length, 'account')}: ${listed(accounts.slice(0, 20))}`,
    {
      why: 'a baseline is of one account',
      fix: only === undefined ? 'give logs or a window that hold some' : 'say which with --account',
    },
  );
}
