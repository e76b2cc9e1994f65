import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
} from '@duckdb/node-api';
import { InternalError } from '../base/errors.ts';
import type { DuckDBType } from '@duckdb/node-api';
import type { Column, Row, RowValue } from '../model/row.ts';

const LAST_MILLISECOND = 8_640_000_000_000_000n;

/**
 * A value of the engine as plain data: integers and decimals are numbers where a number holds them exactly, and text
 * where not; times are ISO 8601 UTC with milliseconds; bytes are hex.
 */
export function plainValue(value: unknown): RowValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return exactInteger(value);
  if (typeof value === 'object') return plainObject(value);
  throw new InternalError(`the engine gave a value of the type ${typeof value}`);
}

function plainObject(value: object): RowValue {
  if (value instanceof DuckDBTimestampTZValue || value instanceof DuckDBTimestampValue)
    return isoTime(value.micros, value);
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBDecimalValue) return exactDecimal(value.toString());
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('hex');
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue)
    return value.items.map(plainValue);
  if (value instanceof DuckDBStructValue) return plainFields(Object.entries(value.entries));
  if (value instanceof DuckDBMapValue)
    return plainFields(value.entries.map(({ key, value: item }) => [keyText(key), item]));
  // Intervals, times of day and the rest have a text of their own.
  return (value as { toString(): string }).toString();
}

function plainFields(entries: readonly (readonly [string, unknown])[]): RowValue {
  // `__proto__` is a name like any other in a log.
  return Object.fromEntries(entries.map(([name, item]) => [name, plainValue(item)]));
}

function keyText(key: unknown): string {
  const plain = plainValue(key);
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}

function exactInteger(value: bigint): RowValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

function exactDecimal(text: string): RowValue {
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  const number = Number(short);
  return String(number) === short ? number : text;
}

function isoTime(micros: bigint, value: { toString(): string }): RowValue {
  const milliseconds = micros / 1000n - (micros % 1000n < 0n ? 1n : 0n);
  const inside = milliseconds >= -LAST_MILLISECOND && milliseconds <= LAST_MILLISECOND;
  return inside ? new Date(Number(milliseconds)).toISOString() : value.toString();
}

/** A column as the engine names it; its type is unknown while it hangs on a parameter. */
export interface EngineColumn {
  readonly name: string;
  readonly type: DuckDBType | undefined;
}

/** Names in lower case, those Athena would give where there is none, and each of them once. */
export function columnsOf(
  columns: readonly EngineColumn[],
  unnamed: ReadonlyMap<number, string>,
): readonly Column[] {
  const seen = new Map<string, number>();
  return columns.map(({ name, type }, index) => {
    const plain = (unnamed.get(index) ?? name).toLowerCase();
    const times = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, times);
    return {
      name: times === 1 ? plain : `${plain}_${times}`,
      type: type === undefined ? 'UNKNOWN' : (type.alias ?? type.toString()),
    };
  });
}

/** Takes rows up to a limit of rows and of text; `full` once there was more than that. */
export class RowTaker {
  readonly rows: Row[] = [];
  readonly #columns: readonly Column[];
  readonly #rowLimit: number;
  #textLeft: number;
  #full = false;

  constructor(columns: readonly Column[], rowLimit: number, mostText: number) {
    this.#columns = columns;
    this.#rowLimit = rowLimit;
    this.#textLeft = mostText;
  }

  get full(): boolean {
    return this.#full;
  }

  take(rows: readonly (readonly unknown[])[]): void {
    for (const row of rows) {
      this.#full ||= this.rows.length >= this.#rowLimit || this.#textLeft < 0;
      if (this.#full) return;
      this.rows.push(
        Object.fromEntries(this.#columns.map(({ name }, index) => [name, this.#counted(row[index])])),
      );
    }
  }

  #counted(value: unknown): RowValue {
    const plain = plainValue(value);
    if (plain !== null) this.#textLeft -= textLength(plain);
    return plain;
  }
}

function textLength(value: RowValue): number {
  if (typeof value === 'string') return value.length;
  return typeof value === 'object' && value !== null ? JSON.stringify(value).length : 8;
}
