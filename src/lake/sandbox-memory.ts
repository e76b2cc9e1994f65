import { InternalError } from '../base/errors.ts';

const UNITS: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9 };

/** What the program, the engine's code and rows on their way out need beside the memory of a query. */
const BESIDE = 400e6;

/** How large the process of an engine with this limit (`1GB`) may grow before it is ended. */
export function memoryBytes(limit: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(KB|MB|GB)$/i.exec(limit);
  const unit = match?.[2] === undefined ? undefined : UNITS[match[2].toUpperCase()];
  if (unit === undefined) throw new InternalError(`'${limit}' is no amount of memory`);
  return Number(match?.[1]) * unit * 1.25 + BESIDE;
}
