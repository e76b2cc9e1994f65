import { InternalError } from '../base/errors.ts';
import { maskDeep } from '../base/secret-mask.ts';
import { isObject, type Json, type JsonObject } from '../base/json.ts';
import { compileTemplate } from '../expressions/template.ts';
import { type Variables, workVariables } from '../expressions/variables.ts';
import type { ReadCall, StepDef } from '../model/playbook.ts';
import type { Column, Row } from '../model/row.ts';
import { pageAfter } from './page-after.ts';
import { type AccountDesk, desksOf } from './actions/account-desk.ts';

/** What a read gave, as rows. */
export interface ReadRows {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly truncated: boolean;
}

/** Pages beyond this are not asked for; the result says that it was cut. */
const MOST_PAGES = 200;

type Reading = {
  readonly step: StepDef;
  readonly values: Readonly<Record<string, unknown>>;
  readonly desk: AccountDesk;
};

/** Makes a step's read in every account of the case; where there are several, each row says whose it is. */
export async function readEverywhere(read: ReadCall, reading: Reading): Promise<ReadRows> {
  const desks = desksOf(reading.desk);
  if (desks.length === 1) return readRows(read, reading);
  const rows: Row[] = [];
  let truncated = false;
  for (const desk of desks) {
    const own = await readRows(read, { ...reading, desk });
    truncated ||= own.truncated;
    const { account } = desk.cloud.identity;
    rows.push(...own.rows.map((row) => ({ ...row, case_account: account })));
  }
  return { columns: columnsOf(rows), rows, truncated };
}

/**
 * Makes a step's read, page by page. The list in the answer becomes rows; an answer without one is one row.
 * @throws CloudError
 */
export async function readRows(read: ReadCall, { step, values, desk }: Reading): Promise<ReadRows> {
  const known = workVariables({ perSuspect: step.perSuspect.length > 0 });
  const input = filled(read.input as JsonObject, known, values) as JsonObject;
  const rows: Row[] = [];
  let marker: JsonObject = {};
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await desk.reader.read({
      service: read.client,
      operation: read.operation,
      input: { ...input, ...marker },
    });
    rows.push(...maskDeep(rowsOf(answer ?? {})));
    const next = read.paginate ? pageAfter(answer ?? {}) : null;
    if (next === null) return { columns: columnsOf(rows), rows, truncated: false };
    marker = next;
  }
  return { columns: columnsOf(rows), rows, truncated: true };
}

function filled(value: Json, known: Variables, values: Readonly<Record<string, unknown>>): Json {
  if (typeof value === 'string') {
    const template = compileTemplate(value, known);
    if (!template.ok) throw new InternalError('the input of a read passed its check and does not compile');
    return template.run(values);
  }
  if (Array.isArray(value)) return value.map((item: Json) => filled(item, known, values));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, filled(member, known, values)]),
  );
}

function rowsOf(answer: JsonObject): readonly Row[] {
  const lists = Object.values(answer).filter((value) => Array.isArray(value));
  const items = lists.flatMap((list) => list as readonly Json[]);
  const objects = items.filter(isObject) as unknown as readonly Row[];
  if (objects.length > 0) return objects;
  if (items.length > 0) return items.map((value) => ({ value }));
  return lists.length > 0 || Object.keys(answer).length === 0 ? [] : [answer];
}

function columnsOf(rows: readonly Row[]): readonly Column[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names].map((name) => ({ name, type: 'JSON' }));
}
