import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBResult } from '@duckdb/node-api';
import { DuckDBInstance, DuckDBTypeId, StatementType } from '@duckdb/node-api';
import { messageOf } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import { counted } from '../base/text.ts';
import { fromBytes, textAt } from '../dialect/ast.ts';
import { applyEdits } from '../dialect/edits.ts';
import { tokenize } from '../dialect/tokenize.ts';
import { unnamedColumns } from '../dialect/column-names.ts';
import { contentUse } from '../dialect/content-columns.ts';
import { gate } from '../dialect/gate.ts';
import { withLeafColumns } from '../dialect/leaf-columns.ts';
import { portabilityFaults } from '../dialect/portability.ts';
import { PRELUDE } from '../dialect/prelude.ts';
import { athenaNames } from '../dialect/translate-calls.ts';
import type { Translation } from '../dialect/translate.ts';
import { translate } from '../dialect/translate.ts';
import type { Column, Row } from '../model/row.ts';
import type { SqlFault } from '../model/sql-fault.ts';
import type { BoundValue } from '../ports/lake.ts';
import type { Outcome, Rows, SandboxConfig, Statement } from './sandbox-protocol.ts';
import type { EngineColumn } from './sandbox-rows.ts';
import { columnsOf, RowTaker } from './sandbox-rows.ts';
import { INSERT_OPENED, OPENED_SETUP } from './sealed-content.ts';
import { EVENTS_WITH_LEAVES } from './views.ts';

/** Rows stop being taken when they hold this many characters, whatever the limit of rows. */
const MOST_TEXT = 64_000_000;

/** The enumeration is declared twice in the package; its number is one. */
const SELECT: number = StatementType.SELECT;

const SERIALIZE = 'SELECT json_serialize_sql($1::VARCHAR, skip_null := true, skip_empty := true)';

/** How many statements are kept prepared: a playbook runs the same ones for one suspect after the other. */
const MOST_PREPARED = 64;

interface Prepared {
  readonly statement: DuckDBPreparedStatement;
  readonly serialized: string;
  readonly translation: Translation;
}

/** The locked-down engine. Statements pass the gate before the engine prepares them: preparing can have effects. */
export class Engine {
  readonly #connection: DuckDBConnection;
  readonly #serialize: DuckDBPreparedStatement;
  /** Sealed content stands in memory: no message may quote it. */
  readonly #holdsOpened: boolean;
  /** By the text of the statement; the one used last stands last. */
  readonly #prepared = new Map<string, Prepared>();

  private constructor(
    connection: DuckDBConnection,
    serialize: DuckDBPreparedStatement,
    holdsOpened: boolean,
  ) {
    this.#connection = connection;
    this.#serialize = serialize;
    this.#holdsOpened = holdsOpened;
  }

  /** Opens it in memory, runs the prelude and our own setup, and locks it for good. */
  static async open(config: SandboxConfig): Promise<Engine> {
    const instance = await DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
      memory_limit: config.memoryLimit,
      // It would hold what was read of the Parquet files until the limit is reached, beside what a query needs.
      enable_external_file_cache: 'false',
      temp_directory: config.tempDirectory ?? '',
    });
    const connection = await instance.connect();
    await connection.run(PRELUDE.join(';\n'));
    for (const sql of OPENED_SETUP) await connection.run(sql);
    for (const rows of config.opened ?? [])
      await connection.run(INSERT_OPENED, [Buffer.from(rows).toString('utf8')]);
    for (const sql of [...config.setup, ...locks(config)]) await connection.run(sql);
    return new Engine(connection, await connection.prepare(SERIALIZE), config.opened !== undefined);
  }

  /** Stops the running statement, if the engine comes to a place where it looks. */
  interrupt(): void {
    this.#connection.interrupt();
  }

  /** Whether the statement would run, its columns, and what Athena would read otherwise. */
  async check(statement: Statement): Promise<Outcome> {
    return this.#with(statement.sql, async ({ statement: prepared, serialized, translation }) => {
      const found = await this.#columns(prepared, translation.sql);
      const columns = columnsOf(found, unnamedColumns(serialized));
      return { kind: 'columns', columns, differs: portabilityFaults(serialized, translation) };
    });
  }

  /** Runs the statement and takes its first rows. */
  async query(statement: Statement): Promise<Outcome> {
    const start = performance.now();
    return this.#with(statement.sql, async ({ statement: prepared, serialized }) => {
      const { values } = statement;
      if (values.length !== prepared.parameterCount)
        return { kind: 'faults', faults: [miscounted(prepared.parameterCount, values.length)] };
      values.forEach((value, index) => bindValue(prepared, index + 1, value));
      const result = await prepared.stream();
      const columns = columnsOf(resultColumns(result), unnamedColumns(serialized));
      const taken = await take(result, columns, statement.rowLimit);
      const content = contentOf(columns, serialized);
      return { kind: 'rows', rows: { columns, ...taken, ms: performance.now() - start, content } };
    });
  }

  async #with(sql: string, use: (prepared: Prepared) => Promise<Outcome>): Promise<Outcome> {
    const known = this.#prepared.get(sql);
    const translation = known?.translation ?? translate(sql);
    if (translation.faults.length > 0) return { kind: 'faults', faults: translation.faults };
    const serialized = known?.serialized ?? (await this.#serialized(translation.sql));
    const faults = known === undefined ? gate(serialized, translation) : [];
    if (faults.length > 0) return { kind: 'faults', faults };
    try {
      const statement = known?.statement ?? (await this.#prepare(translation.sql, serialized));
      const kind: number = statement.statementType;
      if (kind !== SELECT) return { kind: 'faults', faults: [{ what: 'only SELECT is accepted' }] };
      const prepared = { statement, serialized, translation };
      this.#keep(sql, prepared);
      return await use(prepared);
    } catch (error) {
      const outcome = failure(error, translation, serialized);
      return this.#holdsOpened && contentUse(serialized).reads ? withoutQuotes(error, outcome) : outcome;
    }
  }

  /** With quicker columns where they are of use; where that does not go, the statement as it stands says why. */
  async #prepare(sql: string, serialized: string): Promise<DuckDBPreparedStatement> {
    const quicker = withLeafColumns(sql, serialized, EVENTS_WITH_LEAVES);
    if (quicker !== null) {
      try {
        return await this.#connection.prepare(quicker);
      } catch {
        // What is wrong with it is told in the statement's own words below, if anything is.
      }
    }
    return this.#connection.prepare(sql);
  }

  #keep(sql: string, prepared: Prepared): void {
    this.#prepared.delete(sql);
    this.#prepared.set(sql, prepared);
    const [oldest] = this.#prepared.keys();
    if (this.#prepared.size > MOST_PREPARED && oldest !== undefined) this.#prepared.delete(oldest);
  }

  /** A parameter of no certain type leaves all columns open; with NULL in its place their names show. */
  async #columns(prepared: DuckDBPreparedStatement, sql: string): Promise<readonly EngineColumn[]> {
    const columns = preparedColumns(prepared);
    if (!columns.some(({ type }) => type === undefined)) return columns;
    const holes = tokenize(sql).tokens.filter(({ kind }) => kind === 'positional');
    const filled = applyEdits(
      sql,
      holes.map(({ start, end }) => ({ start, end, text: 'NULL' })),
    );
    return preparedColumns(await this.#connection.prepare(filled.text));
  }

  async #serialized(sql: string): Promise<string> {
    this.#serialize.bindVarchar(1, sql);
    const rows = await this.#serialize.runAndReadAll();
    return String(rows.getRows()[0]?.[0] ?? '{}');
  }
}

function locks(config: SandboxConfig): readonly string[] {
  const paths = config.allowedPaths.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ');
  return [
    // Parts never change once they are listed: their footers need not be read again for every statement.
    'SET parquet_metadata_cache = true',
    "SET validate_external_file_cache = 'NO_VALIDATION'",
    `SET allowed_paths = [${paths}]`,
    'SET errors_as_json = true',
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ];
}

function preparedColumns(prepared: DuckDBPreparedStatement): readonly EngineColumn[] {
  return Array.from({ length: prepared.columnCount }, (_, index) => ({
    name: prepared.columnName(index),
    // The type of a bare parameter is not known before it is bound.
    type: prepared.columnTypeId(index) === DuckDBTypeId.INVALID ? undefined : prepared.columnType(index),
  }));
}

function resultColumns(result: DuckDBResult) {
  const types = result.columnTypes();
  return result.columnNames().map((name, index) => ({ name, type: types[index] }));
}

function bindValue(prepared: DuckDBPreparedStatement, index: number, value: BoundValue): void {
  if (value === null) prepared.bindNull(index);
  else if (typeof value === 'string') prepared.bindVarchar(index, value);
  else if (typeof value === 'boolean') prepared.bindBoolean(index, value);
  else if (Number.isSafeInteger(value)) prepared.bindBigInt(index, BigInt(value));
  else prepared.bindDouble(index, value);
}

function miscounted(wanted: number, given: number): SqlFault {
  return {
    what: `the statement has ${counted(wanted, 'parameter')}, and ${counted(given, 'value was', 'values were')} given`,
  };
}

async function take(
  result: DuckDBResult,
  columns: readonly Column[],
  rowLimit: number,
): Promise<{ readonly rows: readonly Row[]; readonly truncated: boolean }> {
  const taker = new RowTaker(columns, rowLimit, MOST_TEXT);
  while (!taker.full) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    taker.take(chunk.getRows());
  }
  return { rows: taker.rows, truncated: taker.full };
}

/** The engine's own words, in which a JSON object says where and what. */
function failure(error: unknown, translation: Translation, serialized: string): Outcome {
  const details = parsed(messageOf(error));
  const kind = textAt(details, 'exception_type');
  if (/interrupt/i.test(kind)) return { kind: 'interrupted' };
  if (/^(?:INTERNAL|FATAL)$/i.test(kind)) return { kind: 'broken', what: whatOf(details, error) };
  // What Athena says about mixed types is the better explanation of what this engine says about them.
  const mixed = /^(?:Binder|Conversion)$/.test(kind) ? portabilityFaults(serialized, translation) : [];
  if (mixed.length > 0) return { kind: 'faults', faults: mixed };
  const what = whatOf(details, error);
  const position = Number(details['position'] ?? Number.NaN);
  const at = Number.isNaN(position) ? undefined : translation.original(fromBytes(translation.sql, position));
  return {
    kind: 'faults',
    faults: [{ ...explained(kind, what), ...(at === undefined ? {} : { offset: at }) }],
  };
}

function whatOf(details: Readonly<Record<string, unknown>>, error: unknown): string {
  return (textAt(details, 'exception_message') || messageOf(error)).split('\n')[0] ?? '';
}

function parsed(message: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(message.slice(Math.max(0, message.indexOf('{'))));
    return isObject(value) ? value : {};
  } catch {
    // Some messages of the engine stay plain text; they are shown as they are.
    return {};
  }
}

/** Of an error about a value only its kind is told: the engine's words quote the value. */
function withoutQuotes(error: unknown, outcome: Outcome): Outcome {
  const kind = textAt(parsed(messageOf(error)), 'exception_type');
  if (outcome.kind === 'broken') return { kind: 'broken', what: 'a fault of its own' };
  if (outcome.kind !== 'faults' || /^(?:Binder|Parser|Catalog|Out of Memory)$/i.test(kind)) return outcome;
  const faults = outcome.faults.map(({ offset }) => ({
    what: `the engine could not work with a value (${kind || 'no kind told'})`,
    why: 'its own words may quote sealed content, and are left out',
    fix: 'use TRY or TRY_CAST around the conversion',
    ...(offset === undefined ? {} : { offset }),
  }));
  return { kind: 'faults', faults };
}

function contentOf(columns: readonly Column[], serialized: string): Rows['content'] {
  const { reads, names } = contentUse(serialized);
  const mayHold = ({ name, type }: Column): boolean =>
    (names.has(name) || names.has(name.replace(/_\d+$/, '')) || /prompt_text|response_text/i.test(type)) &&
    !NO_TEXT.test(type);
  return { reads, columns: reads ? columns.filter(mayHold).map(({ name }) => name) : [] };
}

/** Types whose values cannot hold a sentence. */
const NO_TEXT =
  /^(?:BOOLEAN|(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL(?:\(.*\))?|DATE|TIME|TIMESTAMP.*))$/i;

function explained(kind: string, what: string): SqlFault {
  if (/out of memory/i.test(kind)) {
    return {
      what: 'the query needs more memory than it may use',
      why: what,
      fix: 'narrow it with WHERE, or ask for fewer columns',
    };
  }
  if (/TRY/.test(what) && /aggregate|subquery|volatile/i.test(what)) {
    return {
      what: 'TRY(…) cannot stand around an aggregate or a subquery here',
      fix: 'put TRY inside of the aggregate',
    };
  }
  return { what: athenaNames(what) };
}
