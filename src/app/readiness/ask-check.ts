import { hasClient } from '../../aws/clients.ts';
import { InternalError } from '../../base/errors.ts';
import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import { maskDeep } from '../../base/secret-mask.ts';
import { type CheckValues, judgeCheck, type Unanswered } from '../../engine/judge-check.ts';
import { compileExpression } from '../../expressions/expression.ts';
import { compileTemplate } from '../../expressions/template.ts';
import { CHECK_READ_VARIABLES, CHECK_VARIABLES } from '../../expressions/variables.ts';
import { CloudError, isCredentialFault, isDenied } from '../../model/cloud-error.ts';
import type { CheckDef, CheckRead } from '../../model/playbook.ts';
import type { CheckVerdict } from '../../model/readiness.ts';
import type { Row } from '../../model/row.ts';
import { iamActionOf } from '../../playbook/iam-action.ts';
import type { AccountDesk } from '../actions/account-desk.ts';
import { pageAfter } from '../page-after.ts';
import { readDocuments } from './read-documents.ts';

/** Where a check is asked, and what it is judged by besides. */
export interface CheckRoom {
  readonly desk: AccountDesk;
  readonly regions: readonly string[];
  /** `inputs`, `organization`, `baseline`, `account`, `ago`. */
  readonly values: CheckValues;
}

/** What one call gave. `region` and `of` say what it was asked for. */
interface Entry {
  readonly region: string;
  readonly of: Json;
  readonly is: Json;
}

const MOST_PAGES = 200;
/** A credential report takes seconds to be made. */
const TRIES = 10;
const PAUSE = 2000;
const NOT_READY = /^(ReportInProgress|CredentialReportNotReadyException)$/;

export interface AskedCheck {
  readonly verdict: CheckVerdict;
  /** The rows of its step, for the actions that mend it (`CheckDef.rows`). */
  readonly rows: readonly Row[];
}

/**
 * Makes a check's reads and judges the answers. What is refused leaves it unknown, with the permission that is missing.
 * @throws CloudError when the credentials themselves are gone
 */
export async function askCheck(check: CheckDef, room: CheckRoom): Promise<AskedCheck> {
  const unanswered: Unanswered[] = [];
  let reads: Readonly<Record<string, readonly Entry[]>> = {};
  for (const read of check.reads) {
    const values = { ...room.values, reads };
    reads = { ...reads, [read.name]: await entriesOf(read, { ...room, values }, unanswered) };
  }
  const values = { ...room.values, reads };
  const verdict = judgeCheck(check, values, unanswered);
  return { verdict, rows: rowsOf({ check, verdict, answered: unanswered.length === 0 }, room, values) };
}

interface Judged {
  readonly check: CheckDef;
  readonly verdict: CheckVerdict;
  readonly answered: boolean;
}

/** What could not be read in whole gives nothing to act on but the verdict. */
function rowsOf({ check, verdict, answered }: Judged, room: CheckRoom, values: CheckValues): readonly Row[] {
  const { account, region: home } = room.desk.cloud.identity;
  const { status, says, remarks, missing } = verdict;
  const told = { says: says.join(' '), remarks: remarks.join(' '), missing: missing.join(', ') };
  const base = { check: check.id, status, ...told, account, home, regions: room.regions };
  if (check.rows === null || !answered) return [base];
  const expression = compileExpression(check.rows, CHECK_VARIABLES);
  if (!expression.ok) throw new InternalError(`'${check.rows}' passed its check and does not compile`);
  const given = expression.run(values);
  const maps = Array.isArray(given) ? given.filter(isObject) : [];
  return maps.length === 0 ? [base] : maps.map((own) => ({ ...own, ...base }));
}

async function entriesOf(
  read: CheckRead,
  room: CheckRoom,
  unanswered: Unanswered[],
): Promise<readonly Entry[]> {
  const name = `${read.client}:${read.operation}`;
  const permission = await iamActionOf(name);
  const targets = targetsOf(read, room);
  if (targets.length > 0 && !hasClient(read.client)) {
    const why = `heptad has no client of ${read.client} and could not ask ${read.operation}: look by hand.`;
    unanswered.push({ why, permission: null });
    return [];
  }
  const entries: Entry[] = [];
  for (const [of, region] of targets) {
    try {
      const answer = await answerOf(read, room, { item: of, region });
      entries.push(...itemsOf(read, answer).map((is) => ({ region, of, is })));
    } catch (error) {
      if (!(error instanceof CloudError) || isCredentialFault(error.fault)) throw error;
      // Many Regions do not have every service: there is nothing there to be ready for.
      if (error.fault.code === 'NoEndpoint') continue;
      unanswered.push(refusalOf(error, permission));
    }
  }
  return entries;
}

function refusalOf({ fault, why }: CloudError, permission: string | null): Unanswered {
  const where = `${fault.service} ${fault.operation} in ${fault.region}`;
  if (!isDenied(fault))
    return {
      why: `${where} gave no answer: ${fault.code}${why === undefined ? '' : `, ${why.replace(/\.$/, '')}`}.`,
      permission: null,
    };
  const missing = fault.missingPermission ?? permission;
  return { why: `${where} was denied; ${missing ?? 'a permission'} is missing.`, permission: missing };
}

/** What a read is made for: each item in its own Region, or once, or once in every Region. */
function targetsOf(
  read: CheckRead,
  { desk, regions, values }: CheckRoom,
): readonly (readonly [Json, string])[] {
  const home = desk.cloud.identity.region;
  const everywhere = read.everyRegion ? regions : [home];
  if (read.forEach === null) return everywhere.map((region) => [null, region] as const);
  const expression = compileExpression(read.forEach, CHECK_VARIABLES);
  if (!expression.ok) throw new InternalError(`'${read.forEach}' passed its check and does not compile`);
  const items = expression.run(values);
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: Json) => {
    const own = isObject(item) ? item['region'] : undefined;
    return (typeof own === 'string' ? [own] : everywhere).map((region) => [item, region] as const);
  });
}

interface Target {
  readonly item: Json;
  readonly region: string;
}

/** The whole answer, its pages put together; null when the thing is not there. */
async function answerOf(read: CheckRead, room: CheckRoom, { item, region }: Target): Promise<Json> {
  const input = filled(read.input as JsonObject, { ...room.values, item }) as JsonObject;
  let whole: JsonObject | null = null;
  let marker: JsonObject = {};
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const call = { service: read.client, operation: read.operation, input: { ...input, ...marker }, region };
    const answer: JsonObject | null = await readyAnswer(room.desk, { ...call, absent: read.absent });
    if (answer === null) return null;
    whole = whole === null ? answer : joined(whole, answer);
    const next = read.paginate ? pageAfter(answer) : null;
    if (next === null) return maskDeep(readDocuments(whole, read.documents));
    marker = next;
  }
  const fault = { service: read.client, operation: read.operation, region, requestId: null };
  const rest = { code: 'TooManyPages', retryable: false, missingPermission: null };
  throw new CloudError(`more than ${MOST_PAGES} pages`, { ...fault, ...rest });
}

/** Asks again while a report is being made. */
async function readyAnswer(
  { reader, wait }: AccountDesk,
  call: Parameters<AccountDesk['reader']['read']>[0],
): Promise<JsonObject | null> {
  for (let again = 1; ; again += 1) {
    try {
      return (await reader.read(call)) ?? null;
    } catch (error) {
      const waits = error instanceof CloudError && NOT_READY.test(error.fault.code) && again < TRIES;
      if (!waits) throw error;
      await wait(PAUSE);
    }
  }
}

function joined(before: JsonObject, after: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries({ ...before, ...after }).map(([name, value]) => {
      const own = before[name];
      return [name, Array.isArray(own) && Array.isArray(value) ? [...own, ...value] : value];
    }),
  );
}

function itemsOf({ list, documents }: CheckRead, answer: Json): readonly Json[] {
  if (list === null) return [answer];
  const items = isObject(answer) ? answer[list] : undefined;
  return Array.isArray(items) ? items.map((item: Json) => readDocuments(item, documents)) : [];
}

/** A text that is nothing but one expression keeps the type of its value; any other is filled in as a text. */
function filled(value: Json, values: CheckValues): Json {
  if (typeof value === 'string') {
    const whole = /^\{\{((?:(?!\}\}).)*)\}\}$/s.exec(value)?.[1];
    const expression = whole === undefined ? null : compileExpression(whole.trim(), CHECK_READ_VARIABLES);
    if (expression?.ok === true) return expression.run(values);
    const template = compileTemplate(value, CHECK_READ_VARIABLES);
    if (!template.ok) throw new InternalError(`'${value}' passed its check and does not compile`);
    return template.run(values);
  }
  if (Array.isArray(value)) return value.map((item: Json) => filled(item, values));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one, values)]));
}
